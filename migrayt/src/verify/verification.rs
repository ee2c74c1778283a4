use std::collections::BTreeMap;

use migrayt_core::id::TargetKey;
use migrayt_core::run::Repeat;
use serde::{Deserialize, Serialize};

use super::difference::{Difference, DifferenceKind};

/// How many differences are listed; all are counted.
const LISTED: usize = 1000;

/// What verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Verification {
    /// Items of the plan that were looked at, refused ones included.
    pub items: u64,
    /// Items that stand as planned.
    pub matched: u64,
    /// Items that do not stand in the target, though the plan has them.
    pub missing: u64,
    /// Items of which something stands otherwise than planned.
    pub mismatches: u64,
    /// Items with a marker of this source that the journal does not name, and parts that stand
    /// again beside the one that it names.
    pub duplicates: u64,
    /// Items whose source had moved on when they were written. That they are there, once and with
    /// their marker, is looked at; what they hold cannot be compared with the plan.
    pub drifted: u64,
    /// Items that were refused by the plan.
    pub refused: u64,
    /// Items that were gone from the source when they were due.
    pub gone: u64,
    /// The bytes of the files that were carried, as the target gives their sizes.
    #[serde(default)]
    pub attachment_bytes: u64,
    /// Files whose bytes were to be compared and that the source no longer has.
    #[serde(default)]
    pub files_gone: u64,
    /// What was compared, counted, ascending.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// How often each kind of difference was found, ascending.
    #[serde(default)]
    pub kinds: Vec<(DifferenceKind, u64)>,
    /// The first thousand differences.
    pub differences: Vec<Difference>,
}

/// How much of something was planned, and how much of it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was compared.
    pub aspect: Aspect,
    /// Which of several: a type of the source, a status, a sprint, the target's field; empty where
    /// there is one only. A status or sprint that the target no longer lists has the name `-`.
    pub name: String,
    /// How many were planned of the items that stand and did not drift.
    pub planned: u64,
    /// Of types, fields and parts, how many stand as planned; of statuses and sprints, how many of
    /// those items are in them now.
    pub found: u64,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Aspect {
    /// Items, by their type in the source.
    Type,
    /// Statuses, by name.
    State,
    /// Sprints, by name.
    Sprint,
    /// Fields, by the target's id.
    Field,
    /// Parents.
    Parent,
    /// Comments.
    Comment,
    /// Items whose comments stand in their order, of those with more than one.
    CommentOrder,
    /// Files, by name and size.
    Attachment,
    /// Files, byte by byte.
    AttachmentBytes,
    /// Links between items.
    Link,
    /// Links to pages.
    RemoteLink,
    /// Work log entries.
    Worklog,
    /// Watchers.
    Watcher,
    /// Properties.
    Property,
    /// Places in the backlog.
    Rank,
}

impl Aspect {
    /// What is compared, in words for a report.
    pub fn words(self) -> &'static str {
        match self {
            Self::Type => "Items by type",
            Self::State => "Items by status",
            Self::Sprint => "Items by sprint",
            Self::Field => "Fields",
            Self::Parent => "Parents",
            Self::Comment => "Comments",
            Self::CommentOrder => "Orders of comments",
            Self::Attachment => "Files by name and size",
            Self::AttachmentBytes => "Files by their bytes",
            Self::Link => "Links",
            Self::RemoteLink => "Links to pages",
            Self::Worklog => "Work log entries",
            Self::Watcher => "Watchers",
            Self::Property => "Properties",
            Self::Rank => "Places in the backlog",
        }
    }

    /// Whether items are counted by where they are now, so that more may be found than planned.
    pub fn moves(self) -> bool {
        matches!(self, Self::State | Self::Sprint)
    }
}

impl Verification {
    /// Whether everything stands as planned, once.
    pub fn is_clean(&self) -> bool {
        self.missing == 0 && self.mismatches == 0 && self.duplicates == 0
    }
}

/// A verification under way.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) of: Verification,
    checks: BTreeMap<(Aspect, String), (u64, u64)>,
    kinds: BTreeMap<DifferenceKind, u64>,
}

impl Findings {
    /// Counts something that was planned, and whether it stands.
    pub(super) fn check(&mut self, aspect: Aspect, name: &str, stands: bool) {
        self.count(aspect, name, 1, u64::from(stands));
    }

    pub(super) fn count(&mut self, aspect: Aspect, name: &str, planned: u64, found: u64) {
        let sums = self.checks.entry((aspect, name.to_owned())).or_default();
        sums.0 += planned;
        sums.1 += found;
    }

    pub(super) fn list(&mut self, difference: Difference) {
        *self.kinds.entry(difference.kind).or_default() += 1;
        if self.of.differences.len() < LISTED {
            self.of.differences.push(difference);
        }
    }

    /// Counts something that stands a second time.
    pub(super) fn duplicate(&mut self, difference: Difference) {
        self.of.duplicates += 1;
        self.list(difference);
    }

    pub(super) fn repeat(&mut self, repeat: Repeat, target: TargetKey) {
        let kind = DifferenceKind::again(repeat.kind);
        let mut difference = Difference::of(repeat.item, Some(target), kind);
        difference.place = repeat.part.map(|part| part.to_string());
        self.duplicate(difference);
    }

    pub(super) fn finish(self) -> Verification {
        let checks = self.checks.into_iter().map(|((aspect, name), (planned, found))| Check {
            aspect,
            name,
            planned,
            found,
        });
        Verification {
            checks: checks.collect(),
            kinds: self.kinds.into_iter().collect(),
            ..self.of
        }
    }
}
