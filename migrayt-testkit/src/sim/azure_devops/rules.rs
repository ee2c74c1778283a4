//! The rules of a type, which a change must not break unless it may bypass them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::call::Call;
use super::error::Refusal;
use super::field::{self, FieldKey, FieldKind};
use super::node::Structure;
use super::patch::Patch;
use super::stamp;

/// Why a value is refused that is not among the allowed ones.
const LIMITED: &str = "HasValues, LimitedToValues, AllowsOldValue, InvalidNotOldValue";

/// Fields whose values only a bypassing change may set.
const STAMPS: [FieldKey; 4] =
    [field::CREATED_DATE, field::CREATED_BY, field::CHANGED_DATE, field::CHANGED_BY];

impl Call<'_> {
    /// The new values of a change, with what follows from them: defaults, a reason, moments.
    pub(super) fn checked(
        &self,
        id: Option<u64>,
        kind: &str,
        patch: &Patch,
    ) -> Result<BTreeMap<FieldKey, Value>, Refusal> {
        let bypass = self.asked.flag("bypassRules");
        let mut values = BTreeMap::new();
        for (name, value) in &patch.fields {
            let table = &self.state.fields;
            let key = table.find(name).ok_or_else(|| Refusal::no_field(name))?;
            let computed = field::is_computed(key) || table.level(key).is_some();
            if computed || (STAMPS.contains(&key) && !bypass) {
                return Err(self.broken(key, "ReadOnly"));
            }
            self.is_known(key, value)?;
            values.insert(key, value.clone());
        }
        for (name, _) in &patch.formats {
            let key = self.state.fields.find(name).ok_or_else(|| Refusal::no_field(name))?;
            if !values.contains_key(&key) {
                return Err(Refusal::bad(
                    "VssPropertyValidationException",
                    format!("VS403319: The type changed without a value for field {name}."),
                ));
            }
        }
        self.follow(id, kind, &mut values);
        if !bypass {
            self.keep(id, kind, &values)?;
        }
        Ok(values)
    }

    /// Whether a path or person that a value names is there.
    fn is_known(&self, key: FieldKey, value: &Value) -> Result<(), Refusal> {
        let structure = match key {
            field::AREA_PATH => Some(Structure::Area),
            field::ITERATION_PATH => Some(Structure::Iteration),
            _ => None,
        };
        let text = value.as_str().unwrap_or_default();
        if let Some(structure) = structure {
            let tree = self.project.and_then(|at| self.state.project(at));
            let tree = tree.or_else(|| self.state.project(0)).map(|it| it.tree(structure));
            if tree.is_some_and(|tree| tree.find(text).is_none()) {
                return Err(Refusal::no_tree(self.state.fields.reference(key)));
            }
        }
        let people = &self.state.people;
        let names_nobody = !value.is_null() && !text_is_empty(value) && !people.knows(value);
        if self.state.fields.kind(key) == FieldKind::Identity && names_nobody {
            let name = self.state.fields.field(key).map_or("", |field| field.name.as_str());
            return Err(Refusal::nobody(text, name));
        }
        Ok(())
    }

    /// Adds what follows from a change: the defaults of a new item, the reason and the moments of
    /// a new state.
    fn follow(&self, id: Option<u64>, kind: &str, values: &mut BTreeMap<FieldKey, Value>) {
        let Some(kind) = self.home(id).and_then(|project| project.work_type(kind)) else { return };
        let table = &self.state.fields;
        if id.is_none() {
            for (name, value) in &kind.seed.defaults {
                if let Some(key) = table.find(name) {
                    values.entry(key).or_insert_with(|| Value::from(value.as_str()));
                }
            }
        }
        let from = id.and_then(|id| self.state.item(id));
        let from = from.map_or("", |record| record.fields.text(field::STATE));
        let to = values.get(&field::STATE).and_then(Value::as_str).map(str::to_owned);
        let Some(to) = to.filter(|to| to != from) else { return };
        if let Some(reason) = kind.seed.transitions.get(from).and_then(|all| all.get(&to)) {
            values.entry(field::REASON).or_insert_with(|| Value::from(reason.as_str()));
        }
        let category = kind.seed.states.iter().find(|state| state.name == to);
        let reached = match category.map(|state| state.category.as_str()) {
            Some("InProgress") => "Microsoft.VSTS.Common.ActivatedDate",
            Some("Resolved") => "Microsoft.VSTS.Common.ResolvedDate",
            Some("Completed") => "Microsoft.VSTS.Common.ClosedDate",
            _ => "",
        };
        for name in ["Microsoft.VSTS.Common.StateChangeDate", reached] {
            let key = table.find(name).filter(|key| kind.fields.contains(key));
            if let Some(key) = key {
                values.entry(key).or_insert_with(|| Value::from(stamp::write(self.now)));
            }
        }
    }

    /// Refuses what breaks a rule: a value that is required, one that is not allowed, a step that
    /// the type's workflow does not have.
    fn keep(
        &self,
        id: Option<u64>,
        kind: &str,
        values: &BTreeMap<FieldKey, Value>,
    ) -> Result<(), Refusal> {
        let Some(kind) = self.home(id).and_then(|project| project.work_type(kind)) else {
            return Ok(());
        };
        let table = &self.state.fields;
        let standing = id.and_then(|id| self.state.item(id));
        for name in &kind.seed.required {
            let Some(key) = table.find(name) else { continue };
            let stands = standing.is_some_and(|record| record.fields.get(key).is_some());
            let given = values.get(&key).map(|value| !value.is_null() && !text_is_empty(value));
            if !given.unwrap_or(stands) {
                return Err(self.broken(key, "Required, InvalidEmpty"));
            }
        }
        for (key, value) in values {
            let allowed = kind.seed.allowed.get(table.reference(*key));
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let fits = |allowed: &Vec<String>| allowed.contains(&text);
            if !value.is_null() && !allowed.is_none_or(fits) {
                return Err(self.broken(*key, LIMITED));
            }
        }
        let Some(to) = values.get(&field::STATE).and_then(Value::as_str) else { return Ok(()) };
        let from = standing.map_or("", |record| record.fields.text(field::STATE));
        let steps = kind.seed.transitions.get(from);
        // A state that no process has leads everywhere, as does a type of which nothing is known.
        let reached = from == to || steps.is_none_or(|steps| steps.contains_key(to));
        if reached && kind.seed.states.iter().any(|state| state.name == to) {
            return Ok(());
        }
        Err(self.broken(field::STATE, LIMITED))
    }

    /// The project whose types count: that of the item, or of the path.
    fn home(&self, id: Option<u64>) -> Option<&super::project::Project> {
        let at = id.and_then(|id| self.state.item(id)).map(|record| record.project);
        self.state.project(at.or(self.project)?)
    }

    fn broken(&self, key: FieldKey, flags: &str) -> Refusal {
        let reference = self.state.fields.reference(key);
        let name = self.state.fields.field(key).map_or(reference, |field| field.name.as_str());
        Refusal::rule(name, reference, flags)
    }
}

fn text_is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}
