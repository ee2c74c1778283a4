//! Making, changing and removing items, as `application/json-patch+json` documents ask for it.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::{self, FieldKey};
use super::intake::last_number;
use super::patch::Patch;
use super::people::Person;
use super::record::{Datum, Link, Removed, Resource};
use super::relation::{self, LinkKind};
use super::reply::Reply;
use super::stamp;
use super::view::{Expand, Snapshot};
use super::weave::Linked;

impl Call<'_> {
    /// `POST wit/workitems/${type}`.
    pub(super) fn create(&mut self) -> Result<Reply, Refusal> {
        let wanted = self.part(2).trim_start_matches('$').to_owned();
        let project = self.project()?;
        let (name, place) = (project.name.clone(), project.id.clone());
        let kind = project.work_type(&wanted).ok_or_else(|| Refusal::no_type(&wanted, &place))?;
        let kind = kind.seed.name.clone();
        let patch = Patch::of(self)?;
        let expand = self.expand()?;
        let checked = self.checked(None, &kind, &patch)?;
        let id = self.state.items.last_key_value().map_or(1, |(last, _)| last + 1);
        let mut fields = Map::new();
        for (key, value) in checked {
            fields.insert(self.state.fields.reference(key).to_owned(), value);
        }
        if self.asked.flag("validateOnly") {
            return Ok(Reply::ok(&json!({ "fields": fields })));
        }
        let me = self.state.people.get(self.state.me).map(Person::combined).unwrap_or_default();
        let now = stamp::write(self.now);
        for (name, value) in [
            ("System.TeamProject", name),
            ("System.WorkItemType", kind),
            ("System.CreatedDate", now.clone()),
            ("System.ChangedDate", now),
            ("System.CreatedBy", me.clone()),
            ("System.ChangedBy", me),
        ] {
            fields.entry(name).or_insert_with(|| Value::from(value));
        }
        let item = json!({
            "id": id,
            "rev": 1,
            "fields": fields,
            "multilineFieldsFormat": patch.formats,
        });
        let invalid = |_| Refusal::bad("VssPropertyValidationException", "The item is not valid.");
        self.state.take(&item).map_err(invalid)?;
        if let Err(refusal) = self.relate(id, &patch) {
            self.state.items.remove(&id);
            return Err(refusal);
        }
        self.answer(id, expand)
    }

    /// `PATCH wit/workitems/{id}`. What changes fields, resource links or formats is a revision;
    /// what only links items is none.
    pub(super) fn change(&mut self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        let record = self.scoped(id)?;
        let (rev, kind) = (record.rev, record.fields.text(field::WORK_ITEM_TYPE).to_owned());
        let patch = Patch::of(self)?;
        let expand = self.expand()?;
        if patch.rev.is_some_and(|wanted| wanted != u64::from(rev)) {
            return Err(Refusal::revised());
        }
        let checked = self.checked(Some(id), &kind, &patch)?;
        if self.asked.flag("validateOnly") {
            return self.answer(id, expand);
        }
        if u32::try_from(self.options.limits.revisions).is_ok_and(|limit| rev >= limit) {
            return Err(Refusal::bad(
                "WorkItemRevisionLimitExceededException",
                format!(
                    "VS403444: Work item {id} has {rev} revisions, which is the limit for updates \
                     by the REST API."
                ),
            ));
        }
        let resources = self.relate(id, &patch)?;
        let mut changes: Vec<(FieldKey, Option<Datum>)> = Vec::new();
        for (key, value) in &checked {
            let datum = self.state.datum(*key, value);
            let stands = self.scoped(id)?.fields.get(*key) == datum.as_ref();
            if *key != field::HISTORY && !stands {
                changes.push((*key, datum));
            }
        }
        let said = checked.get(&field::HISTORY).and_then(Value::as_str);
        if let Some(said) = said {
            let at = stamp::write(self.now);
            self.state.comment(id, said, false, (self.state.me, &at));
        }
        if !changes.is_empty() || resources || said.is_some() || !patch.formats.is_empty() {
            self.format(id, &patch);
            self.state.revise(id, changes, self.state.me, self.now);
        }
        self.answer(id, expand)
    }

    /// `DELETE wit/workitems/{id}`: into the recycle bin, or for good.
    pub(super) fn discard(&mut self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        self.scoped(id)?;
        if self.asked.flag("destroy") {
            self.state.items.remove(&id);
            return Ok(Reply::empty(StatusCode::NO_CONTENT));
        }
        let removed = Removed { by: self.state.me, at: stamp::write(self.now).into() };
        let record = self.state.items.get_mut(&id).ok_or_else(|| Refusal::no_item(id))?;
        record.removed = Some(removed);
        let record = self.state.items.get(&id).ok_or_else(|| Refusal::no_item(id))?;
        Ok(Reply::ok(&self.removed_item(id, record)))
    }

    fn answer(&self, id: u64, expand: Expand) -> Result<Reply, Refusal> {
        let record = self.scoped(id)?;
        Ok(Reply::ok(&self.view().item(Snapshot::latest(id, record), expand, true)))
    }

    /// Sets which long texts are Markdown.
    fn format(&mut self, id: u64, patch: &Patch) {
        let keys = patch.formats.iter().filter_map(|(name, format)| {
            let markdown = format.as_str().is_some_and(|it| it.eq_ignore_ascii_case("markdown"));
            Some((self.state.fields.find(name)?, markdown))
        });
        let keys: Vec<_> = keys.collect();
        let Some(record) = self.state.items.get_mut(&id) else { return };
        for (key, markdown) in keys {
            record.markdown.retain(|known| *known != key);
            if markdown {
                record.markdown.push(key);
            }
        }
    }

    /// Adds and removes relations; whether one of them leads to something that is no item.
    fn relate(&mut self, id: u64, patch: &Patch) -> Result<bool, Refusal> {
        let mut resources = false;
        // Places are those before the document, so that the highest goes first.
        let mut removed = patch.removed.clone();
        removed.sort_unstable_by(|one, other| other.cmp(one));
        for place in removed {
            resources |= self.sever(id, place)?;
        }
        for relation in &patch.added {
            let text = |key: &str| relation.get(key).and_then(Value::as_str).unwrap_or_default();
            let attribute = |key: &str| relation.get("attributes").and_then(|all| all.get(key));
            let comment = attribute("comment").and_then(Value::as_str).map(Box::from);
            let (rel, url) = (text("rel"), text("url"));
            if let Some(kind) = LinkKind::find(rel) {
                let other = last_number(url).ok_or_else(|| unknown_relation(rel))?;
                self.tie(id, Link { kind, other, comment })?;
                continue;
            }
            let kind = relation::resource(rel).ok_or_else(|| unknown_relation(rel))?;
            let name = attribute("name").and_then(Value::as_str).map(str::to_owned);
            // A file keeps the name that its address bears.
            let name = name.or_else(|| file_name(url)).unwrap_or_default();
            let name = Box::from(name);
            let target = if kind == "AttachedFile" { file(url) } else { url.to_owned() };
            let resource = Resource {
                kind,
                target: target.into(),
                id: self.state.next_resource(),
                name,
                comment,
                added: stamp::write(self.now).into(),
            };
            self.hold(id, resource)?;
            resources = true;
        }
        Ok(resources)
    }

    /// Links two items at both ends. Neither has another revision by that.
    fn tie(&mut self, id: u64, link: Link) -> Result<(), Refusal> {
        let (kind, other) = (link.kind, link.other);
        if self.state.item(other).is_none() {
            return Err(Refusal::no_item(other));
        }
        let limit = self.options.limits.links;
        if self.state.item(id).is_some_and(|record| record.links.len() >= limit) {
            return Err(Refusal::bad(
                "WorkItemLinkLimitExceededException",
                format!("TF401260: A work item can have {limit} links only."),
            ));
        }
        match self.state.link(id, link) {
            Linked::New => {
                self.state.remember(id, kind, other, true, self.now);
                Ok(())
            }
            Linked::Known => Err(Refusal::bad(
                "RelationAlreadyExistsException",
                "VS403364: Relation already exists.",
            )),
            Linked::Refused => Err(Refusal::bad(
                "WorkItemLinkInvalidException",
                format!(
                    "TF201036: You cannot add a {} link between work items {id} and {other} because \
                     a work item can have only one Parent link.",
                    kind.name()
                ),
            )),
        }
    }

    fn hold(&mut self, id: u64, resource: Resource) -> Result<(), Refusal> {
        let limit = self.options.limits.attachments;
        if resource.is_file() && !self.state.files.contains_key(&*resource.target) {
            return Err(Refusal::missing(
                "AttachmentNotFoundException",
                "TF237078: The attachment does not exist.",
            ));
        }
        let record = self.state.items.get_mut(&id).ok_or_else(|| Refusal::no_item(id))?;
        let files = record.resources.iter().filter(|each| each.is_file()).count();
        if resource.is_file() && files >= limit {
            return Err(Refusal::bad(
                "WorkItemAttachmentLimitExceededException",
                format!("VS403329: A work item can have {limit} attachments only."),
            ));
        }
        record.resources.push(resource);
        Ok(())
    }

    /// Takes away the relation at a place of the list as it is shown.
    fn sever(&mut self, id: u64, place: usize) -> Result<bool, Refusal> {
        let record = self.state.item(id).ok_or_else(|| Refusal::no_item(id))?;
        let mut shown = record.links.iter().filter(|link| self.state.item(link.other).is_some());
        if let Some(link) = shown.nth(place) {
            let (kind, other) = (link.kind, link.other);
            for (one, kind, other) in [(id, kind, other), (other, kind.opposite(), id)] {
                if let Some(record) = self.state.items.get_mut(&one) {
                    record.links.retain(|link| link.kind != kind || link.other != other);
                }
            }
            self.state.remember(id, kind, other, false, self.now);
            return Ok(false);
        }
        let links =
            record.links.iter().filter(|link| self.state.item(link.other).is_some()).count();
        let record = self.state.items.get_mut(&id).ok_or_else(|| Refusal::no_item(id))?;
        let at = place.checked_sub(links).filter(|at| *at < record.resources.len());
        let at = at.ok_or_else(|| Refusal::binding("The relation index is out of range."))?;
        record.resources.remove(at);
        Ok(true)
    }
}

fn unknown_relation(rel: &str) -> Refusal {
    Refusal::bad(
        "WorkItemRelationTypeNotFoundException",
        format!("VS402334: Unknown relation type {rel}."),
    )
}

/// The name of a file that its address bears.
fn file_name(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let mut named = url::form_urlencoded::parse(query.as_bytes());
    named.find(|(key, _)| key.eq_ignore_ascii_case("fileName")).map(|(_, name)| name.into_owned())
}

/// The file that an address names.
fn file(url: &str) -> String {
    let last = url.rsplit('/').next().unwrap_or_default();
    last.split('?').next().unwrap_or_default().to_ascii_lowercase()
}
