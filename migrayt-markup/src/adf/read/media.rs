use migrayt_core::Content;
use migrayt_core::richtext::{Block, Inline, Media, MediaOrigin};
use serde_json::{Map, Value};

use super::block::detailed;
use super::{Reader, attr, content, kind, text_attr};
use crate::adf::kept::Kept;
use crate::adf::link::Way;
use crate::adf::media::{bare_single, stored};
use crate::adf::norm::pixels;
use crate::adf::shape;
use crate::loss::{LossKind, Noting as _};

impl Reader {
    /// A picture on a line of its own.
    pub(super) fn media_single(&mut self, node: &Value) -> Block {
        let is_file = |it: &Value| kind(it) == "media" && content(it).is_empty();
        let (media, caption) = match content(node) {
            [media] if is_file(media) => (media, None),
            [media, caption] if is_file(media) && kind(caption) == "caption" => {
                (media, Some(caption))
            }
            _ => return Block::Unknown(self.unknown_node(node)),
        };
        let mut file = file(media, Some(node));
        let around = around(node);
        let mut kept = Kept::default();
        let written = bare_single(&file);
        let stood = written.as_ref().is_some_and(|it| {
            it.get("content").and_then(|it| it.get(0)) == Some(media)
                && it.get("attrs") == around.get("attrs")
                && around.get("attrs").is_some_and(Value::is_object)
                && around.as_object().is_some_and(|it| it.len() == 2)
        });
        if !stood {
            kept = self.whole(media).unwrap_or_default();
            if is_good_single(&around) {
                kept.single = Some(around);
            } else {
                self.note(LossKind::Attribute);
            }
        }
        if let Some(caption) = caption {
            let said = self.beyond("caption", caption);
            file.caption = self.line(caption);
            if said != Kept::default() || file.caption.is_empty() {
                kept.caption = Some(Box::new(said));
            }
        }
        file.details = kept.details();
        Block::Media(vec![file])
    }

    pub(super) fn media_group(&mut self, node: &Value) -> Block {
        let is_file = |it: &Value| kind(it) == "media" && content(it).is_empty();
        if !content(node).iter().all(is_file) {
            self.note(LossKind::Attribute);
            return Block::Section(self.inside(content(node)));
        }
        let mut kept = self.beyond("mediaGroup", node);
        let mut files = Vec::with_capacity(content(node).len());
        for (index, node) in content(node).iter().enumerate() {
            files.push(self.at("file", index, |reader| reader.grouped(node)));
        }
        // Writers make groups of several files that the target has.
        if files.len() < 2 || files.iter().any(|it| stored(it).is_none()) {
            kept.kind = Some("mediaGroup".to_owned());
        }
        detailed(&kept, Block::Media(files))
    }

    fn grouped(&mut self, node: &Value) -> Media {
        let mut file = file(node, None);
        if stored(&file).as_ref() != Some(node) {
            file.details = self.whole(node).and_then(|kept| kept.details());
        }
        file
    }

    /// A picture that stands in nothing that shows it.
    pub(super) fn loose_media(&mut self, node: &Value) -> Block {
        self.note(LossKind::Attribute);
        Block::Media(vec![self.grouped(node)])
    }

    pub(super) fn media_inline(&mut self, node: &Value) -> Inline {
        let mut file = file(node, None);
        file.details = self.whole(node).and_then(|kept| kept.details());
        Inline::Media(file)
    }
}

/// A file, by what the tree holds of it: of its own node and of the one around it.
pub(in crate::adf) fn file(node: &Value, around: Option<&Value>) -> Media {
    let address = text_attr(node, "url");
    let origin = if text_attr(node, "type") == "external" {
        MediaOrigin::External(if Way::of(address) == Way::Unsafe { "" } else { address }.into())
    } else {
        MediaOrigin::Stored {
            id: text_attr(node, "id").into(),
            collection: text_attr(node, "collection").to_owned(),
        }
    };
    let (width, height) = size(node, around);
    let link = link(node).or_else(|| around.and_then(link));
    let alt = Content::text(text_attr(node, "alt"));
    Media { origin, alt, width, height, link, caption: Vec::new(), details: None }
}

/// The size to show a file at: what is around it may set the width in pixels.
fn size(node: &Value, around: Option<&Value>) -> (Option<u32>, Option<u32>) {
    let own = |key| attr(node, key).and_then(pixels);
    let set = around
        .filter(|around| text_attr(around, "widthType") == "pixel")
        .and_then(|around| attr(around, "width").and_then(pixels))
        .filter(|width| *width > 0);
    let (width, height) = (own("width"), own("height"));
    let Some(set) = set else { return (width, height) };
    let scaled = match (width, height) {
        (Some(width @ 1..), Some(height)) => {
            let scaled = u64::from(height) * u64::from(set) / u64::from(width);
            u32::try_from(scaled).ok()
        }
        _ => None,
    };
    (Some(set), scaled)
}

/// Where a click leads, if any tracker may open it.
fn link(node: &Value) -> Option<Content<String>> {
    let marks = node.get("marks").and_then(Value::as_array)?;
    let link = marks.iter().find(|mark| kind(mark) == "link")?;
    let href = text_attr(link, "href");
    (Way::of(href) == Way::Open).then(|| Content::text(href))
}

/// What is around a picture, without its content.
fn around(node: &Value) -> Value {
    let fields = node.as_object().into_iter().flatten();
    let fields = fields.filter(|(key, value)| {
        *key != "content" && shape::shallow(value, crate::adf::kept::DEEPEST)
    });
    Value::Object(fields.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>())
}

/// Whether this may stand around a picture.
pub(in crate::adf) fn is_good_single(around: &Value) -> bool {
    let attrs = match around.get("attrs") {
        Some(attrs) => attrs.as_object().is_some_and(|it| shape::attributes("mediaSingle", it)),
        None => true,
    };
    let marks = match around.get("marks") {
        Some(marks) => marks.as_array().is_some_and(|it| shape::block_marks("mediaSingle", it)),
        None => true,
    };
    attrs && marks && super::words::is_safe(around) && kind(around) == "mediaSingle"
}
