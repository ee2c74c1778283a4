use migrayt_core::catalog::FieldRole;

use super::{Check, is_used, place};
use crate::compiled::type_named;
use crate::document::{ByParent, TypeRule};

impl Check<'_> {
    pub(super) fn types(&mut self) {
        let document = self.document;
        for (source, rule) in &document.types {
            let at = place("types", &[source]);
            if type_named(self.source, source).is_none() {
                self.note(&at, "the source has no such type; the rule holds nothing", &[]);
            }
            match rule {
                TypeRule::To(to) => self.target_type(&at, to),
                TypeRule::ByParent(ByParent { below, alone }) => {
                    self.target_type(&at, alone);
                    self.target_type(&at, below);
                }
                TypeRule::Label(prefix) if prefix.trim().is_empty() => {
                    self.error(&at, "the label needs words before the title", &[]);
                }
                TypeRule::Label(_) if !self.has_labels() => {
                    self.error(&at, "the target has no labels", &[]);
                }
                TypeRule::Label(_) => {
                    let said = "items of this type become labels of what is below them";
                    self.warning(&at, said, &[]);
                }
                TypeRule::Leave => {
                    self.warning(&at, "items of this type are not carried; each is refused", &[]);
                }
            }
        }
        let source = self.source;
        for work_type in source.types.iter().filter(|one| is_used(one.used)) {
            let has = |name: &String| {
                type_named(source, name).is_some_and(|found| found.id == work_type.id)
            };
            if !document.types.keys().any(has) {
                let at = place("types", &[&work_type.name]);
                self.warning(&at, "the type has no rule; its items are refused", &[]);
            }
        }
    }

    fn has_labels(&self) -> bool {
        self.target.field_with(FieldRole::Labels).is_some()
    }

    fn target_type(&mut self, at: &str, name: &str) {
        if type_named(self.target, name).is_none() {
            self.error(at, "the target has no such type", &[("type", name)]);
        }
    }
}
