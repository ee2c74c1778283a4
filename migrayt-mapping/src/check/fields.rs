use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::catalog::{Field, FieldKind, FieldRole, WorkType};

use super::{Check, is_used, name, place};
use crate::compiled::names::same_name;
use crate::compiled::{field_named, type_named};
use crate::defaults;
use crate::document::{FieldRule, OtherFields};
use crate::propose::names;
use crate::suggest::compatible;

impl Check<'_> {
    pub(super) fn fields(&mut self) {
        let document = self.document;
        self.field_rules("fields", &document.fields);
        for (of, rules) in &document.fields_of {
            let table = place("fields_of", &[of]);
            if type_named(self.source, of).is_none() {
                self.note(&table, "the source has no such type; its rules hold nothing", &[]);
            }
            self.field_rules(&table, rules);
        }
        if document.options.other_fields != OtherFields::Leave {
            return;
        }
        let source = self.source;
        for field in source.fields.iter().filter(|field| is_used(field.used)) {
            let ours =
                |name: &String| field_named(source, name).is_some_and(|it| it.id == field.id);
            if !defaults::is_bookkeeping_field(field) && !document.fields.keys().any(ours) {
                let at = place("fields", &[field.id.as_str()]);
                self.warning(&at, "the field has no rule and is not carried", &[]);
            }
        }
    }

    fn field_rules(&mut self, table: &str, rules: &BTreeMap<String, FieldRule>) {
        for (source, rule) in rules {
            let at = place(table, &[source]);
            let from = field_named(self.source, source);
            if from.is_none() {
                self.note(&at, "the source has no such field; the rule holds nothing", &[]);
            }
            let Some(to) = rule.target() else { continue };
            match (field_named(self.target, to), from) {
                (None, _) => self.error(&at, "the target has no such field", &[("field", to)]),
                (Some(to), _) if !to.writable => {
                    self.warning(
                        &at,
                        "no screen has the field; values stay text",
                        &[("field", name(to))],
                    );
                }
                (Some(to), Some(from)) if !fits(rule, from, to) => {
                    let facts = [("field", name(to))];
                    self.warning(
                        &at,
                        "the fields hold different things; values may stay text",
                        &facts,
                    );
                }
                _ => {}
            }
        }
    }

    pub(super) fn values(&mut self) {
        let document = self.document;
        for (of, table) in &document.values {
            let Some(from) = field_named(self.source, of) else {
                let at = place("values", &[of]);
                self.note(&at, "the source has no such field; its rules hold nothing", &[]);
                continue;
            };
            let all = document.fields_of.values().chain([&document.fields]);
            let targets: Vec<&Field> = all
                .flat_map(|rules| rules.iter())
                .filter(|(name, _)| {
                    field_named(self.source, name).is_some_and(|it| it.id == from.id)
                })
                .filter_map(|(_, rule)| field_named(self.target, rule.target()?))
                .collect();
            for (value, to) in table {
                for target in &targets {
                    let allowed = names(self.target, target);
                    if closed(target, &allowed) && !allowed.iter().any(|it| same_name(it, to)) {
                        let at = place("values", &[of, value]);
                        let facts = [("field", name(target)), ("value", to.as_str())];
                        self.error(&at, "the target's field does not allow this value", &facts);
                    }
                }
            }
        }
    }

    pub(super) fn defaults(&mut self) {
        let document = self.document;
        for (field, value) in &document.defaults {
            let at = place("defaults", &[field]);
            let Some(found) = field_named(self.target, field) else {
                self.error(&at, "the target has no such field", &[("field", field)]);
                continue;
            };
            let allowed = names(self.target, found);
            if closed(found, &allowed) && !allowed.iter().any(|it| same_name(it, value)) {
                let facts = [("value", value.as_str())];
                self.error(&at, "the target's field does not allow this value", &facts);
            }
        }
    }

    /// The fields that the target requires and nothing fills.
    pub(super) fn required(&mut self) {
        let (document, source) = (self.document, self.source);
        let mut filled: BTreeSet<&str> = document.defaults.keys().map(String::as_str).collect();
        filled.extend(document.fields.values().filter_map(FieldRule::target));
        filled.extend(
            document.fields_of.values().flat_map(|it| it.values()).filter_map(FieldRule::target),
        );
        let filled: BTreeSet<_> = filled
            .into_iter()
            .filter_map(|it| field_named(self.target, it))
            .map(|it| &it.id)
            .collect();
        let mut seen = BTreeSet::new();
        let types = source.types.iter().filter(|one| is_used(one.used));
        let all: Vec<&WorkType> = types.flat_map(|one| self.becomes(&one.name)).collect();
        for work_type in all {
            for id in work_type.required.iter().filter(|id| !filled.contains(id)) {
                let field = self.target.field(id);
                if field.is_some_and(has_own_place) || !seen.insert((&work_type.id, id)) {
                    continue;
                }
                let shown = field.map_or_else(|| id.as_str(), name);
                let facts = [("type", work_type.name.as_str()), ("field", shown)];
                let at = place("defaults", &[id.as_str()]);
                self.warning(&at, "the target requires a value that nothing gives", &facts);
            }
        }
    }
}

/// Whether the mapping fills the field without a rule that names it.
fn has_own_place(field: &Field) -> bool {
    use FieldRole::{Components, Description, Labels, Parent, Sprint, Summary};
    matches!(field.role, Some(Summary | Description | Labels | Components | Sprint | Parent))
}

fn fits(rule: &FieldRule, from: &Field, to: &Field) -> bool {
    use FieldKind::{Date, Decimal, Duration, Instant, Integer};
    match rule {
        FieldRule::Day(_) => {
            matches!(from.kind, Date | Instant) && matches!(to.kind, Date | Instant)
        }
        FieldRule::Hours(_) => {
            let number = |kind| matches!(kind, Decimal | Integer | Duration);
            number(from.kind) && number(to.kind)
        }
        _ => {
            let days = (from.kind, to.kind);
            let moved = matches!(days, (Date, Instant) | (Instant, Date))
                && !matches!(rule, FieldRule::CopyIfEmpty(_));
            let scaled = from.kind != to.kind && (from.kind == Duration || to.kind == Duration);
            to.kind == FieldKind::Text
                || to.kind == FieldKind::RichText
                || to.kind == FieldKind::Labels
                || (compatible(from.kind, to.kind) && !moved && !scaled)
        }
    }
}

/// Whether a field takes the listed values only.
fn closed(field: &Field, allowed: &[String]) -> bool {
    matches!(field.kind, FieldKind::Choice | FieldKind::Cascade) && !allowed.is_empty()
}
