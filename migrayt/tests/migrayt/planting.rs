mod act;

use std::collections::{BTreeMap, BTreeSet};

use migrayt::verify::{DifferenceKind, Verification};
use migrayt_core::id::ItemId;
use migrayt_testkit::sim::jira::IssueView;
use serde_json::Value as Json;

use self::act::Act;
use crate::dice::Dice;
use crate::world::{World, item_of};

/// A corruption of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Harm {
    TitleChanged,
    TextChanged,
    TextEmptied,
    NumberChanged,
    PriorityCleared,
    AssigneeChanged,
    LabelAdded,
    LabelRemoved,
    ComponentAdded,
    ComponentRemoved,
    VersionAdded,
    SprintRemoved,
    SprintChanged,
    StatusMoved,
    TypeChanged,
    ParentChanged,
    ParentRemoved,
    CommentDropped,
    CommentChanged,
    CommentsSwapped,
    CommentRepeated,
    FileDropped,
    FileTruncated,
    FileFlipped,
    FileRenamed,
    LinkDropped,
    LinkReversed,
    LinkTypeChanged,
    PageDropped,
    PageChanged,
    WorklogDropped,
    WatcherDropped,
    PropertyDropped,
    PropertyChanged,
    MarkerDropped,
    MarkerChanged,
    RankMoved,
    IssueDeleted,
    IssueRepeated,
}

/// What was done: the difference that must be found, and the items that may show something too.
#[derive(Debug)]
pub(crate) struct Planted {
    pub(crate) item: ItemId,
    pub(crate) kind: DifferenceKind,
    /// The field, where it is about a field.
    pub(crate) field: Option<String>,
    pub(crate) touched: BTreeSet<ItemId>,
}

impl Harm {
    pub(crate) const ALL: [Self; 39] = [
        Self::TitleChanged,
        Self::TextChanged,
        Self::TextEmptied,
        Self::NumberChanged,
        Self::PriorityCleared,
        Self::AssigneeChanged,
        Self::LabelAdded,
        Self::LabelRemoved,
        Self::ComponentAdded,
        Self::ComponentRemoved,
        Self::VersionAdded,
        Self::SprintRemoved,
        Self::SprintChanged,
        Self::StatusMoved,
        Self::TypeChanged,
        Self::ParentChanged,
        Self::ParentRemoved,
        Self::CommentDropped,
        Self::CommentChanged,
        Self::CommentsSwapped,
        Self::CommentRepeated,
        Self::FileDropped,
        Self::FileTruncated,
        Self::FileFlipped,
        Self::FileRenamed,
        Self::LinkDropped,
        Self::LinkReversed,
        Self::LinkTypeChanged,
        Self::PageDropped,
        Self::PageChanged,
        Self::WorklogDropped,
        Self::WatcherDropped,
        Self::PropertyDropped,
        Self::PropertyChanged,
        Self::MarkerDropped,
        Self::MarkerChanged,
        Self::RankMoved,
        Self::IssueDeleted,
        Self::IssueRepeated,
    ];

    /// The difference as which it must be found.
    fn kind(self) -> DifferenceKind {
        match self {
            Self::TitleChanged
            | Self::TextChanged
            | Self::NumberChanged
            | Self::AssigneeChanged
            | Self::SprintChanged
            | Self::TypeChanged
            | Self::LabelAdded
            | Self::LabelRemoved => DifferenceKind::FieldDiffers,
            Self::ComponentAdded | Self::VersionAdded => DifferenceKind::FieldUnplanned,
            Self::TextEmptied
            | Self::PriorityCleared
            | Self::ComponentRemoved
            | Self::SprintRemoved => DifferenceKind::FieldMissing,
            Self::StatusMoved => DifferenceKind::StateDiffers,
            Self::ParentChanged | Self::ParentRemoved => DifferenceKind::ParentDiffers,
            Self::CommentDropped => DifferenceKind::CommentMissing,
            Self::CommentChanged => DifferenceKind::CommentDiffers,
            Self::CommentsSwapped => DifferenceKind::CommentOrder,
            Self::CommentRepeated => DifferenceKind::CommentDuplicate,
            Self::FileDropped => DifferenceKind::AttachmentMissing,
            Self::FileTruncated | Self::FileRenamed => DifferenceKind::AttachmentDiffers,
            Self::FileFlipped => DifferenceKind::AttachmentBytesDiffer,
            Self::LinkDropped | Self::LinkReversed | Self::LinkTypeChanged => {
                DifferenceKind::LinkMissing
            }
            Self::PageDropped => DifferenceKind::RemoteLinkMissing,
            Self::PageChanged => DifferenceKind::RemoteLinkDiffers,
            Self::WorklogDropped => DifferenceKind::WorklogMissing,
            Self::WatcherDropped => DifferenceKind::WatcherMissing,
            Self::PropertyDropped => DifferenceKind::PropertyMissing,
            Self::PropertyChanged => DifferenceKind::PropertyDiffers,
            Self::MarkerDropped => DifferenceKind::MarkerMissing,
            Self::MarkerChanged => DifferenceKind::MarkerDiffers,
            Self::RankMoved => DifferenceKind::RankDiffers,
            Self::IssueDeleted => DifferenceKind::ItemMissing,
            Self::IssueRepeated => DifferenceKind::ItemDuplicate,
        }
    }

    /// The field that is harmed, where it is a field.
    fn field(self, world: &World) -> Option<String> {
        let named = |name: &str| world.scan.target.field_named(name).unwrap().id.to_string();
        Some(match self {
            Self::TitleChanged => "summary".into(),
            Self::TextChanged | Self::TextEmptied => "description".into(),
            Self::NumberChanged => named("Story Points"),
            Self::PriorityCleared => "priority".into(),
            Self::AssigneeChanged => "assignee".into(),
            Self::LabelAdded | Self::LabelRemoved => "labels".into(),
            Self::ComponentAdded | Self::ComponentRemoved => "components".into(),
            Self::VersionAdded => "fixVersions".into(),
            Self::SprintRemoved | Self::SprintChanged => named("Sprint"),
            Self::StatusMoved => "status".into(),
            Self::TypeChanged => "issuetype".into(),
            _ => return None,
        })
    }

    /// Whether it can be done to an issue.
    fn fits(self, issue: &IssueView, world: &World) -> bool {
        let has = |field: &str| issue.fields.contains_key(field);
        let many =
            |field: &str| issue.fields.get(field).and_then(Json::as_array).map_or(0, Vec::len);
        match self {
            Self::NumberChanged
            | Self::SprintRemoved
            | Self::SprintChanged
            | Self::ComponentRemoved
            | Self::AssigneeChanged
            | Self::PriorityCleared
            | Self::TextEmptied => has(&self.field(world).unwrap()),
            Self::LabelAdded => has("labels"),
            Self::ComponentAdded => !has("components"),
            Self::LabelRemoved => many("labels") > 1,
            Self::TypeChanged => ["Story", "Task"].contains(&issue.issue_type.as_str()),
            Self::ParentChanged | Self::ParentRemoved => issue.parent.is_some(),
            Self::CommentDropped | Self::CommentChanged | Self::CommentRepeated => {
                !issue.comments.is_empty()
            }
            Self::CommentsSwapped => issue.comments.len() > 1,
            Self::FileDropped | Self::FileTruncated | Self::FileRenamed | Self::FileFlipped => {
                !self.files(issue, world).is_empty()
            }
            Self::LinkDropped | Self::LinkTypeChanged | Self::LinkReversed => {
                !issue.links.is_empty()
            }
            Self::PageDropped | Self::PageChanged => !issue.remote_links.is_empty(),
            Self::RankMoved => item_of(issue).is_some_and(|item| world.placed.contains(&item)),
            _ => true,
        }
    }

    /// Does it to an issue that the dice choose; none if there is no issue that it fits.
    /// `issues` is how they stand now.
    pub(crate) fn plant(
        self,
        world: &World,
        issues: &BTreeMap<ItemId, IssueView>,
        dice: &Dice,
    ) -> Option<Planted> {
        let fitting: Vec<&ItemId> = issues
            .iter()
            .filter(|(_, issue)| self.fits(issue, world))
            .map(|(item, _)| item)
            .collect();
        let item = (*dice.one_of(&fitting)?).clone();
        let others =
            Act { harm: self, world, issues, item: &item, issue: &issues[&item], dice }.perform();
        let touched = others.into_iter().chain([item.clone()]).collect();
        Some(Planted { kind: self.kind(), field: self.field(world), touched, item })
    }

    /// The files that it fits. A file whose size the source does not tell is compared by its bytes
    /// only.
    fn files(self, issue: &IssueView, world: &World) -> Vec<u64> {
        let by_size = matches!(self, Self::FileTruncated | Self::FileRenamed);
        let fits = |id: u64| !by_size || world.sized.contains(&id.to_string());
        let files = issue.attachments.iter().filter(|file| file.len > 1 && fits(file.id));
        files.map(|file| file.id).collect()
    }
}

impl Planted {
    /// Whether a verification tells of it. A missing link is told of at the end in whose lane it was
    /// planned.
    pub(crate) fn is_found(&self, found: &Verification) -> bool {
        let either_end = self.kind == DifferenceKind::LinkMissing;
        found.differences.iter().any(|difference| {
            let item = if either_end {
                self.touched.contains(&difference.item)
            } else {
                difference.item == self.item
            };
            item && difference.kind == self.kind
                && (self.field.is_none() || difference.place == self.field)
        })
    }
}
