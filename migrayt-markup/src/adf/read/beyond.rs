use serde_json::{Map, Value};

use super::Reader;
use crate::adf::kept::{DEEPEST, Kept};
use crate::adf::norm::{has_attrs, may_lack_content, norm};
use crate::adf::shape::{self, shallow};
use crate::loss::{LossKind, Noting as _};

impl Reader {
    /// What a node with content says beyond the tree.
    pub(super) fn beyond(&mut self, kind: &str, node: &Value) -> Kept {
        let mut kept = Kept::default();
        let Some(node) = node.as_object() else { return kept };
        match node.get("attrs") {
            Some(Value::Object(attrs)) => self.attributes(kind, attrs, &mut kept),
            Some(_) => self.note(LossKind::Attribute),
            None if has_attrs(kind) => kept.lacks.push("attrs".to_owned()),
            None => {}
        }
        if matches!(kind, "expand" | "nestedExpand")
            && node.get("attrs").is_none_or(|attrs| attrs.get("title").is_none())
        {
            kept.lacks.push("title".to_owned());
        }
        match node.get("marks") {
            Some(Value::Array(marks)) if marks.iter().all(|it| shallow(it, DEEPEST)) => {
                kept.marks = Some(marks.clone());
            }
            Some(_) => self.note(LossKind::Attribute),
            None => {}
        }
        if may_lack_content(kind) && !node.contains_key("content") {
            kept.lacks.push("content".to_owned());
        }
        self.expect_only(node, &["type", "attrs", "marks", "content"]);
        kept
    }

    fn attributes(&mut self, kind: &str, attrs: &Map<String, Value>, kept: &mut Kept) {
        for (key, value) in attrs {
            if norm(kind, key, value).as_ref() == Some(value) {
                continue;
            }
            if shape::attribute(kind, key, value) && shallow(value, DEEPEST) {
                let kept = kept.attrs.get_or_insert_default();
                kept.insert(key.clone(), value.clone());
            } else {
                self.note(LossKind::Attribute);
            }
        }
        if attrs.is_empty() && !has_attrs(kind) {
            kept.attrs = Some(Map::new());
        }
    }

    /// Notes what a node has and no node of its kind may have.
    pub(super) fn expect_only(&mut self, node: &Map<String, Value>, keys: &[&str]) {
        if !shape::only(node, keys) {
            self.note(LossKind::Attribute);
        }
    }
}
