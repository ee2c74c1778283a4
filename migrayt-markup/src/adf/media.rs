use migrayt_core::Content;
use migrayt_core::richtext::{Link, Media, MediaOrigin};
use serde_json::{Map, Value, json};

use super::inline::visible;
use super::mark;
use super::node::{attrs, node};
use super::place::{Out, Place};
use super::write::Writer;
use crate::loss::LossKind;

impl Writer {
    /// Files on lines of their own: a group of stored ones together where that may stand.
    pub(super) fn files(&mut self, files: &[Media], place: Place, outs: &mut Vec<Out>) {
        if let [_, _, ..] = files
            && place.takes_media_groups()
        {
            let stored: Option<Vec<Value>> = files.iter().map(stored).collect();
            if let Some(content) = stored {
                outs.push(Out::Here(node("mediaGroup", content)));
                return;
            }
        }
        for (index, file) in files.iter().enumerate() {
            let shown = self.at("file", index, |writer| match single(writer, file) {
                Some(shown) => shown,
                None => node("paragraph", writer.name(file)),
            });
            outs.push(Out::Here(shown));
        }
    }
}

/// A picture on a line of its own; nothing for one that is not known to the target.
pub(super) fn single(writer: &mut Writer, file: &Media) -> Option<Value> {
    let media = match &file.origin {
        MediaOrigin::External(address) if !address.as_str().is_empty() => {
            writer.note(LossKind::ImageByLink);
            let mut attrs = shape(file);
            attrs.insert("type".to_owned(), "external".into());
            attrs.insert("url".to_owned(), address.as_str().into());
            media(attrs, file)
        }
        _ => stored(file)?,
    };
    let attrs = json!({ "layout": "center" });
    Some(json!({ "type": "mediaSingle", "attrs": attrs, "content": [media] }))
}

fn stored(file: &Media) -> Option<Value> {
    let MediaOrigin::Stored { id, collection } = &file.origin else { return None };
    let mut attrs = shape(file);
    attrs.insert("type".to_owned(), "file".into());
    attrs.insert("id".to_owned(), id.as_str().into());
    attrs.insert("collection".to_owned(), collection.as_str().into());
    (!id.as_str().is_empty()).then(|| media(attrs, file))
}

fn shape(file: &Media) -> Map<String, Value> {
    attrs([
        ("alt", Some(visible(file.alt.as_str())).filter(|alt| !alt.is_empty()).map(Value::from)),
        ("width", file.width.map(Value::from)),
        ("height", file.height.map(Value::from)),
    ])
}

fn media(attrs: Map<String, Value>, file: &Media) -> Value {
    let link = file.link.as_ref().map(|href| Link::to(Content::clone(href).into_inner()));
    let marks = link.as_ref().and_then(mark::link).map(|link| Value::Array(vec![link]));
    Value::Object(self::attrs([
        ("type", Some("media".into())),
        ("attrs", Some(Value::Object(attrs))),
        ("marks", marks),
    ]))
}
