use migrayt_core::digest::Digest;
use migrayt_core::id::{ItemId, TargetKey};
use migrayt_core::operation::OperationKind;
use serde::{Deserialize, Serialize};

/// One difference between plan and target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
    /// The digest of what was planned, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Digest>,
    /// The digest of what stands there, where something does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Digest>,
}

impl Difference {
    /// A difference that concerns the item as a whole.
    pub(super) fn of(item: ItemId, target: Option<TargetKey>, kind: DifferenceKind) -> Self {
        Self { item, target, kind, place: None, planned: None, found: None }
    }
}

macro_rules! difference_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident, $words:literal, $meaning:literal, $help:literal;)+) => {
        /// What differs, as a closed list. The names rest in reports and are never reused.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum DifferenceKind {
            $($(#[doc = $doc])+ $name,)+
        }

        impl DifferenceKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What differs, in words for a report.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }

            /// How it comes about.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning),+ }
            }

            /// What a person can do about it.
            pub fn help(self) -> &'static str {
                match self { $(Self::$name => $help),+ }
            }
        }
    };
}

difference_kinds! {
    /// The item is not there.
    ItemMissing, "the item is missing",
        "it was not made, or deleted from the target since",
        "look at the reason in the table of failed items; if it was deleted, restore it";
    /// The item is there more than once.
    ItemDuplicate, "the item is there more than once",
        "it was copied in the target, or a stopped worker made it a second time",
        "delete the second one once you have looked that nobody has worked on it";
    /// The item is in another project of the target.
    ItemMoved, "the item was moved",
        "somebody gave it another key, which moving it to another project does",
        "nothing, if it was meant; else move it back";
    /// The item carries no marker.
    MarkerMissing, "the marker is missing",
        "the property that says where the item comes from was deleted, or may not be read",
        "let the account see the property; without it a later run cannot recognise the item";
    /// The item carries the marker of another item.
    MarkerDiffers, "the marker names another item",
        "a program copied or changed the property that says where the item comes from",
        "find out which program it was; compare the item with its source by hand";
    /// A field holds something else.
    FieldDiffers, "a field differs",
        "somebody or a rule of the target changed it after it was written",
        "nothing, if it was meant; else write the planned value again";
    /// A field that the plan fills is empty.
    FieldMissing, "a field is empty",
        "somebody or a rule of the target emptied it after it was written",
        "nothing, if it was meant; else write the planned value again";
    /// Labels, components or versions stand where the plan has none.
    FieldUnplanned, "a field was filled",
        "somebody or a rule of the target added something that the plan does not have",
        "nothing, if it was meant; else take it away";
    /// The item is in another status.
    StateDiffers, "the status differs",
        "somebody moved the item on, or a rule of the workflow did",
        "nothing, if work has begun; else move it back";
    /// The item has another parent or none.
    ParentDiffers, "the parent differs",
        "somebody moved the item in the hierarchy, or its parent is missing",
        "see whether the parent is missing too; else set it again";
    /// A comment is not there.
    CommentMissing, "a comment is missing",
        "it was not added, or deleted since",
        "look at the reason in the table of failed items; a resumed run adds what is due";
    /// A comment says something else.
    CommentDiffers, "a comment differs",
        "somebody edited it",
        "nothing, if it was meant; its history in the target shows the words before";
    /// Comments stand in another order.
    CommentOrder, "comments stand in another order",
        "one of them was added later than those that followed it",
        "each says when it was written; delete and add again what must stand first";
    /// A file is not there.
    AttachmentMissing, "a file is missing",
        "it was not added, or deleted since",
        "look at the reason in the table of failed items; a resumed run adds what is due";
    /// A file has another name or size.
    AttachmentDiffers, "a file has another name or size",
        "it was cut off, replaced or renamed in the target",
        "add the file from the source again";
    /// A file has other bytes.
    AttachmentBytesDiffer, "a file has other bytes",
        "it was damaged, or changed by the target or a program on the way",
        "add the file from the source again";
    /// A link to another item is not there.
    LinkMissing, "a link is missing",
        "it was not made, removed, turned round or given another type",
        "set it again; a resumed run makes what is due";
    /// A link to an address is not there.
    RemoteLinkMissing, "a link to a page is missing",
        "it was not made, or removed since",
        "set it again; a resumed run makes what is due";
    /// A link to an address leads elsewhere or is called otherwise.
    RemoteLinkDiffers, "a link to a page differs",
        "somebody changed its address or its words",
        "nothing, if it was meant; else write the planned one again";
    /// A link to an address is there though its operation was given up.
    RemoteLinkDuplicate, "a link to a page is there that was given up",
        "it was made by a request that was thought to have failed",
        "delete it, or say with `migrayt doubts` that it was made";
    /// A property is not there.
    PropertyMissing, "a property is missing",
        "a program deleted it, or it may not be read",
        "find out which program it was; a property is seen by programs only";
    /// A property holds something else.
    PropertyDiffers, "a property differs",
        "a program changed it",
        "find out which program it was; a property is seen by programs only";
    /// Somebody does not watch the item.
    WatcherMissing, "a watcher is missing",
        "they stopped watching, or may not see the item",
        "nothing, if they stopped it themselves";
    /// The item does not stand after the one that it was placed behind.
    RankDiffers, "the place in the backlog differs",
        "somebody moved it or the other item",
        "nothing, if it was meant; else move it back";
    /// An operation was never done.
    OperationMissing, "an operation was not done",
        "the run did not come to it, the target refused it, or nobody knows",
        "go on with `migrayt resume`; `migrayt doubts` lists what a person must decide";
    /// A work log entry is not there.
    WorklogMissing, "a work log entry is missing",
        "it was not added, or deleted since",
        "add it again; a resumed run adds what is due";
    /// A work log entry holds something else.
    WorklogDiffers, "a work log entry differs",
        "somebody edited it",
        "nothing, if it was meant; else correct it";
    /// A comment is there more than once.
    CommentDuplicate, "a comment is there more than once",
        "it was copied, or a stopped worker added it a second time",
        "delete the second one";
    /// A file is there more than once.
    AttachmentDuplicate, "a file is there more than once",
        "it was copied, or a stopped worker added it a second time",
        "delete the second one";
    /// A work log entry is there more than once.
    WorklogDuplicate, "a work log entry is there more than once",
        "it was copied, or a stopped worker added it a second time",
        "delete the second one, since its time counts twice";
    /// A link to another item is there more than once.
    LinkDuplicate, "a link is there more than once",
        "a stopped worker made it a second time",
        "delete the second one";
}

impl DifferenceKind {
    /// What it is if something of an operation is not there.
    pub(super) fn missing(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Comment => Self::CommentMissing,
            OperationKind::Attach => Self::AttachmentMissing,
            OperationKind::Worklog => Self::WorklogMissing,
            OperationKind::Link => Self::LinkMissing,
            OperationKind::RemoteLink => Self::RemoteLinkMissing,
            OperationKind::Property => Self::PropertyMissing,
            OperationKind::Watch => Self::WatcherMissing,
            _ => Self::FieldMissing,
        }
    }

    /// What it is if something else stands there than an operation wrote.
    pub(super) fn differs(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Comment => Self::CommentDiffers,
            OperationKind::Attach => Self::AttachmentDiffers,
            OperationKind::Worklog => Self::WorklogDiffers,
            OperationKind::RemoteLink => Self::RemoteLinkDiffers,
            OperationKind::Property => Self::PropertyDiffers,
            OperationKind::Watch => Self::WatcherMissing,
            OperationKind::Transition => Self::StateDiffers,
            _ => Self::FieldDiffers,
        }
    }

    /// What it is if something of an operation is there a second time.
    pub(super) fn again(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Attach => Self::AttachmentDuplicate,
            OperationKind::Worklog => Self::WorklogDuplicate,
            OperationKind::Link => Self::LinkDuplicate,
            OperationKind::RemoteLink => Self::RemoteLinkDuplicate,
            _ => Self::CommentDuplicate,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::DifferenceKind;

    #[test]
    fn the_documentation_says_what_each_difference_means() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/verify.md");
        let page = std::fs::read_to_string(page).unwrap();
        let mut words = BTreeSet::new();
        for kind in DifferenceKind::ALL {
            let row = format!("| {} | {} | {} |\n", kind.words(), kind.meaning(), kind.help());
            assert!(page.contains(&row), "no row {row}");
            assert!(words.insert(kind.words()), "{kind:?} has the words of another kind");
        }
    }
}
