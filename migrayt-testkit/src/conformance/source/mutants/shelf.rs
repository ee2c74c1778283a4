use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::catalog::{
    Catalog, Field, FieldKind, KnownPerson, LinkType, State, StateCategory, WorkType,
};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{
    EndpointId, FieldId, ItemId, LinkTypeId, PartId, PersonId, StateId, TypeId,
};
use migrayt_core::item::{AttachmentRef, Comment, Item, Relation};
use migrayt_core::person::Person;
use migrayt_core::port::{
    ByteStream, Cursor, Page, ReadPlan, ReadScope, ReadView, Source, SourceCapabilities,
};
use migrayt_core::richtext::{Block, Document};
use migrayt_core::value::Value;
use migrayt_core::{Content, Error, ErrorKind, Result};
use time::Duration;
use time::macros::datetime;

use super::flaw::Flaw;
use crate::conformance::source::Changed;
use crate::conformance::trouble::Trouble;

/// The items of a full shelf.
pub(super) const IDS: [u64; 7] = [1, 2, 3, 5, 8, 13, 21];

/// How many items a page has.
const PAGE: usize = 2;

/// A source in memory, honest but for one flaw.
pub(super) struct Shelf {
    ids: Vec<u64>,
    flaw: Option<Flaw>,
    endpoint: EndpointId,
    pub(super) requests: AtomicU64,
    pub(super) writes: AtomicU64,
    pub(super) broken: AtomicBool,
    pub(super) changed: AtomicBool,
    pub(super) trouble: Mutex<Option<Trouble>>,
}

impl Shelf {
    pub(super) fn new(flaw: Option<Flaw>) -> Self {
        Self {
            ids: IDS.to_vec(),
            flaw,
            endpoint: EndpointId::new("shelf:test/Shop"),
            requests: AtomicU64::new(0),
            writes: AtomicU64::new(0),
            broken: AtomicBool::new(false),
            changed: AtomicBool::new(false),
            trouble: Mutex::default(),
        }
    }

    pub(super) fn bare() -> Self {
        Self { ids: vec![1], ..Self::new(None) }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn ask(&self) -> Result<u64> {
        let before = self.requests.fetch_add(1, Ordering::Relaxed);
        if self.broken.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Unavailable, "the shelf is broken"));
        }
        match *self.trouble.lock().unwrap() {
            Some(_) if self.has(Flaw::CallsAllUnavailable) => {
                Err(Error::new(ErrorKind::Unavailable, "something is wrong"))
            }
            Some(trouble) => Err(Error::new(trouble.kinds()[0], "the shelf is in trouble")),
            None => Ok(before),
        }
    }

    /// Begins or ends a trouble.
    pub(super) fn bring(&self, trouble: Option<Trouble>) -> bool {
        if trouble.is_some() || !self.has(Flaw::StaysInTrouble) {
            *self.trouble.lock().unwrap() = trouble;
        }
        true
    }

    /// Makes number 34, changes number 2 and takes number 3 away.
    pub(super) fn change(&self) -> Changed {
        self.changed.store(true, Ordering::Relaxed);
        let id = |number: u64| ItemId::new(number.to_string());
        Changed { made: id(34), changed: id(2), gone: id(3) }
    }

    fn ids(&self) -> Vec<u64> {
        let mut ids = self.ids.clone();
        if self.changed.load(Ordering::Relaxed) {
            ids.retain(|id| *id != 3 || self.has(Flaw::KeepsWhatIsGone));
            ids.extend((!self.has(Flaw::HidesNewItems)).then_some(34));
        }
        ids
    }

    fn revision(&self, id: u64) -> u64 {
        let changed = self.changed.load(Ordering::Relaxed);
        let grown =
            id == 2 && !self.has(Flaw::KeepsRevisions) || self.has(Flaw::RaisesAllRevisions);
        id + 1 + u64::from(changed && grown)
    }

    fn item(&self, id: u64, view: ReadView, by_id: bool) -> Item {
        let name = if id.is_multiple_of(2) { "Task" } else { "Bug" };
        let item_id = ItemId::new(id.to_string());
        let state = StateId::new(if id > 8 { "Done" } else { "New" });
        let mut item = Item::new(item_id.clone(), self.revision(id), TypeId::new(name), state);
        item.parent = (id > 1).then(|| ItemId::new("1"));
        item.title = title(id);
        if self.has(Flaw::ManglesTitles) {
            item.title = Content::text(item.title.as_str().replace('\u{1f469}', "?"));
        }
        item.rank = i64::try_from(id).ok().map(|id| -id);
        if view == ReadView::Outline {
            if self.has(Flaw::OutlineHasNoTitle) {
                item.title = Content::default();
            }
            if self.has(Flaw::OutlineHasNoPlace) {
                item.rank = None;
            }
            if self.has(Flaw::OutlineHasNoParent) {
                item.parent = None;
            }
            if self.has(Flaw::OutlineHasAnotherRevision) {
                item.revision += 1;
            }
            return item;
        }
        item.created = Some(datetime!(2026-03-01 12:00 UTC));
        item.changed = item.created.map(|at| at + Duration::hours(1));
        if self.has(Flaw::ChangesBeforeItMakes) {
            std::mem::swap(&mut item.created, &mut item.changed);
        }
        let points = if by_id && self.has(Flaw::ItemScopeHasOtherFields) { 0 } else { 3 };
        item.fields.insert(FieldId::new("points"), Value::Integer(points));
        item.fields.insert(FieldId::new("who"), Value::Person(person()));
        item.comments = (1..=2).map(|number| comment(id, number)).collect();
        if self.has(Flaw::EditsBeforeItWrites) {
            item.comments[0].edited = item.comments[0].created.map(|at| at - Duration::hours(1));
        }
        if self.has(Flaw::RepeatsAComment) {
            item.comments.push(comment(id, 2));
        }
        if self.has(Flaw::NewestCommentFirst) {
            item.comments.reverse();
        }
        if by_id && self.has(Flaw::ItemScopeHasNoComments) {
            item.comments.clear();
        }
        item.attachments.push(attachment(id));
        if self.has(Flaw::HidesAFile) && id == 2 {
            item.attachments.clear();
        }
        let link =
            |other| Relation { link_type: LinkTypeId::new("relates"), other: ItemId::new(other) };
        item.relations.push(link("99"));
        if self.has(Flaw::RepeatsALink) {
            item.relations.push(link("99"));
        }
        if self.has(Flaw::LinksToItself) {
            item.relations.push(link(item_id.as_str()));
        }
        item
    }

    /// The ids of a plan and whether they were asked for one by one.
    fn chosen(&self, scope: ReadScope, view: ReadView, asked: u64) -> Result<(Vec<u64>, bool)> {
        let mut ids = self.ids();
        match scope {
            ReadScope::After(cursor) => {
                let last = match cursor.0.strip_prefix("s").and_then(|id| id.parse::<u64>().ok()) {
                    Some(last) => last,
                    None if self.has(Flaw::TakesAnyCursor) => 0,
                    None => return Err(Error::new(ErrorKind::InputInvalid, "no cursor of ours")),
                };
                let last = match self.flaw {
                    Some(Flaw::SkipsAfterCursor) => last + 1,
                    Some(Flaw::RepeatsAfterCursor) => last.saturating_sub(1),
                    Some(Flaw::LosesItsCursor) => 0,
                    Some(Flaw::StartsAnewAtTheEnd) if last == 21 => 0,
                    _ => last,
                };
                ids.retain(|id| *id > last);
            }
            ReadScope::Items(items) => {
                let numbers: Vec<Option<u64>> =
                    items.iter().map(|item| item.as_str().parse().ok()).collect();
                let known = |id: &Option<u64>| id.is_some_and(|id| self.ids().contains(&id));
                if self.has(Flaw::FailsOnUnknownItems) && !numbers.iter().all(known) {
                    return Err(Error::new(ErrorKind::NotFound, "no such item"));
                }
                let all = self.has(Flaw::IgnoresItemScope) && !items.is_empty()
                    || self.has(Flaw::ReadsAllForNone) && items.is_empty();
                ids.retain(|id| all || numbers.contains(&Some(*id)));
                return Ok((ids, true));
            }
            _ => {}
        }
        if self.has(Flaw::DropsAnItem)
            || view == ReadView::Outline && self.has(Flaw::OutlineIsShorter)
        {
            ids.retain(|id| *id != 21);
        }
        if self.has(Flaw::Descends) {
            ids.reverse();
        }
        if self.has(Flaw::ShufflesOnReread) && asked % 2 == 1 {
            ids.reverse();
        }
        let repeated = self.has(Flaw::RepeatsAnItem)
            || view == ReadView::Outline && self.has(Flaw::RepeatsAnOutline);
        if repeated && ids.contains(&3) {
            ids.push(3);
        }
        Ok((ids, false))
    }

    fn is_cut_off(&self) -> bool {
        *self.trouble.lock().unwrap() == Some(Trouble::Truncated)
    }

    fn page(&self, ids: &[u64], view: ReadView, by_id: bool) -> Page {
        let items: Vec<_> = ids.iter().map(|id| self.item(*id, view, by_id)).collect();
        let last = ids.iter().max().copied().unwrap_or_default();
        Page { items, cursor: Cursor(format!("s{last}")) }
    }
}

#[async_trait]
impl Source for Shelf {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn origin(&self) -> (&str, &str) {
        ("test", "Shop")
    }

    fn capabilities(&self) -> SourceCapabilities {
        let mut capabilities = SourceCapabilities::default();
        capabilities.comments = !self.has(Flaw::DeniesItsComments);
        capabilities
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        let asked = self.ask()?;
        if self.has(Flaw::Writes) {
            self.writes.fetch_add(1, Ordering::Relaxed);
        }
        let mut catalog = Catalog::new(self.endpoint.clone());
        let count =
            |bug: bool| self.ids.iter().filter(|id| *id % 2 == u64::from(bug)).count() as u64;
        for (name, bug) in [("Bug", true), ("Task", false)] {
            let mut work_type = WorkType::new(TypeId::new(name), name);
            let done = (!self.has(Flaw::ForgetsAState)).then_some("Done");
            work_type.states = std::iter::once("New").chain(done).map(state).collect();
            work_type.used = Some(count(bug) + u64::from(self.has(Flaw::CountsTypesWrong)));
            catalog.types.push(work_type);
        }
        let field = |id: &str, kind| Field::new(FieldId::new(id), id, kind);
        catalog.fields.push(field("points", FieldKind::Integer));
        catalog.fields.push(field("who", FieldKind::Person));
        catalog.link_types.push(LinkType {
            id: LinkTypeId::new("relates"),
            name: "relates".into(),
            outward: "relates to".into(),
            inward: "relates to".into(),
            used: None,
        });
        let person = person();
        let email = person.email.as_ref().map(Content::as_str);
        let fixed = DigestKey::new([0; 32]);
        let key = if self.has(Flaw::DigestsWithoutKey) { &fixed } else { key };
        catalog.people.push(KnownPerson::new(person.id.clone(), email, true, key));
        catalog.items = self.ids.len() as u64 + u64::from(self.has(Flaw::CountsWrong));
        catalog.comments = Some(2 * self.ids.len() as u64);
        match self.flaw {
            Some(Flaw::CataloguesTitles) => catalog.priorities.push(title(5).as_str().into()),
            Some(Flaw::CataloguesPeopleByName) => catalog.priorities.push("Jamal Hartnett".into()),
            Some(Flaw::CataloguesAddresses) => {
                catalog.people.iter_mut().for_each(|it| it.email_masked = email.map(str::to_owned));
            }
            Some(Flaw::ForgetsAType) => catalog.types.truncate(1),
            Some(Flaw::ForgetsAField) => catalog.fields.truncate(1),
            Some(Flaw::ForgetsAPerson) => catalog.people.clear(),
            Some(Flaw::ForgetsALinkType) => catalog.link_types.clear(),
            Some(Flaw::NamesTwice) => {
                catalog.fields.push(field("points", FieldKind::Text));
            }
            Some(Flaw::CatalogChanges) => catalog.attachments = Some(asked),
            _ => {}
        }
        Ok(catalog)
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        let ReadPlan { scope, view, .. } = plan;
        if self.has(Flaw::FetchesEarly) {
            self.requests.fetch_add(1, Ordering::Relaxed);
        }
        if self.has(Flaw::GoesOnAfterAnError) && self.broken.load(Ordering::Relaxed) {
            let error = || Error::new(ErrorKind::Unavailable, "the shelf is broken");
            return stream::iter([Err(error()), Err(error())]).boxed();
        }
        let begin = async move {
            let asked = self.ask()?;
            let (ids, by_id) = self.chosen(scope, view, asked)?;
            let mut pages: Vec<Vec<u64>> = ids.chunks(PAGE).map(<[u64]>::to_vec).collect();
            if self.has(Flaw::YieldsEmptyPages) {
                pages.push(Vec::new());
            }
            Ok::<_, Error>((pages.into_iter(), by_id))
        };
        let pages = stream::once(begin).flat_map(move |begun| match begun {
            Err(_) if self.has(Flaw::EndsWhereItIsCutOff) && self.is_cut_off() => {
                stream::empty().boxed()
            }
            Err(_) if self.has(Flaw::HidesErrors) && self.broken.load(Ordering::Relaxed) => {
                stream::empty().boxed()
            }
            Err(error) => stream::once(async move { Err(error) }).boxed(),
            Ok((pages, by_id)) => stream::try_unfold(pages, move |mut pages| async move {
                let Some(ids) = pages.next() else { return Ok(None) };
                self.ask()?;
                Ok(Some((self.page(&ids, view, by_id), pages)))
            })
            .boxed(),
        });
        pages.boxed()
    }

    async fn open(&self, attachment: &AttachmentRef) -> Result<ByteStream> {
        let asked = self.ask()?;
        let id = attachment.id.as_str().strip_prefix("f-").and_then(|id| id.parse().ok());
        let Some(id) = id else {
            if self.has(Flaw::InventsFiles) {
                return Ok(stream::empty().boxed());
            }
            return Err(Error::new(ErrorKind::NotFound, "no such file"));
        };
        let mut bytes = file(id).to_vec();
        if self.has(Flaw::TruncatesFiles) {
            bytes.pop();
        }
        let odd_time = self.has(Flaw::OpensFilesOnce) && asked % 2 == 1;
        if self.has(Flaw::CorruptsFiles) && id == 2 || odd_time {
            bytes.reverse();
        }
        let pieces: Vec<_> = bytes.chunks(7).map(Bytes::copy_from_slice).map(Ok).collect();
        Ok(stream::iter(pieces).boxed())
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Shelf");
        if self.has(Flaw::ShowsTitles) {
            shown.field("title", &title(2).as_str());
        }
        if self.has(Flaw::ShowsItsSecret) {
            shown.field("secret", &SECRET);
        }
        shown.finish_non_exhaustive()
    }
}

/// What the shelf must not show.
pub(super) const SECRET: &str = "the shelf's secret";

/// The title of an item, which shows more than one script.
pub(super) fn title(id: u64) -> Content<String> {
    Content::text(format!("Title of number {id} \u{1f469}\u{200d}\u{1f4bb} \u{5e9}\u{5dc}"))
}

/// The bytes of an item's file.
pub(super) fn file(id: u64) -> Bytes {
    format!("the bytes of the file of number {id}").into_bytes().into()
}

fn attachment(id: u64) -> AttachmentRef {
    AttachmentRef {
        item: ItemId::new(id.to_string()),
        id: PartId::new(format!("f-{id}")),
        name: Content::text(format!("file-{id}.txt")),
        size: Some(file(id).len() as u64),
        media_type: None,
        created: None,
        note: None,
    }
}

fn comment(id: u64, number: i64) -> Comment {
    Comment {
        id: PartId::new(format!("{id}-{number}")),
        author: Some(person()),
        created: Some(datetime!(2026-03-01 12:00 UTC) + Duration::hours(number)),
        edited: None,
        body: Content::new(Document::from(vec![Block::plain(format!("words {number} on {id}"))])),
    }
}

fn person() -> Person {
    Person {
        id: PersonId::new("7"),
        name: Content::text("Jamal Hartnett"),
        email: Some(Content::text("jamal@fabrikam.example")),
        active: true,
    }
}

fn state(name: &str) -> State {
    State { id: StateId::new(name), name: name.to_owned(), category: StateCategory::ToDo }
}
