use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use migrayt_core::id::{FieldId, TargetId, TargetKey, TargetRef};
use migrayt_core::value::Value;
use time::OffsetDateTime;

use crate::conformance::trouble::{Trouble, Troubles};

type Now = Box<dyn Fn() -> OffsetDateTime + Send + Sync>;

/// What is known of a target besides what it tells. The default fits a target that needs nothing.
#[non_exhaustive]
pub struct Known {
    pub(super) organization: String,
    pub(super) project: String,
    pub(super) values: BTreeMap<FieldId, Value>,
    pub(super) without: BTreeSet<FieldId>,
    pub(super) nowhere: TargetRef,
    now: Option<Now>,
    pub(super) troubles: Troubles,
}

impl Known {
    /// The origin that the suite's items claim; the target must have none of it before.
    #[must_use]
    pub fn origin(mut self, organization: &str, project: &str) -> Self {
        organization.clone_into(&mut self.organization);
        project.clone_into(&mut self.project);
        self
    }

    /// The value to write to a field, where one that follows from the field's kind does not do.
    #[must_use]
    pub fn value(mut self, field: &str, value: Value) -> Self {
        self.values.insert(FieldId::new(field), value);
        self
    }

    /// Leaves a field alone.
    #[must_use]
    pub fn without(mut self, field: &str) -> Self {
        self.without.insert(FieldId::new(field));
        self
    }

    /// An id and a key in the target's shape under which nothing stands. `999999999` and
    /// `NONE-999999999` without this.
    #[must_use]
    pub fn nowhere(mut self, id: &str, key: &str) -> Self {
        self.nowhere = TargetRef { id: TargetId::new(id), key: TargetKey::new(key) };
        self
    }

    /// The target's clock, for when orders are said to be sent. Without it they were sent long
    /// ago.
    #[must_use]
    pub fn now(mut self, now: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        self.now = Some(Box::new(now));
        self
    }

    /// Brings a trouble about for the target that was made last, or ends all of them; tells
    /// whether it can.
    #[must_use]
    pub fn troubling(
        mut self,
        bring: impl Fn(Option<Trouble>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.troubles = Troubles::of(bring);
        self
    }

    pub(super) fn moment(&self) -> OffsetDateTime {
        self.now.as_ref().map_or(OffsetDateTime::UNIX_EPOCH, |now| now())
    }
}

impl Default for Known {
    fn default() -> Self {
        Self {
            organization: "conformance".to_owned(),
            project: "Suite".to_owned(),
            values: BTreeMap::new(),
            without: BTreeSet::new(),
            nowhere: TargetRef {
                id: TargetId::new("999999999"),
                key: TargetKey::new("NONE-999999999"),
            },
            now: None,
            troubles: Troubles::none(),
        }
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}
