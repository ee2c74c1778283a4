use std::collections::BTreeMap;

use migrayt_core::catalog::{Field, FieldRole, WorkType};
use migrayt_core::id::FieldId;

use super::{ids, must_be_given};
use crate::jira::answers::RawMeta;
use crate::jira::field::{custom_role, describe};

/// The fields of all create screens and of the site, as they are found.
#[derive(Default)]
pub(super) struct Fields {
    by_id: BTreeMap<FieldId, Field>,
    /// In the order in which they were first seen.
    order: Vec<FieldId>,
    /// The best candidate for each role: on how good grounds, and which field.
    roles: BTreeMap<FieldRole, (u8, FieldId)>,
}

impl Fields {
    /// Notes what the create screen of a type has, in the type too.
    pub(super) fn see(&mut self, work_type: &mut WorkType, screen: &[RawMeta]) {
        for raw in screen {
            let ids = ids(raw);
            if must_be_given(raw) {
                work_type.required.extend(ids.iter().cloned());
            }
            work_type.fields.extend(ids);
            self.consider(raw);
            for field in describe(raw) {
                self.add(field);
            }
        }
    }

    /// Notes fields that are on no create screen: known, and not to be written.
    pub(super) fn see_site(&mut self, all: &[RawMeta]) {
        for raw in all.iter().filter(|raw| raw.custom) {
            for mut field in describe(raw) {
                if !self.by_id.contains_key(&field.id) {
                    field.writable = false;
                    self.add(field);
                }
            }
        }
    }

    pub(super) fn priorities(&self) -> Vec<String> {
        let priority = self.by_id.values().find(|it| it.role == Some(FieldRole::Priority));
        priority.map(|field| field.allowed.clone()).unwrap_or_default()
    }

    pub(super) fn into_fields(mut self) -> Vec<Field> {
        for (role, (_, id)) in self.roles {
            if let Some(field) = self.by_id.get_mut(&id) {
                field.role = Some(role);
            }
        }
        self.order.iter().filter_map(|id| self.by_id.remove(id)).collect()
    }

    /// Adds a field, or what this type allows to one that is there.
    fn add(&mut self, field: Field) {
        if let Some(known) = self.by_id.get_mut(&field.id) {
            for name in field.allowed {
                if !known.allowed.contains(&name) {
                    known.allowed.push(name);
                }
            }
        } else {
            self.order.push(field.id.clone());
            self.by_id.insert(field.id.clone(), field);
        }
    }

    fn consider(&mut self, raw: &RawMeta) {
        if let Some((role, grounds)) = custom_role(raw)
            && self.roles.get(&role).is_none_or(|(best, _)| *best < grounds)
        {
            self.roles.insert(role, (grounds, FieldId::new(raw.id())));
        }
    }
}
