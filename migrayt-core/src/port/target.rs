use std::collections::BTreeMap;
use std::fmt::Debug;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{ByteStream, Forecast, Right, Shown, TargetCapabilities};
use crate::catalog::{Catalog, NodeKind};
use crate::content::Content;
use crate::digest::{Digest, DigestKey, FieldDigest};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{
    AttemptId, EndpointId, FieldId, ItemId, LinkTypeId, PartId, StateId, TargetId, TargetRef,
    TypeId,
};
use crate::item::AttachmentRef;
use crate::marker::Origin;
use crate::operation::{Command, OperationKey};
use crate::payload::Payload;
use crate::plan::{Loss, PlanSummary, Refusal};

/// An endpoint that items are written to.
#[async_trait]
pub trait Target: Debug + Send + Sync + 'static {
    /// The endpoint.
    fn endpoint(&self) -> &EndpointId;

    /// What it can do.
    fn capabilities(&self) -> TargetCapabilities;

    /// What the account must be allowed to do, and whether it is; empty where nothing can be told.
    /// Nothing is changed to find out.
    async fn rights(&self) -> Result<Vec<Right>> {
        Ok(Vec::new())
    }

    /// The types, fields, statuses, nodes, people and link types, found by discovery. People's
    /// addresses leave only as digests under `key`.
    async fn catalog(&self, key: &DigestKey) -> Result<Catalog>;

    /// Makes what items refer to, unless something of that name exists already: one result each,
    /// in order. Asking twice makes nothing twice.
    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>>;

    /// Brings what was prepared into the state that its days say, once everything is in it: one
    /// result each, in order. What is not as it was prepared is left alone, so that asking twice
    /// does the same as asking once.
    async fn finish(&self, preparations: &[Preparation], today: Date) -> Vec<Result<Finished>> {
        let _nothing_has_days = today;
        preparations.iter().map(|_| Ok(Finished::Left)).collect()
    }

    /// Renders commands against a catalog: one draft each, in order. Pure: final payloads,
    /// measured lengths, refusals, losses and canonical digests; ids that the target assigns
    /// stand as placeholders.
    fn draft(&self, catalog: &Catalog, commands: &[Command], key: &DigestKey) -> Vec<Drafted>;

    /// What carrying out a plan takes, as far as the target can tell. Pure.
    fn forecast(&self, _plan: &PlanSummary) -> Option<Forecast> {
        None
    }

    /// A lower bound of the newest item's place in the target's order, to look for doubts after.
    /// Stale is allowed, too high is not.
    async fn high_water(&self) -> Result<HighWater>;

    /// Sends what was drafted: one result each, in order; all orders are of one kind, which is
    /// not `Attach`. No order among them is promised. What is returned was really written.
    ///
    /// # Errors
    /// `effect` is `None` only if the target certainly did nothing for that order.
    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>>;

    /// Streams a file to the item of an `Attach` order; the bytes come from the source, or are
    /// those that a draft has made.
    ///
    /// # Errors
    /// As for `apply`.
    async fn attach(
        &self,
        order: &Order<'_>,
        file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied>;

    /// Looks for the effects of orders whose outcome is unknown: one answer each, in order. See
    /// [`super::LocateTrust`] for how far an answer goes.
    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>>;

    /// Reads items as they stand, in canonical form, with comments, files and links; items that do
    /// not exist are left out. Order is not promised.
    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>>;

    /// Every item after a place in the target's order that carries a marker, with its origin.
    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>>;

    /// The digests of those properties of those names that items have, as the drafts of
    /// `Property` operations have them. Items that do not exist are left out; no order is
    /// promised.
    ///
    /// # Errors
    /// `Unsupported` from a target that takes no properties.
    async fn properties(
        &self,
        _items: &[TargetId],
        _names: &[String],
        _key: &DigestKey,
    ) -> Result<Vec<(TargetId, Vec<FieldDigest>)>> {
        Err(unable())
    }

    /// Opens the bytes of a file that stands, to compare them with those of the source. The stream
    /// fails if it ends early.
    ///
    /// # Errors
    /// `Unsupported` from a target that gives no bytes back.
    async fn open(&self, _file: &PartId) -> Result<ByteStream> {
        Err(unable())
    }

    /// What an item holds at this moment, in words, for the person who asked; `None` if there is
    /// no such item. It is content: shown, and kept nowhere.
    ///
    /// # Errors
    /// `Unsupported` from a target that shows nothing.
    async fn show(&self, _item: &TargetId, _catalog: &Catalog) -> Result<Option<Shown>> {
        Err(unable())
    }
}

fn unable() -> Error {
    Error::new(ErrorKind::Unsupported, "this target cannot be read in that way")
}

/// A place in the target's order of items, in the target's own text (a key's number, say).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighWater(pub String);

impl HighWater {
    /// The place before every item, which every target understands: an empty text.
    pub fn start() -> Self {
        Self(String::new())
    }
}

/// Something that items refer to and that must exist before them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Preparation {
    /// What it is.
    pub kind: NodeKind,
    /// Its name, as the mapping holds it.
    pub name: String,
    /// The first day, for what has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// The last day, for what has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<Date>,
}

impl Preparation {
    /// Something without days.
    pub fn new(kind: NodeKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), start: None, finish: None }
    }
}

/// What became of something that was prepared, once everything is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finished {
    /// It stays as it is: its days have not come, it has none, or it is not ours.
    Left,
    /// It runs.
    Started,
    /// It is over.
    Closed,
}

/// What a preparation came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The id in the target.
    pub id: PartId,
    /// Whether it was there before.
    pub existed: bool,
}

/// A command rendered for the target.
#[derive(Debug)]
#[non_exhaustive]
pub struct Drafted {
    /// The operation.
    pub key: OperationKey,
    /// What will be sent.
    pub payload: Payload,
    /// The digests of what will be written, by field, in canonical form.
    pub digests: Vec<FieldDigest>,
    /// The lengths that the target limits.
    pub lengths: Vec<Measure>,
    /// What cannot be carried, the command's own losses included.
    pub losses: Vec<Loss>,
    /// Why the target would reject it.
    pub refusals: Vec<Refusal>,
    /// The items whose target ids the payload has placeholders for. Those in `optional` may be
    /// missing when it is sent.
    pub needs: Vec<ItemId>,
    /// The items without which the payload can be sent too, though with less (a parent).
    pub optional: Vec<ItemId>,
    /// The files of the own item that the payload shows, by their ids in the source. It can be sent
    /// without those that were not made, though with less.
    pub shows: Vec<PartId>,
    /// Files to be attached besides, each by an operation of its own.
    pub made: Vec<MadeFile>,
}

impl Drafted {
    /// A draft without digests, losses or needs.
    pub fn new(key: OperationKey, payload: Payload) -> Self {
        Self {
            key,
            payload,
            digests: Vec::new(),
            lengths: Vec::new(),
            losses: Vec::new(),
            refusals: Vec::new(),
            needs: Vec::new(),
            optional: Vec::new(),
            shows: Vec::new(),
            made: Vec::new(),
        }
    }
}

/// A measured length of a text and its limit, in the target's unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The field.
    pub field: FieldId,
    /// The length.
    pub length: u64,
    /// The limit.
    pub limit: u64,
}

/// What the placeholders of an order stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    /// Where items of the source went.
    pub items: BTreeMap<ItemId, TargetRef>,
    /// The target's ids of the files of the order's own item, by their ids in the source.
    pub files: BTreeMap<PartId, PartId>,
}

impl Bindings {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where an item went.
    pub fn item(&self, item: &ItemId) -> Option<&TargetRef> {
        self.items.get(item)
    }

    /// The target's id of a file.
    pub fn file(&self, file: &PartId) -> Option<&PartId> {
        self.files.get(file)
    }
}

impl FromIterator<(ItemId, TargetRef)> for Bindings {
    fn from_iter<T: IntoIterator<Item = (ItemId, TargetRef)>>(items: T) -> Self {
        Self { items: items.into_iter().collect(), files: BTreeMap::new() }
    }
}

/// A file that is made of a text for which the target has no room.
#[derive(Clone, Debug)]
pub struct MadeFile {
    /// The file; its id names the text that it is made of, and is the same whenever it is made.
    pub file: AttachmentRef,
    /// Its bytes.
    pub bytes: Content<Vec<u8>>,
}

/// A draft to be sent now.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The draft.
    pub drafted: &'a Drafted,
    /// The attempt, which goes into the marker.
    pub attempt: &'a AttemptId,
    /// The target ids for the placeholders: of every item in `needs`, and of those in `optional`
    /// and `shows` that exist.
    pub known: &'a Bindings,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Applied {
    /// The item, for a creation.
    pub target: Option<TargetRef>,
    /// The part: a comment, an attachment.
    pub part: Option<PartId>,
    /// What was lost on the way that the draft did not know (a parent that was not made).
    pub losses: Vec<Loss>,
}

impl Applied {
    /// An item was made.
    pub fn item(target: TargetRef) -> Self {
        Self { target: Some(target), ..Self::default() }
    }

    /// A part was made.
    pub fn part(part: PartId) -> Self {
        Self { part: Some(part), ..Self::default() }
    }
}

/// An order whose outcome is unknown.
#[derive(Clone, Copy, Debug)]
pub struct Doubtful<'a> {
    /// The order as it would be sent again.
    pub order: Order<'a>,
    /// The place after which a creation would be found.
    pub high_water: Option<&'a HighWater>,
    /// When it was sent.
    pub sent_at: time::OffsetDateTime,
    /// The parts of the item that other operations of the kind are known to have made, so that
    /// where parts have no marker one of them is not taken for this order's.
    pub taken: &'a [PartId],
}

/// Where an order whose outcome was unknown stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// It happened.
    Found(Applied),
    /// It did not happen.
    Absent,
    /// It cannot be known yet, or not by this target.
    NotYetKnowable,
}

/// An item as it stands in the target.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Standing {
    /// The item.
    pub target: TargetRef,
    /// Where it comes from, if it carries a marker.
    pub origin: Option<Origin>,
    /// Its type.
    pub type_id: TypeId,
    /// Its status.
    pub state: StateId,
    /// Its parent.
    pub parent: Option<TargetId>,
    /// The digests of its fields in canonical form, that of its type among them, and one of each
    /// watcher and of each link to another thing.
    pub digests: Vec<FieldDigest>,
    /// Its comments with the digests of their bodies.
    pub comments: Vec<PartStanding>,
    /// Its files with the digests of their names and sizes.
    pub attachments: Vec<PartStanding>,
    /// The sizes of its files in bytes, in the order of `attachments`.
    pub sizes: Vec<u64>,
    /// Its links to other items.
    pub links: Vec<StandingLink>,
    /// The global ids of its links to other things.
    pub remote_links: Vec<String>,
    /// Its work log entries with the digests of what they hold.
    pub worklogs: Vec<PartStanding>,
    /// Its place among the target's items, as a text that sorts as the items do; none where the
    /// target has no such order.
    pub rank: Option<String>,
}

impl Standing {
    /// An item of which nothing but its place, type and status was read.
    pub fn new(target: TargetRef, type_id: TypeId, state: StateId) -> Self {
        Self {
            target,
            origin: None,
            type_id,
            state,
            parent: None,
            digests: Vec::new(),
            comments: Vec::new(),
            attachments: Vec::new(),
            sizes: Vec::new(),
            links: Vec::new(),
            remote_links: Vec::new(),
            worklogs: Vec::new(),
            rank: None,
        }
    }
}

/// A comment, file or work log entry as it stands in the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartStanding {
    /// Its id.
    pub id: PartId,
    /// The digest of what it holds, as the draft of its operation has it.
    pub digest: Digest,
}

/// A link as it stands in the target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandingLink {
    /// The link type.
    pub link_type: LinkTypeId,
    /// The other item.
    pub other: TargetId,
    /// Whether it reads outward from this item.
    pub outward: bool,
}
