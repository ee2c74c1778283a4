use std::collections::BTreeMap;

use migrayt_core::catalog::{Field, FieldKind, FieldRole, WorkType};
use migrayt_core::content::Content;
use migrayt_core::id::{FieldId, NodeId};
use migrayt_core::plan::LossKind;
use migrayt_core::richtext::Block;
use migrayt_core::value::Value;

use super::Compiled;
use super::convert::Fit;
use super::description::Description;
use super::fields::{FieldPlan, TargetField};
use super::labels::Labels;
use super::nodes::{NodeCarry, NodePlan};
use super::text::{paragraphs, words};
use super::writing::Writing;
use crate::document::{FieldRule, OtherFields};
use crate::tally::Tally;

/// What becomes of an item's fields, as it is gathered: each value goes where its rule says, and
/// what the target does not hold is named and kept as text.
#[derive(Debug)]
pub(super) struct Gathering<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) writing: Writing<'a>,
    pub(super) work_type: &'a WorkType,
    pub(super) fields: BTreeMap<FieldId, Value>,
    pub(super) labels: Labels<'a>,
    pub(super) description: Description,
    pub(super) tally: Tally,
    /// Who reported the item, if the target's field does not say so.
    pub(super) reporter: Option<Content<String>>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(
        compiled: &'a Compiled,
        writing: Writing<'a>,
        work_type: &'a WorkType,
    ) -> Self {
        let limit = compiled.target.field_with(FieldRole::Labels).and_then(|it| it.max_length);
        Self {
            compiled,
            writing,
            work_type,
            fields: BTreeMap::new(),
            labels: Labels::new(&compiled.document.options.label_space, limit),
            description: Description::default(),
            tally: Tally::default(),
            reporter: None,
        }
    }

    /// Carries a value as its field's rule says.
    pub(super) fn take(&mut self, id: &FieldId, plan: Option<&'a FieldPlan>, value: &Value) {
        let Some(plan) = plan else {
            match self.compiled.document.options.other_fields {
                OtherFields::Note => self.lose_as_text(id, value),
                _ => self.tally.in_field(LossKind::FieldUnmapped, id),
            }
            return;
        };
        match &plan.rule {
            FieldRule::Copy(_)
            | FieldRule::CopyIfEmpty(_)
            | FieldRule::Day(_)
            | FieldRule::Hours(_) => match &plan.target {
                Some(target) => self.copy(id, plan, target, value),
                None => self.lose(LossKind::FieldUnmapped, id, value),
            },
            FieldRule::Description => {
                let blocks = self.blocks(id, value);
                self.description.body(blocks);
            }
            FieldRule::Section(heading) => {
                let blocks = self.blocks(id, value);
                self.description.section(heading, blocks);
            }
            FieldRule::Note => self.lose_as_text(id, value),
            FieldRule::Labels => self.label_words(id, value),
            FieldRule::Label(prefix) => {
                for part in parts(value) {
                    let said = Content::new(format!("{prefix}{}", self.words(part).as_str()));
                    self.label(id, said.as_str(), part);
                }
            }
            FieldRule::Area => {
                self.node(id, &self.compiled.areas, FieldRole::Components, value);
            }
            FieldRule::Iteration => {
                self.node(id, &self.compiled.iterations, FieldRole::Sprint, value);
            }
            FieldRule::Leave if self.writing.is_carried_as_place(id) => {}
            FieldRule::Leave => self.tally.in_field(LossKind::FieldUnmapped, id),
        }
    }

    /// Whether a new item of this type takes the field.
    pub(super) fn takes(&self, field: &Field) -> bool {
        field.writable
            && (self.work_type.fields.is_empty() || self.work_type.fields.contains(&field.id))
    }

    /// Names a loss and keeps the words in the table at the end of the description.
    fn lose(&mut self, kind: LossKind, id: &FieldId, value: &Value) {
        self.tally.in_field(kind, id);
        self.note(id, value);
    }

    fn lose_as_text(&mut self, id: &FieldId, value: &Value) {
        self.lose(LossKind::ValueAsText, id, value);
    }

    fn note(&mut self, id: &FieldId, value: &Value) {
        let field = self.compiled.source.field(id);
        let name = field.map_or_else(|| id.as_str(), |field| field.name.as_str());
        let blocks = self.blocks(id, value);
        self.description.note(id, name, blocks);
    }

    /// A value as blocks of a document.
    fn blocks(&mut self, id: &FieldId, value: &Value) -> Vec<Block> {
        if let Value::RichText(document) = value {
            let document = self.writing.write(document.expose(), Some(id), &mut self.tally);
            self.description.keep(document.originals);
            return document.blocks;
        }
        paragraphs(self.words(value).as_str())
    }

    pub(super) fn words(&self, value: &Value) -> Content<String> {
        words(value, self.compiled.document.options.utc_offset.offset())
    }

    fn copy(&mut self, id: &FieldId, plan: &'a FieldPlan, target: &'a TargetField, value: &Value) {
        match target.field.role {
            Some(FieldRole::Description) => {
                let blocks = self.blocks(id, value);
                self.description.body(blocks);
                return;
            }
            Some(FieldRole::Labels) => return self.label_words(id, value),
            // Both have their own places.
            Some(FieldRole::Summary | FieldRole::Parent) => return self.lose_as_text(id, value),
            _ => {}
        }
        if !self.takes(&target.field) {
            self.tally.in_field(LossKind::FieldNotOnScreen, id);
            return self.keep_words(id, &target.field, value);
        }
        // Several values in a field of text are one text.
        let one_text = matches!(target.field.kind, FieldKind::Text | FieldKind::RichText);
        let all = if one_text { vec![value] } else { parts(value) };
        for part in all {
            let rewritten;
            let part = if let Value::RichText(document) = part {
                let document = self.writing.write(document.expose(), Some(id), &mut self.tally);
                rewritten = Value::rich(document);
                &rewritten
            } else {
                part
            };
            let fit = self.compiled.fit(plan, target, part);
            self.put_fit(id, &target.field, fit, part);
        }
    }

    fn put_fit(&mut self, id: &FieldId, field: &Field, fit: Fit, value: &Value) {
        let leaves_words = fit.leaves_words();
        if let Some(loss) = fit.loss {
            self.tally.in_field(loss, id);
        }
        if leaves_words {
            self.keep_words(id, field, value);
        }
        if let Some(fitted) = fit.value {
            self.put(id, field, fitted, value);
        }
    }

    /// Keeps the words of what a field does not hold: the reporter stands above the description,
    /// everything else in the table below it.
    fn keep_words(&mut self, id: &FieldId, field: &Field, value: &Value) {
        match value {
            Value::Person(person) if field.role == Some(FieldRole::Reporter) => {
                self.reporter = Some(person.name.clone());
            }
            _ => self.note(id, value),
        }
    }

    /// Puts a value into a field of the target. A field of one value keeps the first; others that
    /// say something else are kept as text.
    fn put(&mut self, id: &FieldId, field: &Field, fitted: Value, value: &Value) {
        let many = field.many || field.kind == FieldKind::Labels;
        match self.fields.get_mut(&field.id) {
            None if many => {
                self.fields.insert(field.id.clone(), Value::Many(vec![fitted]));
            }
            None => {
                self.fields.insert(field.id.clone(), fitted);
            }
            Some(Value::Many(list)) if many => {
                if !list.contains(&fitted) {
                    list.push(fitted);
                }
            }
            Some(stands) if *stands == fitted => {}
            Some(_) => self.lose_as_text(id, value),
        }
    }

    fn label_words(&mut self, id: &FieldId, value: &Value) {
        for part in parts(value) {
            let said = self.words(part);
            for word in said.as_str().split([';', ',']).filter(|word| !word.trim().is_empty()) {
                self.label(id, word, part);
            }
        }
    }

    pub(super) fn label(&mut self, id: &FieldId, word: &str, value: &Value) {
        let field = self.compiled.target.field_with(FieldRole::Labels);
        if !field.is_some_and(|field| self.takes(field)) {
            return self.lose(LossKind::FieldNotOnScreen, id, value);
        }
        let loss = self.labels.add(word);
        if let Some(loss) = loss {
            self.tally.in_field(loss, id);
        }
        if loss == Some(LossKind::Shortened) {
            self.note(id, value);
        }
    }

    fn node(&mut self, id: &FieldId, plan: &'a NodePlan, role: FieldRole, value: &Value) {
        for part in parts(value) {
            let Some(path) = part.as_text() else {
                self.lose(LossKind::NodeUnmapped, id, part);
                continue;
            };
            let whole = match plan.carry(path) {
                NodeCarry::Root => continue,
                NodeCarry::Left => {
                    self.tally.in_field(LossKind::NodeUnmapped, id);
                    continue;
                }
                NodeCarry::Lost => false,
                NodeCarry::Label { label, whole } => {
                    self.label(id, label, part);
                    whole
                }
                NodeCarry::To { name, whole } => {
                    let field = self.compiled.target.field_with(role);
                    let Some(field) = field.filter(|field| self.takes(field)) else {
                        self.lose(LossKind::FieldNotOnScreen, id, part);
                        continue;
                    };
                    self.put(id, field, Value::Node(NodeId::new(name)), part);
                    whole
                }
            };
            if !whole {
                self.lose(LossKind::NodeUnmapped, id, part);
            }
        }
    }
}

/// The values in a value, each alone.
fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Many(values) => values.iter().flat_map(parts).collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}
