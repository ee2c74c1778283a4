//! Types, states, fields, relation types, nodes, tags, processes.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::{Field, FieldKey, FieldKind};
use super::node::{Structure, Tree};
use super::process::{Process, ProcessSeed};
use super::relation;
use super::reply::Reply;
use super::work_type::WorkType;

impl Call<'_> {
    /// `GET projects`.
    pub(super) fn projects(&self) -> Result<Reply, Refusal> {
        let skip = match self.asked.query("continuationToken") {
            Some(token) => token.parse().unwrap_or(0),
            None => self.asked.number("$skip", 0)?,
        };
        let top = self.asked.number("$top", 100)?;
        let all = &self.state.projects;
        let value: Vec<Value> =
            all.iter().skip(skip).take(top).map(|project| project.short(&self.base)).collect();
        let next = skip + value.len();
        let reply = Reply::list(value);
        Ok(if next < all.len() {
            reply.with("x-ms-continuationtoken", next.to_string())
        } else {
            reply
        })
    }

    pub(super) fn named_project(&self) -> Result<&super::project::Project, Refusal> {
        let name = self.part(1);
        self.state
            .project_at(name)
            .and_then(|at| self.state.project(at))
            .ok_or_else(|| Refusal::no_project(name))
    }

    /// `GET projects/{project}`.
    pub(super) fn show_project(&self) -> Result<Reply, Refusal> {
        let capabilities = self.asked.flag("includeCapabilities");
        Ok(Reply::ok(&self.named_project()?.whole(&self.base, capabilities)))
    }

    /// `GET process/processes`.
    pub(super) fn processes(&self) -> Reply {
        let seeds = Process::ALL.iter().filter_map(|process| process.seed());
        Reply::list(seeds.map(|seed| self.process(seed)).collect())
    }

    fn process(&self, seed: &ProcessSeed) -> Value {
        json!({
            "id": seed.id,
            "description": "",
            "isDefault": seed.name == "Agile",
            "type": "system",
            "url": format!("{}/_apis/process/processes/{}", self.base, seed.id),
            "name": seed.name,
        })
    }

    /// `GET process/processes/{id}`.
    pub(super) fn show_process(&self) -> Result<Reply, Refusal> {
        let id = self.part(2);
        let known = Process::ALL.iter().filter_map(|process| process.seed());
        let found = known
            .map(|seed| self.process(seed))
            .find(|view| view.get("id").is_some_and(|known| known == id));
        found.map(|view| Reply::ok(&view)).ok_or_else(|| {
            Refusal::missing(
                "ProcessNotFoundByTypeIdException",
                format!("VS402362: The process with type id {id} does not exist."),
            )
        })
    }

    /// `GET work/processes`.
    pub(super) fn process_models() -> Reply {
        let seeds = Process::ALL.iter().filter_map(|process| process.seed());
        let value = seeds.map(|seed| {
            json!({
                "typeId": seed.id,
                "name": seed.name,
                "referenceName": null,
                "description": "",
                "parentProcessTypeId": "00000000-0000-0000-0000-000000000000",
                "isEnabled": true,
                "isDefault": seed.name == "Agile",
                "customizationType": "system",
            })
        });
        Reply::list(value.collect())
    }

    /// `GET wit/workitemtypes`.
    pub(super) fn types(&self) -> Result<Reply, Refusal> {
        let scope = self.scope();
        let types = self.project()?.types.iter();
        Ok(Reply::list(types.map(|kind| kind.view(&self.state.fields, &scope)).collect()))
    }

    fn named_type(&self) -> Result<&WorkType, Refusal> {
        let project = self.project()?;
        let name = self.part(2);
        project.work_type(name).ok_or_else(|| Refusal::no_type(name, &project.id))
    }

    /// `GET wit/workitemtypes/{type}`.
    pub(super) fn show_type(&self) -> Result<Reply, Refusal> {
        Ok(Reply::ok(&self.named_type()?.view(&self.state.fields, &self.scope())))
    }

    /// `GET wit/workitemtypes/{type}/states`.
    pub(super) fn states(&self) -> Result<Reply, Refusal> {
        Ok(Reply::list(self.named_type()?.states()))
    }

    fn wants_values(&self) -> bool {
        let expand = self.asked.query("$expand").unwrap_or_default();
        // Some clients write the number of the enumeration.
        ["all", "allowedvalues", "1", "3"].contains(&expand.to_ascii_lowercase().as_str())
    }

    /// `GET wit/workitemtypes/{type}/fields`.
    pub(super) fn type_fields(&self) -> Result<Reply, Refusal> {
        let kind = self.named_type()?;
        let (scope, table) = (self.scope(), &self.state.fields);
        let show = |key: &FieldKey| kind.field(table, *key, (&scope, self.wants_values()));
        Ok(Reply::list(kind.fields.iter().map(show).collect()))
    }

    /// `GET wit/workitemtypes/{type}/fields/{field}`.
    pub(super) fn type_field(&self) -> Result<Reply, Refusal> {
        let (kind, name, table) = (self.named_type()?, self.part(4), &self.state.fields);
        let key = table.find(name).filter(|key| kind.fields.contains(key));
        let key = key.ok_or_else(|| Refusal::no_field(name))?;
        Ok(Reply::ok(&kind.field(table, key, (&self.scope(), self.wants_values()))))
    }

    /// `GET wit/workitemtypecategories`.
    pub(super) fn categories(&self) -> Result<Reply, Refusal> {
        Ok(Reply::list(self.category_views()?))
    }

    /// `GET wit/workitemtypecategories/{category}`.
    pub(super) fn category(&self) -> Result<Reply, Refusal> {
        let name = self.part(2);
        let all = self.category_views()?;
        let named = |key: &str, view: &Value| {
            view.get(key).and_then(Value::as_str).is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        let found = all.iter().find(|view| named("referenceName", view) || named("name", view));
        found.map(Reply::ok).ok_or_else(|| {
            Refusal::missing(
                "WorkItemTypeCategoryNotFoundException",
                format!("VS402324: Work item type category {name} does not exist."),
            )
        })
    }

    fn category_views(&self) -> Result<Vec<Value>, Refusal> {
        const ALL: [(&str, &str, &[&str]); 6] = [
            ("Microsoft.EpicCategory", "Epic Category", &["Epic"]),
            ("Microsoft.FeatureCategory", "Feature Category", &["Feature"]),
            (
                "Microsoft.RequirementCategory",
                "Requirement Category",
                &["User Story", "Product Backlog Item", "Requirement", "Issue"],
            ),
            ("Microsoft.TaskCategory", "Task Category", &["Task"]),
            ("Microsoft.BugCategory", "Bug Category", &["Bug"]),
            ("Microsoft.TestCaseCategory", "Test Case Category", &["Test Case"]),
        ];
        let project = self.project()?;
        let scope = self.scope();
        let value = ALL.iter().filter_map(|(reference, name, types)| {
            let types: Vec<Value> = types
                .iter()
                .filter(|kind| project.work_type(kind).is_some())
                .map(|kind| {
                    let part = super::address::encode(kind);
                    json!({"name": kind, "url": format!("{scope}/_apis/wit/workItemTypes/{part}")})
                })
                .collect();
            Some(json!({
                "name": name,
                "referenceName": reference,
                "defaultWorkItemType": types.first()?,
                "workItemTypes": types,
                "url": format!("{scope}/_apis/wit/workItemTypeCategories/{reference}"),
            }))
        });
        Ok(value.collect())
    }

    /// `GET wit/fields`.
    pub(super) fn all_fields(&self) -> Reply {
        let scope = self.scope();
        Reply::list(self.state.fields.iter().map(|(key, each)| field(key, each, &scope)).collect())
    }

    /// `GET wit/fields/{field}`.
    pub(super) fn show_field(&self) -> Result<Reply, Refusal> {
        let (name, table) = (self.part(2), &self.state.fields);
        let found = table.find(name).and_then(|key| Some((key, table.field(key)?)));
        let (key, found) = found.ok_or_else(|| Refusal::no_field(name))?;
        Ok(Reply::ok(&field(key, found, &self.scope())))
    }

    /// `GET wit/workitemrelationtypes`.
    pub(super) fn relation_types(&self) -> Reply {
        Reply::list(relation::views(&self.base))
    }

    /// `GET wit/workitemrelationtypes/{type}`.
    pub(super) fn relation_type(&self) -> Result<Reply, Refusal> {
        let name = self.part(2);
        let all = relation::views(&self.base);
        let named = |view: &&Value| {
            view.get("referenceName")
                .and_then(Value::as_str)
                .is_some_and(|known| known.eq_ignore_ascii_case(name))
        };
        all.iter().find(named).map(Reply::ok).ok_or_else(|| {
            Refusal::missing(
                "WorkItemLinkTypeNotFoundException",
                format!("VS402332: Work item relation type {name} does not exist."),
            )
        })
    }

    /// `GET wit/classificationnodes`: both roots, or nodes by their ids.
    pub(super) fn nodes(&self) -> Result<Reply, Refusal> {
        let project = self.project()?;
        let depth = self.depth(0)?;
        let scope = self.scope();
        let trees = [&project.areas, &project.iterations];
        let Some(ids) = self.asked.query("ids") else {
            return Ok(Reply::list(trees.map(|tree| tree.view(0, depth, &scope, false)).into()));
        };
        let mut value = Vec::new();
        for id in ids.split(',') {
            let place = id
                .trim()
                .parse()
                .ok()
                .and_then(|id| trees.iter().find_map(|tree| Some((tree, tree.find_id(id)?))));
            let (tree, at) = place.ok_or_else(|| Refusal::no_node(id))?;
            value.push(tree.view(at, depth, &scope, true));
        }
        Ok(Reply::list(value))
    }

    /// The tree that the path names, and the path below its root.
    pub(super) fn structure(&self) -> Result<(Structure, String), Refusal> {
        let group = self.part(2);
        let structure = Structure::group(group).ok_or_else(|| Refusal::no_node(group))?;
        let below = self.asked.parts.get(3..).unwrap_or_default().join("\\");
        Ok((structure, below))
    }

    /// `GET wit/classificationnodes/{group}/{path}`.
    pub(super) fn show_node(&self) -> Result<Reply, Refusal> {
        let (structure, below) = self.structure()?;
        let tree: &Tree = self.project()?.tree(structure);
        let at = tree.find_below(&below).ok_or_else(|| Refusal::no_node(&below))?;
        Ok(Reply::ok(&tree.view(at, self.depth(0)?, &self.scope(), true)))
    }

    fn depth(&self, default: usize) -> Result<u32, Refusal> {
        Ok(u32::try_from(self.asked.number("$depth", default)?).unwrap_or(u32::MAX))
    }
}

fn field(key: FieldKey, field: &Field, scope: &str) -> Value {
    let operation = |reference: &str, name: &str| json!({"referenceName": format!("SupportedOperations.{reference}"), "name": name});
    let operations = match field.kind {
        FieldKind::TreePath => {
            vec![
                operation("Under", "Under"),
                operation("NotUnder", "Not Under"),
                operation("Equals", "="),
            ]
        }
        FieldKind::Html | FieldKind::PlainText | FieldKind::History => {
            vec![operation("ContainsWords", "Contains Words")]
        }
        _ => vec![
            operation("Equals", "="),
            operation("NotEquals", "<>"),
            operation("GreaterThan", ">"),
            operation("LessThan", "<"),
            operation("In", "In"),
        ],
    };
    json!({
        "name": field.name,
        "referenceName": field.reference,
        "description": null,
        "type": field.kind.name(),
        "usage": "workItem",
        "readOnly": super::field::is_computed(key),
        "canSortBy": !field.kind.is_prose(),
        "isQueryable": true,
        "supportedOperations": operations,
        "isIdentity": field.kind == FieldKind::Identity,
        "isPicklist": false,
        "isPicklistSuggested": false,
        "isLocked": false,
        "url": format!("{scope}/_apis/wit/fields/{}", field.reference),
    })
}
