//! Items of the project Shop, and what is known of them.

use std::collections::BTreeMap;

use migrayt_core::Content;
use migrayt_core::catalog::Catalog;
use migrayt_core::id::{FieldId, ItemId, LinkTypeId, NodeId, PartId, PersonId, StateId, TypeId};
use migrayt_core::item::{AttachmentRef, Comment, ExternalLink, Item, Relation};
use migrayt_core::person::Person;
use migrayt_core::plan::{Backlog, Outline};
use migrayt_core::port::Known;
use migrayt_core::richtext::{Block, Document, Inline, Mention};
use migrayt_core::value::Value;
use migrayt_mapping::{Compiled, MappingDocument, propose};
use time::macros::{date, datetime};

use crate::process::key;

/// The outlines of a few items.
#[derive(Debug, Default)]
pub(crate) struct Outlines(pub(crate) BTreeMap<ItemId, Outline>);

impl Outlines {
    /// Items with their types and parents.
    pub(crate) fn of(list: &[(&str, &str, Option<&str>)]) -> Self {
        let outline = |(id, of, parent): &(&str, &str, Option<&str>)| {
            let outline = Outline {
                item: ItemId::new(*id),
                revision: 1,
                type_id: TypeId::new(*of),
                parent: parent.map(ItemId::new),
                level: 0,
                circular: false,
                backlog: Backlog::default(),
            };
            (outline.item.clone(), outline)
        };
        Self(list.iter().map(outline).collect())
    }
}

impl Known for Outlines {
    fn outline(&self, item: &ItemId) -> Option<&Outline> {
        self.0.get(item)
    }
}

pub(crate) fn proposed(source: &Catalog, target: &Catalog) -> MappingDocument {
    use futures_util::FutureExt as _;
    propose(source, target).now_or_never().unwrap().unwrap()
}

pub(crate) fn compiled(document: MappingDocument, source: &Catalog, target: &Catalog) -> Compiled {
    Compiled::new(document, source, target, ("fabrikam", "Shop"), &key()).unwrap()
}

pub(crate) fn item(id: &str, of: &str, state: &str, title: &str) -> Item {
    let mut item = Item::new(ItemId::new(id), 3, TypeId::new(of), StateId::new(state));
    item.title = Content::text(title);
    item.created = Some(datetime!(2024-03-01 08:00 UTC));
    item.changed = Some(datetime!(2024-03-15 09:30 UTC));
    item
}

pub(crate) fn set(item: &mut Item, field: &str, value: Value) {
    item.fields.insert(FieldId::new(field), value);
}

pub(crate) fn person(id: &str, name: &str, email: Option<&str>) -> Person {
    Person {
        id: PersonId::new(id),
        name: name.into(),
        email: email.map(Content::from),
        active: true,
    }
}

pub(crate) fn jamal() -> Person {
    person("p-jamal", "Jamal Hartnett", Some("jamal@fabrikam.example"))
}

pub(crate) fn rich(words: &str) -> Value {
    Value::rich(vec![Block::plain(words)].into())
}

/// A user story with everything that a story can have.
pub(crate) fn whole_story() -> Item {
    let mut item = item("17", "User Story", "Active", &"A long title of a story. ".repeat(12));
    let mention = Mention {
        person: PersonId::new("p-jamal"),
        name: "Jamal Hartnett".into(),
        resolved: false,
    };
    let line = vec![Inline::plain("As a buyer, ask "), Inline::Mention(mention)];
    let text = Document::from(vec![Block::Paragraph(line)]);
    set(&mut item, "System.Description", Value::rich(text.clone()));
    set(&mut item, "Microsoft.VSTS.Common.AcceptanceCriteria", rich("It is paid once."));
    set(&mut item, "System.CreatedBy", Value::Person(jamal()));
    set(&mut item, "System.ChangedBy", Value::Person(person("p-gone", "Alice Smith", None)));
    set(&mut item, "System.AssignedTo", Value::Person(person("p-gone", "Alice Smith", None)));
    set(&mut item, "Microsoft.VSTS.Common.Priority", Value::Integer(1));
    set(&mut item, "Microsoft.VSTS.Scheduling.StoryPoints", Value::Decimal(5.0));
    set(&mut item, "Microsoft.VSTS.Common.Risk", Value::Choice("2 - Medium".into()));
    set(&mut item, "Microsoft.VSTS.Scheduling.StartDate", Value::Date(date!(2024 - 03 - 04)));
    let tags = ["oauth", "needs review"].map(Value::text).to_vec();
    set(&mut item, "System.Tags", Value::Many(tags));
    set(&mut item, "System.AreaPath", Value::Node(NodeId::new("Shop\\Web\\Checkout")));
    set(&mut item, "System.IterationPath", Value::Node(NodeId::new("Shop\\Sprint 1")));
    set(&mut item, "Custom.Extra", Value::Opaque("{\"a\":1}".into()));
    item.parent = Some(ItemId::new("16"));
    let relation = |of: &str, other: &str| Relation {
        link_type: LinkTypeId::new(of),
        other: ItemId::new(other),
    };
    item.relations = vec![
        relation("Microsoft.VSTS.Common.Affects-Forward", "18"),
        relation("System.LinkTypes.Dependency-Forward", "18"),
        relation("System.LinkTypes.Dependency-Reverse", "19"),
        relation("System.LinkTypes.Related", "99"),
    ];
    let external = |of: &str, url: &str, title: Option<&str>| ExternalLink {
        link_type: LinkTypeId::new(of),
        url: url.into(),
        title: title.map(Content::from),
    };
    item.external_links = vec![
        external("ArtifactLink", "vstfs:///Git/Commit/a%2fb%2f1", Some("Fixed in Commit")),
        external("Hyperlink", "https://wiki.example/page", None),
    ];
    item.comments = vec![Comment {
        id: PartId::new("5"),
        author: Some(jamal()),
        created: Some(datetime!(2024-03-02 10:15 UTC)),
        edited: Some(datetime!(2024-03-02 10:20 UTC)),
        body: Content::new(text),
    }];
    item.attachments = vec![AttachmentRef {
        item: item.id.clone(),
        id: PartId::new("a-1"),
        name: "plan.png".into(),
        size: Some(10),
        media_type: None,
        created: None,
        note: Some("the plan".into()),
    }];
    item
}

/// What is known around [`whole_story`].
pub(crate) fn around_the_story() -> Outlines {
    Outlines::of(&[
        ("16", "Feature", None),
        ("17", "User Story", Some("16")),
        ("18", "Task", Some("17")),
        ("19", "Bug", None),
    ])
}
