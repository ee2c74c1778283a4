use time::OffsetDateTime;

use super::{OperationKey, OperationKind};
use crate::content::Content;
use crate::id::{FieldId, ItemId, LinkTypeId, NodeId, PartId, PersonId, StateId, TypeId};
use crate::item::AttachmentRef;
use crate::marker::Origin;
use crate::payload::Payload;
use crate::plan::Loss;
use crate::richtext::Document;
use crate::value::Value;

/// One operation of an item's lane as the mapping wants it, before the target renders it.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its name.
    pub key: OperationKey,
    /// What to do.
    pub action: Action,
    /// What the mapping could not carry.
    pub losses: Vec<Loss>,
}

impl Command {
    /// A command that carries everything.
    pub fn new(key: OperationKey, action: Action) -> Self {
        Self { key, action, losses: Vec::new() }
    }

    /// A command that carries everything, on an item, under the name that follows from what it
    /// does.
    pub fn on(item: ItemId, action: Action) -> Self {
        let key = OperationKey { item, kind: action.kind(), part: action.part() };
        Self::new(key, action)
    }
}

/// What a command does. Types, fields, states and link types are the target's.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Action {
    /// Makes the item.
    Create(Box<NewItem>),
    /// Adds a comment. The body already begins with its attribution.
    Comment {
        /// The comment's id in the source.
        source: PartId,
        /// What it says.
        body: Content<Document>,
        /// When it was written.
        created: Option<OffsetDateTime>,
    },
    /// Adds a file, streamed from the source.
    Attach(AttachmentRef),
    /// Moves the item to a status.
    Transition {
        /// The status.
        to: StateId,
    },
    /// Links the key's item (reading outward) to another item.
    Link {
        /// The link type.
        link_type: LinkTypeId,
        /// The other item, in the source.
        other: ItemId,
    },
    /// Links the item to an address.
    RemoteLink {
        /// Names the link for ever, so that writing it twice changes nothing.
        global_id: String,
        /// The address.
        url: Content<String>,
        /// The words to show.
        title: Content<String>,
    },
    /// Changes fields. What has been written by others to other fields stays.
    Update {
        /// The fields, each at most once; one without a value is emptied.
        fields: Vec<(FieldId, Value)>,
    },
    /// Writes one formatted text again, now that what it refers to stands in the target.
    RewriteBody {
        /// The field that holds it.
        field: FieldId,
        /// What it says.
        body: Content<Document>,
        /// What was written there at first. After a lost answer it tells a text that is still to be
        /// written from one that people have changed since.
        before: Option<Content<Document>>,
    },
    /// Adds a work log entry. The remaining estimate stays as it is.
    Worklog {
        /// The entry's id in the source.
        source: PartId,
        /// When the work began.
        started: OffsetDateTime,
        /// How long it took.
        seconds: u64,
        /// What was done, its attribution included.
        body: Option<Content<Document>>,
    },
    /// Lets a person watch the item.
    Watch {
        /// The target's person.
        person: PersonId,
    },
    /// Puts the item into a sprint that is not closed.
    Sprint {
        /// The sprint, by its node's id or its name.
        sprint: NodeId,
    },
    /// Places the item after another one in the backlog. It holds as long as the item stands
    /// somewhere after the other; of several that build on each other, the one whose other item is
    /// placed first must be sent first.
    Rank {
        /// The other item, in the source.
        after: ItemId,
    },
    /// Sets a property, which only programs see.
    Property {
        /// Its name in the target.
        name: String,
        /// Its value, as JSON.
        value: Payload,
    },
}

impl Action {
    /// The kind of its operation.
    pub fn kind(&self) -> OperationKind {
        match self {
            Self::Create(_) => OperationKind::Create,
            Self::Comment { .. } => OperationKind::Comment,
            Self::Attach(_) => OperationKind::Attach,
            Self::Transition { .. } => OperationKind::Transition,
            Self::Link { .. } => OperationKind::Link,
            Self::RemoteLink { .. } => OperationKind::RemoteLink,
            Self::Update { .. } => OperationKind::Update,
            Self::RewriteBody { .. } => OperationKind::RewriteBody,
            Self::Worklog { .. } => OperationKind::Worklog,
            Self::Watch { .. } => OperationKind::Watch,
            Self::Sprint { .. } => OperationKind::Sprint,
            Self::Rank { .. } => OperationKind::Rank,
            Self::Property { .. } => OperationKind::Property,
        }
    }

    /// The part of the item that it is about, as operation keys name it; the same whenever it is
    /// mapped.
    fn part(&self) -> String {
        match self {
            Self::Comment { source, .. } | Self::Worklog { source, .. } => source.to_string(),
            Self::Attach(file) => file.id.to_string(),
            Self::Link { link_type, other } => format!("{link_type}:{other}"),
            Self::RemoteLink { global_id, .. } => global_id.clone(),
            Self::RewriteBody { field, .. } => field.to_string(),
            Self::Watch { person } => person.to_string(),
            Self::Property { name, .. } => name.clone(),
            Self::Create(_)
            | Self::Transition { .. }
            | Self::Update { .. }
            | Self::Sprint { .. }
            | Self::Rank { .. } => String::new(),
        }
    }
}

/// An item to be made.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Its type.
    pub type_id: TypeId,
    /// Its fields in the order of the target's catalog; each field at most once.
    pub fields: Vec<(FieldId, Value)>,
    /// Its parent, in the source, where the target can hold the relation as a parent.
    pub parent: Option<ItemId>,
    /// Where it comes from.
    pub origin: Origin,
    /// Who made the item and when, as the source has it: an object of texts, which a target that
    /// lets nobody state either keeps beside the marker, for programs. `None` where nothing is known
    /// or to be kept.
    pub history: Option<Payload>,
    /// Fields whose texts are written again once what they show and refer to stands in the target;
    /// what is lost of them is counted then.
    pub provisional: Vec<FieldId>,
}

#[cfg(test)]
mod tests {
    use super::{Action, Command};
    use crate::id::{FieldId, ItemId, NodeId, PartId, PersonId};
    use crate::operation::OperationKind;
    use crate::payload::Payload;
    use crate::richtext::Document;

    #[test]
    fn names_follow_from_what_is_done() {
        let body = || crate::Content::new(Document::default());
        let name = |action| Command::on(ItemId::new("17"), action).key.to_string();
        for (action, expected) in [
            (Action::Update { fields: Vec::new() }, "17/update"),
            (
                Action::RewriteBody {
                    field: FieldId::new("description"),
                    body: body(),
                    before: None,
                },
                "17/rewrite_body/description",
            ),
            (
                Action::Worklog {
                    source: PartId::new("w1"),
                    started: time::OffsetDateTime::UNIX_EPOCH,
                    seconds: 60,
                    body: None,
                },
                "17/worklog/w1",
            ),
            (
                Action::Comment { source: PartId::new("c1"), body: body(), created: None },
                "17/comment/c1",
            ),
            (Action::Watch { person: PersonId::new("5b") }, "17/watch/5b"),
            (Action::Sprint { sprint: NodeId::new("7") }, "17/sprint"),
            (Action::Rank { after: ItemId::new("16") }, "17/rank"),
            (
                Action::Property { name: "origin".into(), value: Payload::default() },
                "17/property/origin",
            ),
            (Action::Link { link_type: "Blocks".into(), other: "18".into() }, "17/link/Blocks:18"),
        ] {
            assert_eq!(name(action), expected);
        }
    }

    #[test]
    fn ranks_and_links_need_both_ends() {
        let both: Vec<_> =
            OperationKind::ALL.into_iter().filter(|kind| kind.needs_both_ends()).collect();
        assert_eq!(both, [OperationKind::Link, OperationKind::Rank]);
    }
}
