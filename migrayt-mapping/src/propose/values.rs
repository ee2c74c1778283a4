use migrayt_core::Result;
use migrayt_core::catalog::{Catalog, Field, FieldKind, FieldRole};

use super::Proposer;
use crate::document::{Entry, FieldRule};
use crate::suggest::{About, Subject};

impl Proposer<'_> {
    pub(super) async fn values(&mut self) -> Result<()> {
        let (source, target) = (self.source, self.target);
        for from in &source.fields {
            let rule = self.document.fields.get(from.id.as_str());
            let Some(FieldRule::Copy(to) | FieldRule::CopyIfEmpty(to)) = rule else { continue };
            let Some(to) = target.fields.iter().find(|field| field.id.as_str() == to) else {
                continue;
            };
            let (values, allowed) = (names(source, from), names(target, to));
            for value in &values {
                if allowed.iter().any(|one| one.eq_ignore_ascii_case(value)) {
                    continue;
                }
                let about = About::Value { from: from.name.clone(), to: to.name.clone() };
                let subject = Subject { allowed: values.clone(), ..Subject::named(value) };
                let candidates = allowed.iter().map(Subject::named).collect();
                for answer in self.ask(about, subject, candidates).await? {
                    let entry = Entry::Value {
                        of: from.id.to_string(),
                        source: value.clone(),
                        rule: answer.candidate.clone(),
                    };
                    self.suggested(&answer, entry);
                }
            }
        }
        Ok(())
    }

    /// Items without a priority get the middle one.
    pub(super) fn defaults(&mut self) {
        let target = self.target.field_with(FieldRole::Priority);
        let Some(field) = target.filter(|field| field.writable) else { return };
        let medium =
            names(self.target, field).into_iter().find(|it| it.eq_ignore_ascii_case("medium"));
        if let Some(medium) = medium {
            self.document.defaults.insert(field.id.to_string(), medium);
        }
    }
}

/// The names of a field's allowed values; for a priority, those of the catalog, or the numbers 1
/// to 4 that Azure DevOps allows.
pub(crate) fn names(catalog: &Catalog, field: &Field) -> Vec<String> {
    if field.kind == FieldKind::Bool {
        return ["true", "false"].map(String::from).to_vec();
    }
    if !field.allowed.is_empty() || field.role != Some(FieldRole::Priority) {
        field.allowed.clone()
    } else if catalog.priorities.is_empty() {
        ["1", "2", "3", "4"].map(String::from).to_vec()
    } else {
        catalog.priorities.clone()
    }
}
