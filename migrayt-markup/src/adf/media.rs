use migrayt_core::Content;
use migrayt_core::richtext::{Link, Media, MediaOrigin};
use serde_json::{Map, Value, json};

use super::inline::visible;
use super::kept::Kept;
use super::link::Way;
use super::mark;
use super::node::attrs;
use super::place::{Out, Place};
use super::read;
use super::shape;
use super::write::Writer;
use crate::loss::{LossKind, Noting as _};

/// The attributes that say which file it is.
const IDENTITY: &[&str] = &["type", "id", "collection", "url", "occurrenceKey", "data"];

impl Writer {
    /// Files on lines of their own: a group of stored ones together where that may stand.
    pub(super) fn files(
        &mut self,
        files: &[Media],
        kept: Option<&Kept>,
        place: Place,
        outs: &mut Vec<Out>,
    ) {
        let was_group = kept.is_some_and(|it| it.kind.as_deref() == Some("mediaGroup"));
        let wordless = files.iter().all(|file| file.caption.is_empty());
        if (was_group || files.len() > 1) && wordless && place.takes_media_groups() {
            let shown = |file: &Media| {
                let told = if was_group { bare(file) } else { stored(file) }?;
                Some(dress(told, file, Kept::of_some(file.details.as_ref()).as_ref()))
            };
            let content: Option<Vec<Value>> = files.iter().map(shown).collect();
            if let Some(content) = content.filter(|content| !content.is_empty()) {
                outs.push(Out::Here(self.dress("mediaGroup", None, content, kept, place)));
                return;
            }
        }
        for (index, file) in files.iter().enumerate() {
            let shown = self.at("file", index, |writer| match single(writer, file, place) {
                Some(shown) => shown,
                None => super::node::node("paragraph", writer.name(file)),
            });
            outs.push(Out::Here(shown));
        }
    }
}

/// A picture on a line of its own; nothing for one that is not known to the target.
pub(super) fn single(writer: &mut Writer, file: &Media, place: Place) -> Option<Value> {
    let kept = Kept::of_some(file.details.as_ref());
    let told = bare(file)?;
    let media = dress(told, file, kept.as_ref());
    let is_theirs = kept
        .as_ref()
        .and_then(|kept| kept.node.as_ref())
        .is_none_or(|node| read::attr(node, "url") != read::attr(&media, "url"));
    if matches!(file.origin, MediaOrigin::External(_)) && is_theirs {
        writer.note(LossKind::ImageByLink);
    }
    let mut single = around(file, kept.as_ref());
    let mut content = vec![media];
    let below = kept.as_ref().and_then(|kept| kept.caption.as_deref());
    if !file.caption.is_empty() || below.is_some() {
        let line = writer.caption(&file.caption);
        if !line.is_empty() || below.is_some() {
            content.push(writer.dress("caption", None, line, below, place));
        }
    }
    single.insert("content".to_owned(), Value::Array(content));
    Some(Value::Object(single))
}

/// A picture on a line of its own, by what the tree holds and without the line below it.
pub(super) fn bare_single(file: &Media) -> Option<Value> {
    let attrs = json!({ "layout": "center" });
    Some(json!({ "type": "mediaSingle", "attrs": attrs, "content": [bare(file)?] }))
}

/// Whether a file stood inside a line, and the target has it.
pub(super) fn is_inline_file(file: &Media) -> bool {
    let node = Kept::of_some(file.details.as_ref()).and_then(|kept| kept.node);
    node.is_some_and(|node| read::kind(&node) == "mediaInline") && inline(file).is_some()
}

/// A file inside a line, if the target has it.
pub(super) fn inline(file: &Media) -> Option<Value> {
    let MediaOrigin::Stored { id, collection } = &file.origin else { return None };
    let told = attrs([
        ("type", Some("file".into())),
        ("id", Some(id.as_str().into())),
        ("collection", Some(collection.as_str().into())),
        ("alt", alt(file)),
    ]);
    let told = node("mediaInline", told, file);
    let kept = Kept::of_some(file.details.as_ref());
    (!id.as_str().is_empty()).then(|| dress(told, file, kept.as_ref()))
}

/// A file that the target has, by what the tree holds of it.
pub(super) fn stored(file: &Media) -> Option<Value> {
    let MediaOrigin::Stored { id, collection } = &file.origin else { return None };
    let mut attrs = shape_of(file);
    attrs.insert("type".to_owned(), "file".into());
    attrs.insert("id".to_owned(), id.as_str().into());
    attrs.insert("collection".to_owned(), collection.as_str().into());
    (!id.as_str().is_empty()).then(|| node("media", attrs, file))
}

/// A file that can be shown, by what the tree holds of it.
fn bare(file: &Media) -> Option<Value> {
    match &file.origin {
        MediaOrigin::External(address)
            if Way::of(address.as_str()) != Way::Unsafe
                && (!address.as_str().is_empty() || was_nowhere(file)) =>
        {
            let mut attrs = shape_of(file);
            attrs.insert("type".to_owned(), "external".into());
            attrs.insert("url".to_owned(), address.as_str().into());
            Some(node("media", attrs, file))
        }
        _ => stored(file),
    }
}

/// Whether a file stood at an address without a letter, which the format takes.
fn was_nowhere(file: &Media) -> bool {
    let node = Kept::of_some(file.details.as_ref()).and_then(|kept| kept.node);
    node.is_some_and(|node| read::attr(&node, "url").is_some_and(|url| *url == ""))
}

/// What is around a picture: as it stood, as far as it agrees with the tree.
fn around(file: &Media, kept: Option<&Kept>) -> Map<String, Value> {
    let told = || {
        attrs([
            ("type", Some("mediaSingle".into())),
            ("attrs", Some(json!({ "layout": "center" }))),
        ])
    };
    let Some(stood) = kept.and_then(|kept| kept.single.as_ref()) else { return told() };
    let Some(mut single) = stood.as_object().filter(|_| read::is_good_single(stood)).cloned()
    else {
        return told();
    };
    let same = Same::of(file, kept);
    if !same.link {
        single.remove("marks");
    }
    if !same.size
        && let Some(Value::Object(attrs)) = single.get_mut("attrs")
    {
        attrs.remove("width");
        attrs.remove("widthType");
    }
    single
}

/// A file's node as it stood, as far as it agrees with the tree.
fn dress(told: Value, file: &Media, kept: Option<&Kept>) -> Value {
    let stood = kept.and_then(|kept| kept.node.as_ref());
    let Some(stood) = stood.filter(|it| read::kind(it) == read::kind(&told) && shape::leaf(it))
    else {
        return told;
    };
    let same = Same::of(file, kept);
    if same.origin && same.size && same.alt && same.link {
        return stood.clone();
    }
    let mut node = told.clone();
    if let (Some(Value::Object(attrs)), Some(Value::Object(old))) =
        (node.get_mut("attrs"), stood.get("attrs"))
    {
        let mut put_back = |keys: &[&str]| {
            for key in keys {
                match old.get(*key) {
                    Some(value) => attrs.insert((*key).to_owned(), value.clone()),
                    None => attrs.remove(*key),
                };
            }
        };
        put_back(&["localId"]);
        for (same, keys) in
            [(same.origin, IDENTITY), (same.size, &["width", "height"]), (same.alt, &["alt"])]
        {
            if same {
                put_back(keys);
            }
        }
    }
    let link = if same.link { None } else { told.get("marks").and_then(|marks| marks.get(0)) };
    let old = stood.get("marks").and_then(Value::as_array).into_iter().flatten();
    let marks = old.filter(|mark| same.link || read::kind(mark) != "link").chain(link);
    let marks: Vec<Value> = marks.cloned().collect();
    if let Value::Object(node) = &mut node {
        node.remove("marks");
        if !marks.is_empty() {
            node.insert("marks".to_owned(), Value::Array(marks));
        }
    }
    if shape::leaf(&node) { node } else { told }
}

/// What of a file is as it was when it was read.
#[expect(clippy::struct_excessive_bools, reason = "four independent parts of a file")]
struct Same {
    origin: bool,
    size: bool,
    alt: bool,
    link: bool,
}

impl Same {
    fn of(file: &Media, kept: Option<&Kept>) -> Self {
        let was = kept
            .and_then(|kept| kept.node.as_ref().map(|node| read::file(node, kept.single.as_ref())));
        let Some(was) = was else {
            return Self { origin: false, size: true, alt: false, link: file.link.is_none() };
        };
        Self {
            origin: was.origin == file.origin,
            size: was.width == file.width && was.height == file.height,
            alt: was.alt == file.alt,
            link: was.link == file.link,
        }
    }
}

fn shape_of(file: &Media) -> Map<String, Value> {
    attrs([
        ("alt", alt(file)),
        ("width", file.width.map(Value::from)),
        ("height", file.height.map(Value::from)),
    ])
}

fn alt(file: &Media) -> Option<Value> {
    Some(visible(file.alt.as_str())).filter(|alt| !alt.is_empty()).map(Value::from)
}

fn node(kind: &str, attrs: Map<String, Value>, file: &Media) -> Value {
    let link = file.link.as_ref().map(|href| Link::to(Content::clone(href).into_inner()));
    let marks = link.as_ref().and_then(mark::link).map(|link| Value::Array(vec![link]));
    Value::Object(self::attrs([
        ("type", Some(kind.into())),
        ("attrs", Some(Value::Object(attrs))),
        ("marks", marks),
    ]))
}
