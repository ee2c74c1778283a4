//! What was read and then changed, and what was never right, still becomes a valid document.

use migrayt_core::richtext::{
    Block, Cell, Details, Inline, Link, ListItem, Mark, Media, MediaOrigin, Row, TaskItem,
    plain_text,
};
use migrayt_markup::adf;
use proptest::prelude::*;
use serde_json::Value;

use crate::chance::config;
use crate::instance::{Chance, instance};
use crate::oracle::{letters, missing, of_adf};
use crate::schema::is_valid;

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_tree_that_was_changed_becomes_a_valid_document(seed in any::<u64>(), wild in any::<bool>()) {
        let mut document = adf::read(&instance(seed)).document;
        let mut change = Change { chance: Chance::new(seed), wild, details: Vec::new(), blocks: Vec::new() };
        change.gather(&document.blocks);
        change.blocks(&mut document.blocks, 0);
        let written = adf::write(&document).value;
        prop_assert!(is_valid(&written), "{}", written);
        prop_assert_eq!(&adf::write(&adf::read(&written).document).value, &written);
    }

    #[test]
    fn a_value_that_was_broken_is_read_with_every_letter_and_mended(seed in any::<u64>()) {
        let mut value = instance(seed);
        let mut chance = Chance::new(seed);
        for _ in 0..=chance.below(4) {
            let donor = instance(seed ^ u64::try_from(chance.below(64)).unwrap());
            shatter(&mut value, &donor, &mut chance);
        }
        let document = adf::read(&value).document;
        let held = letters(&[plain_text(&document).as_str().to_owned()]);
        let lost = missing(&letters(&of_adf(&value)), &held);
        prop_assert!(lost.is_empty(), "{:?} of {}", lost, value);
        let written = adf::write(&document).value;
        prop_assert!(is_valid(&written), "{} of {}", written, value);
        prop_assert_eq!(&adf::write(&adf::read(&written).document).value, &written);
    }
}

/// Puts something else somewhere into a value.
fn shatter(value: &mut Value, donor: &Value, chance: &mut Chance) {
    let mut all = places(value);
    let place = all.remove(chance.below(all.len()));
    let donors = places(donor);
    let other = donor.pointer(&donors[chance.below(donors.len())]).unwrap().clone();
    let Some(target) = value.pointer_mut(&place) else { return };
    match (chance.below(5), target) {
        (0, Value::Object(fields)) if !fields.is_empty() => {
            let key = fields.keys().nth(chance.below(fields.len())).unwrap().clone();
            fields.remove(&key);
        }
        (1, Value::Object(fields)) if fields.contains_key("type") => {
            const KINDS: &[&str] = &[
                "paragraph",
                "text",
                "table",
                "tableRow",
                "listItem",
                "media",
                "mediaSingle",
                "taskList",
                "taskItem",
                "mention",
                "nowhere",
                "layoutSection",
                "codeBlock",
                "doc",
                "bodiedExtension",
                "nestedExpand",
                "blockTaskItem",
                "caption",
                "extension",
            ];
            fields.insert("type".to_owned(), KINDS[chance.below(KINDS.len())].into());
        }
        (2, Value::Array(items)) if !items.is_empty() => {
            let place = chance.below(items.len());
            items.insert(place, other);
        }
        (_, target) => *target = other,
    }
}

/// The places of all values in a value but itself, and itself if it has none.
fn places(value: &Value) -> Vec<String> {
    fn walk(value: &Value, path: &str, out: &mut Vec<String>) {
        let inner: Vec<(String, &Value)> = match value {
            Value::Array(items) => {
                items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect()
            }
            Value::Object(fields) => fields.iter().map(|(key, it)| (key.clone(), it)).collect(),
            _ => return,
        };
        for (key, value) in inner {
            let path = format!("{path}/{key}");
            walk(value, &path, out);
            out.push(path);
        }
    }
    let mut out = Vec::new();
    walk(value, "", &mut out);
    if out.is_empty() { vec![String::new()] } else { out }
}

/// Changes a tree here and there; a wild one also gives nodes the details of others.
struct Change {
    chance: Chance,
    wild: bool,
    details: Vec<Details>,
    blocks: Vec<Block>,
}

impl Change {
    fn gather(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.blocks.push(block.clone());
            match block {
                Block::Detailed { details, block } => {
                    self.details.push(details.clone());
                    self.gather(std::slice::from_ref(block));
                }
                Block::BulletList(items) | Block::OrderedList { items, .. } => {
                    for item in items {
                        self.details.extend(item.details.clone());
                        self.gather(&item.blocks);
                    }
                }
                Block::TaskList(tasks) => {
                    self.details.extend(tasks.iter().filter_map(|it| it.details.clone()));
                }
                Block::Quote(inner)
                | Block::Section(inner)
                | Block::Panel { blocks: inner, .. }
                | Block::Expand { blocks: inner, .. } => self.gather(inner),
                Block::Table(table) => {
                    self.details.extend(table.details.clone());
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        self.details.extend(cell.details.clone());
                        self.gather(&cell.blocks);
                    }
                }
                Block::Media(files) => {
                    self.details.extend(files.iter().filter_map(|it| it.details.clone()));
                }
                Block::Paragraph(line) | Block::Heading { inlines: line, .. } => {
                    for inline in line {
                        match inline {
                            Inline::Detailed { details, .. } => self.details.push(details.clone()),
                            Inline::Text { marks, .. } => {
                                self.details.extend(marks.details.clone());
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn now(&mut self) -> bool {
        self.chance.below(4) == 0
    }

    fn other(&mut self, details: &mut Option<Details>) {
        if self.wild && !self.details.is_empty() && self.now() {
            *details = Some(self.details[self.chance.below(self.details.len())].clone());
        }
    }

    fn blocks(&mut self, blocks: &mut Vec<Block>, depth: usize) {
        for block in blocks.iter_mut() {
            self.block(block, depth);
        }
        if self.now() && depth < 6 && !self.blocks.is_empty() {
            let block = self.blocks[self.chance.below(self.blocks.len())].clone();
            let place = self.chance.below(blocks.len() + 1);
            blocks.insert(place, block);
        }
        if self.now() && !blocks.is_empty() {
            blocks.remove(self.chance.below(blocks.len()));
        }
    }

    fn block(&mut self, block: &mut Block, depth: usize) {
        match block {
            Block::Paragraph(line) | Block::Heading { inlines: line, .. } => self.line(line),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for ListItem { blocks, details } in items {
                    self.other(details);
                    self.blocks(blocks, depth + 1);
                }
            }
            Block::TaskList(tasks) | Block::DecisionList(tasks) => self.tasks(tasks),
            Block::Quote(inner)
            | Block::Section(inner)
            | Block::Panel { blocks: inner, .. }
            | Block::Expand { blocks: inner, .. } => self.blocks(inner, depth + 1),
            Block::Table(table) => {
                self.other(&mut table.details);
                if self.now() {
                    table.rows.pop();
                }
                for Row { cells, details } in &mut table.rows {
                    self.other(details);
                    for cell in cells {
                        self.cell(cell, depth);
                    }
                }
            }
            Block::Media(files) => {
                for file in files {
                    self.file(file);
                }
            }
            Block::Detailed { details, block } => {
                if self.wild && !self.details.is_empty() && self.now() {
                    *details = self.details[self.chance.below(self.details.len())].clone();
                }
                if self.now() {
                    **block = Block::plain("replaced");
                }
                self.block(block, depth);
            }
            _ => {}
        }
    }

    fn cell(&mut self, cell: &mut Cell, depth: usize) {
        self.other(&mut cell.details);
        if self.now() {
            (cell.columns, cell.rows, cell.heading) = (2, 3, !cell.heading);
            cell.background = cell.background.is_none().then_some([1, 2, 3]);
        }
        self.blocks(&mut cell.blocks, depth + 1);
    }

    fn tasks(&mut self, tasks: &mut Vec<TaskItem>) {
        for task in tasks.iter_mut() {
            self.other(&mut task.details);
            task.done ^= self.now();
            self.line(&mut task.inlines);
            self.tasks(&mut task.children);
        }
        if self.now() {
            tasks.pop();
        }
    }

    fn line(&mut self, line: &mut Vec<Inline>) {
        for inline in line {
            if self.now() {
                self.inline(inline);
            }
        }
    }

    fn inline(&mut self, inline: &mut Inline) {
        match inline {
            Inline::Text { text, marks } => {
                self.other(&mut marks.details);
                match self.chance.below(3) {
                    0 => *text = "other".into(),
                    1 => marks.link = Some(Link::to("https://b.example/")),
                    _ => *marks = std::mem::take(marks).with(Mark::Code),
                }
            }
            Inline::Mention(mention) => {
                mention.resolved = true;
                mention.person = "5b".into();
            }
            Inline::Media(file) => self.file(file),
            Inline::Detailed { details, inline } => {
                if self.wild && !self.details.is_empty() && self.now() {
                    *details = self.details[self.chance.below(self.details.len())].clone();
                }
                self.inline(inline);
            }
            Inline::Status { text, .. } => *text = "other".into(),
            _ => {}
        }
    }

    fn file(&mut self, file: &mut Media) {
        self.other(&mut file.details);
        match self.chance.below(8) {
            0 => file.origin = MediaOrigin::Attachment("10001".into()),
            1 | 2 => {
                file.origin = MediaOrigin::Stored { id: "other".into(), collection: String::new() };
            }
            3 => file.origin = MediaOrigin::External("https://b.example/x.png".into()),
            4 => file.width = Some(77),
            5 => file.link = Some("https://b.example/".into()),
            6 => file.caption = vec![Inline::plain("below")],
            _ => file.alt = "other".into(),
        }
    }
}
