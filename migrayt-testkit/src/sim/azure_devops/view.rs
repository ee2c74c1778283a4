//! Items as the service shows them.

use serde_json::{Map, Value, json};

use super::address;
use super::field::{self, FieldKey};
use super::node::Structure;
use super::record::{Datum, Fields, Record, Resource};
use super::state::{State, shown};

/// How much of an item is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Expand {
    #[default]
    None,
    Relations,
    Fields,
    Links,
    All,
}

impl Expand {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "" | "none" | "0" => Some(Self::None),
            "relations" | "1" => Some(Self::Relations),
            "fields" | "2" => Some(Self::Fields),
            "links" | "3" => Some(Self::Links),
            "all" | "4" => Some(Self::All),
            _ => None,
        }
    }
}

/// One revision of an item.
#[derive(Clone, Copy)]
pub(super) struct Snapshot<'a> {
    pub(super) id: u64,
    pub(super) rev: u32,
    pub(super) watermark: u64,
    pub(super) fields: &'a Fields,
    pub(super) record: &'a Record,
}

impl<'a> Snapshot<'a> {
    pub(super) fn latest(id: u64, record: &'a Record) -> Self {
        Self { id, rev: record.rev, watermark: record.watermark, fields: &record.fields, record }
    }

    /// All revisions that are known, oldest first.
    pub(super) fn all(id: u64, record: &'a Record) -> impl Iterator<Item = Self> {
        let older = record.older.iter().map(move |older| Self {
            id,
            rev: older.rev,
            watermark: older.watermark,
            fields: &older.fields,
            record,
        });
        older.chain(std::iter::once(Self::latest(id, record)))
    }
}

/// Shows items under an address.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) state: &'a State,
    /// Ends with the organisation.
    pub(super) base: &'a str,
}

/// The fields that only a full view shows.
const HIDDEN: [FieldKey; 10] = [
    field::ID,
    field::REV,
    field::AREA_ID,
    field::NODE_NAME,
    field::AUTHORIZED_DATE,
    field::REVISED_DATE,
    field::ITERATION_ID,
    field::AUTHORIZED_AS,
    field::PERSON_ID,
    field::WATERMARK,
];

impl View<'_> {
    /// The address that ends with the item's project.
    pub(super) fn home(&self, record: &Record) -> String {
        let id = self.state.project(record.project).map_or("", |project| project.id.as_str());
        format!("{}/{id}", self.base)
    }

    /// The value of a field, stored or computed; `None` where it has none.
    pub(super) fn value(&self, item: Snapshot<'_>, key: FieldKey) -> Option<Value> {
        if let Some(datum) = item.fields.get(key) {
            return self.datum(item, datum);
        }
        let stored = |key: FieldKey| item.fields.get(key).and_then(|datum| self.datum(item, datum));
        let resources = |wanted: fn(&Resource) -> bool| {
            Some(json!(item.record.resources.iter().filter(|each| wanted(each)).count()))
        };
        match key {
            field::ID => Some(json!(item.id)),
            field::REV => Some(json!(item.rev)),
            field::PARENT => item.record.parent().map(Value::from),
            field::COMMENT_COUNT => Some(json!(item.record.comment_count())),
            field::AREA_ID => self.node(item, Structure::Area).map(Value::from),
            field::ITERATION_ID => self.node(item, Structure::Iteration).map(Value::from),
            field::NODE_NAME => {
                item.fields.text(field::AREA_PATH).rsplit('\\').next().map(Value::from)
            }
            field::AUTHORIZED_DATE => stored(field::CHANGED_DATE),
            field::AUTHORIZED_AS => stored(field::CHANGED_BY),
            field::REVISED_DATE => Some(json!(Self::revised(item))),
            field::PERSON_ID => Some(json!(279_163_667)),
            field::WATERMARK => Some(json!(item.watermark)),
            field::ATTACHED_FILES => resources(Resource::is_file),
            field::HYPERLINKS => resources(|each| each.kind == "Hyperlink"),
            field::EXTERNAL_LINKS => resources(|each| each.kind == "ArtifactLink"),
            field::RELATED_LINKS => Some(json!(item.record.links.len())),
            field::REMOTE_LINKS => Some(json!(0)),
            _ => self.level(item, key).map(Value::from),
        }
    }

    fn datum(&self, item: Snapshot<'_>, datum: &Datum) -> Option<Value> {
        Some(match datum {
            Datum::Text(text) => Value::String(shown(text, &self.home(item.record))),
            Datum::Number(number) => Value::Number(number.clone()),
            Datum::Flag(flag) => Value::Bool(*flag),
            Datum::Person(key) => self.state.people.get(*key)?.reference(self.base),
            Datum::Raw(value) => Value::clone(value),
        })
    }

    fn node(&self, item: Snapshot<'_>, structure: Structure) -> Option<u32> {
        let path = item.fields.text(match structure {
            Structure::Area => field::AREA_PATH,
            Structure::Iteration => field::ITERATION_PATH,
        });
        let tree = self.state.project(item.record.project)?.tree(structure);
        tree.find(path).and_then(|at| tree.node(at)).map(|node| node.id)
    }

    fn level(&self, item: Snapshot<'_>, key: FieldKey) -> Option<String> {
        let (structure, level) = self.state.fields.level(key)?;
        let path = item.fields.text(match structure {
            Structure::Area => field::AREA_PATH,
            Structure::Iteration => field::ITERATION_PATH,
        });
        path.split('\\').nth(level.checked_sub(1)?).map(str::to_owned)
    }

    /// When the revision was followed by another, or the service's end of time.
    fn revised(item: Snapshot<'_>) -> String {
        Snapshot::all(item.id, item.record)
            .find(|later| later.rev > item.rev)
            .map_or("9999-01-01T00:00:00Z".to_owned(), |later| {
                later.fields.text(field::CHANGED_DATE).to_owned()
            })
    }

    /// The fields of an item; `full` adds those that the plain view leaves out.
    pub(super) fn fields(&self, item: Snapshot<'_>, full: bool) -> Map<String, Value> {
        let mut shown = Map::new();
        let mut show = |key: FieldKey| {
            if let Some(value) = self.value(item, key) {
                shown.insert(self.state.fields.reference(key).to_owned(), value);
            }
        };
        for (key, _) in item.fields.iter() {
            show(key);
        }
        show(field::COMMENT_COUNT);
        show(field::PARENT);
        if full {
            HIDDEN.into_iter().for_each(&mut show);
            for (key, _) in self.state.fields.iter() {
                if self.state.fields.level(key).is_some() {
                    show(key);
                }
            }
        }
        shown
    }

    /// Only those fields, where the item has them.
    pub(super) fn chosen(&self, item: Snapshot<'_>, keys: &[FieldKey]) -> Map<String, Value> {
        keys.iter()
            .filter_map(|key| {
                let value = self.value(item, *key)?;
                Some((self.state.fields.reference(*key).to_owned(), value))
            })
            .collect()
    }

    /// The item; `single` shows it as an answer of its own does.
    pub(super) fn item(&self, item: Snapshot<'_>, expand: Expand, single: bool) -> Value {
        let home = self.home(item.record);
        let full = matches!(expand, Expand::Fields | Expand::All);
        let formats: Map<String, Value> = item
            .record
            .markdown
            .iter()
            .map(|key| (self.state.fields.reference(*key).to_owned(), json!("Markdown")))
            .collect();
        let mut view = json!({
            "id": item.id,
            "rev": item.rev,
            "fields": self.fields(item, full),
            "multilineFieldsFormat": formats,
            "url": format!("{home}/_apis/wit/workItems/{}", item.id),
        });
        let Some(fields) = view.as_object_mut() else { return view };
        if matches!(expand, Expand::Relations | Expand::All) {
            let relations = self.relations(item, &home);
            if !relations.is_empty() {
                fields.insert("relations".to_owned(), Value::Array(relations));
            }
        }
        if single || matches!(expand, Expand::Links | Expand::All) {
            fields.insert("_links".to_owned(), links(item, &home));
        }
        view
    }

    fn relations(&self, item: Snapshot<'_>, home: &str) -> Vec<Value> {
        let comment = |attributes: &mut Value, comment: Option<&str>| {
            if let (Some(attributes), Some(comment)) = (attributes.as_object_mut(), comment) {
                attributes.insert("comment".to_owned(), json!(comment));
            }
        };
        let links = item.record.links.iter().filter_map(|link| {
            let other = self.state.item(link.other)?;
            let mut attributes = json!({"isLocked": false, "name": link.kind.name()});
            comment(&mut attributes, link.comment.as_deref());
            Some(json!({
                "rel": link.kind.reference(),
                "url": format!("{}/_apis/wit/workItems/{}", self.home(other), link.other),
                "attributes": attributes,
            }))
        });
        let resources = item.record.resources.iter().map(|resource| {
            let mut attributes = json!({
                "authorizedDate": &*resource.added,
                "id": resource.id,
                "resourceCreatedDate": &*resource.added,
                "resourceModifiedDate": &*resource.added,
                "revisedDate": "9999-01-01T00:00:00Z",
            });
            comment(&mut attributes, resource.comment.as_deref());
            if let (Some(attributes), false) =
                (attributes.as_object_mut(), resource.name.is_empty())
            {
                attributes.insert("name".to_owned(), json!(resource.name));
            }
            let mut url = resource.target.to_string();
            if resource.is_file() {
                let size = self.state.files.get(&url).map(crate::sim::file::File::size);
                if let (Some(attributes), Some(size)) = (attributes.as_object_mut(), size) {
                    attributes.insert("resourceSize".to_owned(), json!(size));
                }
                url = format!("{home}/_apis/wit/attachments/{url}");
            }
            json!({"rel": resource.kind, "url": url, "attributes": attributes})
        });
        links.chain(resources).collect()
    }
}

fn links(item: Snapshot<'_>, home: &str) -> Value {
    let url = format!("{home}/_apis/wit/workItems/{}", item.id);
    let kind = address::encode(item.fields.text(field::WORK_ITEM_TYPE));
    let href = |href: String| json!({ "href": href });
    json!({
        "self": href(url.clone()),
        "workItemUpdates": href(format!("{url}/updates")),
        "workItemRevisions": href(format!("{url}/revisions")),
        "workItemComments": href(format!("{url}/comments")),
        "html": href(format!("{home}/_workitems/edit/{}", item.id)),
        "workItemType": href(format!("{home}/_apis/wit/workItemTypes/{kind}")),
        "fields": href(format!("{home}/_apis/wit/fields")),
    })
}
