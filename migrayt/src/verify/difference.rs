use migrayt_core::id::{ItemId, TargetKey};
use migrayt_core::operation::OperationKind;
use migrayt_core::run::Repeat;
use serde::{Deserialize, Serialize};

/// How many differences are listed; all are counted.
const LISTED: usize = 1000;

/// What verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Items of the plan, refused ones included.
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
    /// Items whose source had moved on when they were written; they are not compared.
    pub drifted: u64,
    /// Items that were refused by the plan.
    pub refused: u64,
    /// Items that were gone from the source when they were due.
    pub gone: u64,
    /// The first thousand differences.
    pub differences: Vec<Difference>,
}

/// One difference between plan and target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The item in the source.
    pub item: ItemId,
    /// The item in the target, if there is one.
    pub target: Option<TargetKey>,
    /// What differs.
    pub kind: DifferenceKind,
    /// The target's field, or the part's id in the source; of what is there more than once, the
    /// second one's id in the target.
    pub place: Option<String>,
}

/// What differs, as a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The item is not there.
    ItemMissing,
    /// The item is there more than once.
    ItemDuplicate,
    /// A field holds something else.
    FieldDiffers,
    /// The item has another parent or none.
    ParentDiffers,
    /// A comment is not there.
    CommentMissing,
    /// A comment says something else.
    CommentDiffers,
    /// A file is not there.
    AttachmentMissing,
    /// A file has another name or size.
    AttachmentDiffers,
    /// A link to another item is not there.
    LinkMissing,
    /// A link to an address is not there.
    RemoteLinkMissing,
    /// An operation was never done.
    OperationMissing,
    /// A work log entry is not there.
    WorklogMissing,
    /// A work log entry holds something else.
    WorklogDiffers,
    /// A comment is there more than once.
    CommentDuplicate,
    /// A file is there more than once.
    AttachmentDuplicate,
    /// A work log entry is there more than once.
    WorklogDuplicate,
    /// A link to another item is there more than once.
    LinkDuplicate,
}

impl DifferenceKind {
    /// What differs, in words for a report.
    pub fn words(self) -> &'static str {
        match self {
            Self::ItemMissing => "the item is missing",
            Self::ItemDuplicate => "the item is there more than once",
            Self::FieldDiffers => "a field differs",
            Self::ParentDiffers => "the parent differs",
            Self::CommentMissing => "a comment is missing",
            Self::CommentDiffers => "a comment differs",
            Self::AttachmentMissing => "a file is missing",
            Self::AttachmentDiffers => "a file differs",
            Self::LinkMissing => "a link is missing",
            Self::RemoteLinkMissing => "a link to a page is missing",
            Self::OperationMissing => "an operation was not done",
            Self::WorklogMissing => "a work log entry is missing",
            Self::WorklogDiffers => "a work log entry differs",
            Self::CommentDuplicate => "a comment is there more than once",
            Self::AttachmentDuplicate => "a file is there more than once",
            Self::WorklogDuplicate => "a work log entry is there more than once",
            Self::LinkDuplicate => "a link is there more than once",
        }
    }
}

impl Verification {
    /// Whether everything stands as planned, once.
    pub fn is_clean(&self) -> bool {
        self.missing == 0 && self.mismatches == 0 && self.duplicates == 0
    }

    pub(super) fn duplicate(&mut self, item: ItemId, target: TargetKey) {
        self.duplicates += 1;
        self.list(Difference {
            item,
            target: Some(target),
            kind: DifferenceKind::ItemDuplicate,
            place: None,
        });
    }

    pub(super) fn repeat(&mut self, repeat: Repeat, target: TargetKey) {
        let kind = match repeat.kind {
            OperationKind::Attach => DifferenceKind::AttachmentDuplicate,
            OperationKind::Worklog => DifferenceKind::WorklogDuplicate,
            OperationKind::Link => DifferenceKind::LinkDuplicate,
            _ => DifferenceKind::CommentDuplicate,
        };
        self.duplicates += 1;
        let place = repeat.part.map(|part| part.to_string());
        self.list(Difference { item: repeat.item, target: Some(target), kind, place });
    }

    pub(super) fn list(&mut self, difference: Difference) {
        if self.differences.len() < LISTED {
            self.differences.push(difference);
        }
    }
}
