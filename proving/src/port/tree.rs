use migrayt_core::Content;
use migrayt_core::id::{ItemId, LinkTypeId, PartId, StateId, TypeId};
use migrayt_core::item::{AttachmentRef, Comment, ExternalLink, Item, Relation};
use migrayt_core::richtext::Document;

use crate::chance::Chance;

pub(super) const ORGANIZATION: &str = "org";
pub(super) const PROJECT: &str = "project";

/// Draws the source's items: a forest with comments, files, links and addresses.
pub(super) fn grow(chance: &Chance, count: u64) -> Vec<Item> {
    (1..=count).map(|number| item(chance, number)).collect()
}

pub(super) fn id(number: u64) -> ItemId {
    ItemId::new(format!("{number:04}"))
}

fn item(chance: &Chance, number: u64) -> Item {
    let state = chance.one_of(&["New", "Active", "Done"]).unwrap_or("New");
    let mut item = Item::new(id(number), 1, TypeId::new("Task"), StateId::new(state));
    if number > 4 && chance.below(4) > 0 {
        item.parent = Some(id(chance.between(number / 4, number / 2)));
    }
    for part in 0..chance.one_of(&[0, 0, 1, 1, 2, 3]).unwrap_or(0) {
        item.comments.push(Comment {
            id: PartId::new(format!("c{part}")),
            author: None,
            created: None,
            edited: None,
            body: Content::new(Document::default()),
        });
    }
    for part in 0..chance.one_of(&[0, 0, 0, 1, 2]).unwrap_or(0) {
        item.attachments.push(AttachmentRef {
            item: item.id.clone(),
            id: PartId::new(format!("a{part}")),
            name: "file".to_owned().into(),
            size: Some(3),
            media_type: None,
            created: None,
            note: None,
        });
    }
    if number > 1 {
        let mut others = Vec::new();
        for _ in 0..chance.one_of(&[0, 0, 1, 2]).unwrap_or(0) {
            let other = chance.between(1, number - 1);
            if !others.contains(&other) {
                others.push(other);
                let link_type = LinkTypeId::new("Relates");
                item.relations.push(Relation { link_type, other: id(other) });
            }
        }
    }
    if chance.below(6) == 0 {
        item.external_links.push(ExternalLink {
            link_type: LinkTypeId::new("Hyperlink"),
            url: "https://example.org/".to_owned().into(),
            title: None,
        });
    }
    item
}
