use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, Field};
use migrayt_core::id::{FieldId, TypeId};

use super::names::folded;
use super::{Compiled, field_named, type_named};
use crate::defaults;
use crate::document::{FieldRule, MappingDocument};
use crate::propose::names as allowed_names;

/// A field's rule with what it names looked up.
#[derive(Debug)]
pub(super) struct FieldPlan {
    pub(super) rule: FieldRule,
    /// The target field that the rule names, if there is one of that name.
    pub(super) target: Option<TargetField>,
    /// The values' counterparts, by their names as names are compared.
    pub(super) values: BTreeMap<String, String>,
}

/// A field of the target and the names that it takes.
#[derive(Clone, Debug)]
pub(super) struct TargetField {
    pub(super) field: Field,
    pub(super) allowed: Vec<String>,
}

impl TargetField {
    pub(super) fn of(catalog: &Catalog, field: &Field) -> Self {
        let allowed = match field.kind {
            migrayt_core::catalog::FieldKind::Choice => allowed_names(catalog, field),
            _ => field.allowed.clone(),
        };
        Self { field: field.clone(), allowed }
    }
}

/// The plans of a table of rules.
pub(super) fn rules(
    document: &MappingDocument,
    table: &BTreeMap<String, FieldRule>,
    source: &Catalog,
    target: &Catalog,
) -> BTreeMap<FieldId, FieldPlan> {
    let mut plans = BTreeMap::new();
    for (name, rule) in table {
        let field = field_named(source, name);
        let id = field.map_or_else(|| FieldId::new(name), |field| field.id.clone());
        let found = rule.target().and_then(|name| field_named(target, name));
        let mut values = BTreeMap::new();
        for (of, table) in &document.values {
            let same = field_named(source, of).map_or(of.as_str(), |field| field.id.as_str());
            if same == id.as_str() {
                values.extend(table.iter().map(|(from, to)| (folded(from), to.clone())));
            }
        }
        let target = found.map(|field| TargetField::of(target, field));
        plans.insert(id, FieldPlan { rule: rule.clone(), target, values });
    }
    plans
}

/// The plans of the rules for single types.
pub(super) fn by_type(
    document: &MappingDocument,
    source: &Catalog,
    target: &Catalog,
) -> BTreeMap<TypeId, BTreeMap<FieldId, FieldPlan>> {
    document
        .fields_of
        .iter()
        .map(|(name, table)| {
            let found = type_named(source, name);
            let id = found.map_or_else(|| TypeId::new(name), |one| one.id.clone());
            (id, rules(document, table, source, target))
        })
        .collect()
}

/// The values of target fields that the source has none for.
pub(super) fn defaults(document: &MappingDocument, target: &Catalog) -> Vec<(TargetField, String)> {
    let named = |(name, value): (&String, &String)| {
        let field = field_named(target, name)?;
        Some((TargetField::of(target, field), value.clone()))
    };
    document.defaults.iter().filter_map(named).collect()
}

impl Compiled {
    /// The plan of a field of an item of a type.
    pub(super) fn field_plan(&self, of: &TypeId, field: &FieldId) -> Option<&FieldPlan> {
        let own = self.fields_of.get(of).and_then(|plans| plans.get(field));
        own.or_else(|| self.fields.get(field))
    }

    /// Whether a source field is bookkeeping, of which nothing is carried or lost.
    pub(super) fn is_bookkeeping(&self, field: &FieldId) -> bool {
        self.source.field(field).map_or_else(
            || defaults::is_bookkeeping(field.as_str()),
            defaults::is_bookkeeping_field,
        )
    }
}
