//! Files and issues in texts, which have no id before they are sent.
//!
//! A text is drafted with both of what may stand in such a place: the node that shows the file or
//! leads to the issue, and the words that stand there if it was not made.

use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::Content;
use migrayt_core::id::{ItemId, PartId};
use migrayt_core::richtext::{
    Block, Document, Inline, Link, Marks, Media, MediaOrigin, Piece, Rewrite,
};
use serde_json::{Map, Value as Json, json};

/// Stands for one of two: the node, if the files and items that it needs are known, or else what
/// stands under `else`.
pub(super) const SHOWN: &str = "$shown";
/// Stands for the media service's id of a file.
pub(super) const MEDIA: &str = "$media";
/// Stands for the address of the issue that an item became.
pub(super) const BROWSE: &str = "$browse";

/// Leads a reference through the writer; no address of this kind exists.
const PASSAGE: &str = "https://item.migrayt.invalid/";

/// What a text shows that gets its identity from Jira.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub(super) files: BTreeSet<PartId>,
    /// The items, with the addresses that lead to them in the source.
    items: BTreeMap<ItemId, Option<Content<String>>>,
}

impl Embedded {
    /// The document as the writer takes it, with what is to be embedded; none if nothing is.
    pub(super) fn of(document: &Document) -> Option<(Document, Self)> {
        let mut found = false;
        document.visit(&mut |piece| {
            found |= match piece {
                Piece::Media(file) => matches!(file.origin, MediaOrigin::Attachment(_)),
                Piece::Inline(inline) => matches!(inline, Inline::Item(_)),
            };
        });
        found.then(|| {
            let mut copy = document.clone();
            let mut embedded = Self::default();
            copy.rewrite(&mut embedded);
            (copy, embedded)
        })
    }

    /// The items that the text refers to.
    pub(super) fn items(&self) -> impl Iterator<Item = &ItemId> {
        self.items.keys()
    }

    /// The written text with both forms of each embedded node.
    pub(super) fn wrap(&self, mut json: Json) -> Json {
        self.wrap_below(&mut json);
        json
    }

    fn wrap_below(&self, json: &mut Json) {
        let Some(Json::Array(content)) = json.get_mut("content") else { return };
        for node in content {
            match self.shown(node) {
                Some(shown) => *node = json!({ SHOWN: shown }),
                None => self.wrap_below(node),
            }
        }
    }

    fn shown(&self, node: &Json) -> Option<Json> {
        match kind(node) {
            "mediaSingle" | "mediaGroup" | "mediaInline" => self.media(node),
            "text" => self.reference(node),
            _ => None,
        }
    }

    fn media(&self, node: &Json) -> Option<Json> {
        let mut files = Vec::new();
        let mut named = Vec::new();
        let mut copy = node.clone();
        for file in leaves(&mut copy) {
            let name = file.pointer("/attrs/alt").and_then(Json::as_str);
            let name = name.filter(|name| !name.trim().is_empty()).unwrap_or("attachment");
            named.push(name.to_owned());
            let Some(id) = file.pointer_mut("/attrs/id") else { continue };
            let part = PartId::new(id.as_str().unwrap_or_default());
            if self.files.contains(&part) {
                *id = json!({ MEDIA: part.as_str() });
                files.push(part.as_str().to_owned());
            }
        }
        if files.is_empty() {
            return None;
        }
        let words = json!({ "type": "text", "text": named.join(", ") });
        let other = if kind(node) == "mediaInline" {
            words
        } else {
            let mut line = vec![words];
            for caption in content(node).iter().filter(|it| kind(it) == "caption") {
                line.push(json!({ "type": "hardBreak" }));
                line.extend(content(caption).iter().cloned());
            }
            json!({ "type": "paragraph", "content": line })
        };
        Some(json!({ "files": files, "items": [], "node": copy, "else": other }))
    }

    fn reference(&self, node: &Json) -> Option<Json> {
        let marks = node.get("marks")?.as_array()?;
        let href = |mark: &Json| mark.pointer("/attrs/href")?.as_str().map(str::to_owned);
        let (place, item) = marks.iter().enumerate().find_map(|(place, mark)| {
            let href = href(mark)?;
            Some((place, ItemId::new(href.strip_prefix(PASSAGE)?)))
        })?;
        let before = self.items.get(&item)?;
        let text = node.get("text")?.as_str()?;
        let leading_to = |address: Option<Json>| {
            let mut copy = node.clone();
            if let Some(Json::Array(marks)) = copy.get_mut("marks") {
                match address {
                    Some(address) => {
                        if let Some(href) =
                            marks.get_mut(place).and_then(|mark| mark.pointer_mut("/attrs/href"))
                        {
                            *href = address;
                        }
                    }
                    None => drop(marks.remove(place)),
                }
            }
            copy
        };
        let address = json!({ BROWSE: item.as_str() });
        let shown = if is_name(text, &item) {
            json!({ "type": "inlineCard", "attrs": { "url": address } })
        } else {
            leading_to(Some(address))
        };
        let other = leading_to(before.as_ref().map(|before| Json::from(before.as_str())));
        Some(json!({ "files": [], "items": [item.as_str()], "node": shown, "else": other }))
    }
}

impl Rewrite for Embedded {
    fn line(&mut self, line: &mut Vec<Inline>) {
        for inline in line {
            if let Inline::Detailed { inline: inner, .. } = inline
                && matches!(**inner, Inline::Media(_) | Inline::Item(_))
            {
                *inline = std::mem::replace(&mut **inner, Inline::Break);
            }
            match inline {
                Inline::Media(file) => {
                    self.file(file);
                    self.line(&mut file.caption);
                }
                Inline::Item(reference) => {
                    let href = format!("{PASSAGE}{}", reference.item);
                    let marks = Marks::default().linked(Link::to(href));
                    self.items.insert(reference.item.clone(), reference.href.take());
                    let text = reference.text.clone();
                    *inline = Inline::Text { text, marks };
                }
                _ => {}
            }
        }
    }

    fn media(&mut self, mut files: Vec<Media>) -> Vec<Block> {
        for file in &mut files {
            self.file(file);
        }
        vec![Block::Media(files)]
    }
}

impl Embedded {
    /// The file's id goes through the writer in the place of the one that Jira will give.
    fn file(&mut self, file: &mut Media) {
        if let MediaOrigin::Attachment(part) = &file.origin {
            self.files.insert(part.clone());
            file.origin = MediaOrigin::Stored { id: part.clone(), collection: String::new() };
        }
    }
}

/// Whether words say no more than which item it is: `17`, `#17`, `Bug 17` or an address.
fn is_name(text: &str, item: &ItemId) -> bool {
    let text = text.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    let words = text.split_whitespace().collect::<Vec<_>>();
    let last = words.last().map(|word| word.trim_start_matches('#').trim_end_matches(':'));
    (is_address && words.len() == 1) || (words.len() <= 2 && last == Some(item.as_str()))
}

/// A document as it would stand if everything embedded were made, with the identities that Jira
/// gives left out: the same for a draft and for what is read back.
pub(super) fn settled(json: &Json) -> Json {
    match json {
        Json::Array(items) => Json::Array(items.iter().map(settled).collect()),
        Json::Object(members) => match members.get(SHOWN).and_then(|shown| shown.get("node")) {
            Some(node) => settled(node),
            None => {
                Json::Object(members.iter().filter_map(|(k, v)| member(members, k, v)).collect())
            }
        },
        plain => plain.clone(),
    }
}

fn member(of: &Map<String, Json>, key: &str, value: &Json) -> Option<(String, Json)> {
    let is_file = || of.get("type").and_then(Json::as_str) == Some("file");
    match key {
        "id" if is_file() => None,
        "href" | "url" if is_issue(value) => Some((key.to_owned(), Json::from(BROWSE))),
        _ => Some((key.to_owned(), settled(value))),
    }
}

/// Whether an address leads to an issue of some site, or will.
fn is_issue(address: &Json) -> bool {
    let Some(text) = address.as_str() else { return address.get(BROWSE).is_some() };
    let key = text.rsplit_once("/browse/").map(|(_, key)| key);
    key.and_then(|key| key.rsplit_once('-')).is_some_and(|(project, number)| {
        !project.is_empty() && !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit())
    })
}

/// The nodes of files: the node itself, or those in it.
fn leaves(node: &mut Json) -> Vec<&mut Json> {
    if kind(node) == "mediaInline" {
        return vec![node];
    }
    let content = node.get_mut("content").and_then(Json::as_array_mut);
    content.into_iter().flatten().filter(|node| kind(node) == "media").collect()
}

fn content(node: &Json) -> &[Json] {
    node.get("content").and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn kind(node: &Json) -> &str {
    node.get("type").and_then(Json::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use migrayt_core::Content;
    use migrayt_core::id::{ItemId, PartId};
    use migrayt_core::richtext::{Block, Document, Inline, ItemReference, Media, MediaOrigin};
    use migrayt_markup::adf;
    use serde_json::json;

    use super::{Embedded, is_name, settled};

    fn picture(id: &str, caption: Vec<Inline>) -> Media {
        Media {
            origin: MediaOrigin::Attachment(PartId::new(id)),
            alt: Content::text(format!("{id}.png")),
            width: Some(40),
            height: None,
            link: None,
            caption,
            details: None,
        }
    }

    fn reference(text: &str) -> Inline {
        Inline::Item(ItemReference {
            item: ItemId::new("17"),
            text: Content::text(text),
            href: Some(Content::text("https://dev.azure.com/f/p/_workitems/edit/17")),
        })
    }

    #[test]
    fn both_forms_of_what_is_embedded_are_drafted() {
        let document = Document::from(vec![
            Block::Paragraph(vec![
                Inline::plain("see "),
                reference("#17"),
                Inline::plain(" and "),
                reference("what we said"),
            ]),
            Block::Quote(vec![Block::Paragraph(vec![reference("#17")])]),
            Block::Media(vec![picture("a", vec![Inline::plain("below")])]),
        ]);
        let (copy, embedded) = Embedded::of(&document).unwrap();
        let json = embedded.wrap(adf::write(&copy).value);
        let source = "https://dev.azure.com/f/p/_workitems/edit/17";
        let linked = |text: &str, href: serde_json::Value| {
            json!({ "type": "text", "text": text,
                "marks": [{ "type": "link", "attrs": { "href": href } }] })
        };
        let address = json!({ "$browse": "17" });
        let card = json!({ "$shown": {
            "files": [], "items": ["17"],
            "node": { "type": "inlineCard", "attrs": { "url": address } },
            "else": linked("#17", source.into()),
        } });
        let words = json!({ "$shown": {
            "files": [], "items": ["17"],
            "node": linked("what we said", address),
            "else": linked("what we said", source.into()),
        } });
        let caption = json!([{ "type": "text", "text": "below" }]);
        let file = json!({ "type": "file", "id": { "$media": "a" }, "collection": "",
            "alt": "a.png", "width": 40 });
        let picture = json!({ "$shown": {
            "files": ["a"], "items": [],
            "node": { "type": "mediaSingle", "attrs": { "layout": "center" }, "content": [
                { "type": "media", "attrs": file }, { "type": "caption", "content": caption },
            ] },
            "else": { "type": "paragraph", "content": [
                { "type": "text", "text": "a.png" }, { "type": "hardBreak" },
                { "type": "text", "text": "below" },
            ] },
        } });
        assert_eq!(
            json["content"],
            json!([
                { "type": "paragraph", "content": [
                    { "type": "text", "text": "see " }, card,
                    { "type": "text", "text": " and " }, words,
                ] },
                { "type": "blockquote", "content": [{ "type": "paragraph", "content": [card] }] },
                picture,
            ])
        );
        assert_eq!(embedded.files.iter().map(PartId::as_str).collect::<Vec<_>>(), ["a"]);
        assert_eq!(embedded.items().map(ItemId::as_str).collect::<Vec<_>>(), ["17"]);
    }

    #[test]
    fn a_draft_and_what_stands_are_the_same() {
        let document = Document::from(vec![
            Block::Paragraph(vec![reference("#17"), Inline::plain(" x")]),
            Block::Media(vec![picture("a", Vec::new())]),
        ]);
        let (copy, embedded) = Embedded::of(&document).unwrap();
        let drafted = embedded.wrap(adf::write(&copy).value);
        let stands = json!({ "type": "doc", "version": 1, "content": [
            { "type": "paragraph", "content": [
                { "type": "inlineCard", "attrs": { "url": "https://a.example/browse/SHOP-3" } },
                { "type": "text", "text": " x" },
            ] },
            { "type": "mediaSingle", "attrs": { "layout": "center" }, "content": [
                { "type": "media", "attrs": { "type": "file", "id": "5c0f", "collection": "",
                    "alt": "a.png", "width": 40 } },
            ] },
        ] });
        let canonical = |json: &serde_json::Value| adf::canonical(&settled(json));
        assert_eq!(canonical(&drafted), canonical(&stands));
        let mut other = stands.clone();
        other["content"][1]["content"][0]["attrs"]["alt"] = "b.png".into();
        assert_ne!(canonical(&drafted), canonical(&other));
    }

    #[test]
    fn nothing_is_embedded_in_a_text_without_files_and_items() {
        assert!(Embedded::of(&Document::from(vec![Block::plain("#17")])).is_none());
    }

    #[test]
    fn names_are_told_from_words() {
        let item = ItemId::new("17");
        for name in ["#17", "17", "Bug 17", "Bug 17:", "https://a.example/17"] {
            assert!(is_name(name, &item), "{name}");
        }
        for words in ["what we said", "#18", "see also 17", "a.example/17", ""] {
            assert!(!is_name(words, &item), "{words}");
        }
    }
}
