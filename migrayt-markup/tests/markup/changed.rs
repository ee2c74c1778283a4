//! What was read and then changed, and what was never right, still becomes a valid document.

use migrayt_core::richtext::{
    Block, Cell, Details, Document, Inline, Link, ListItem, Mark, Media, MediaOrigin, PanelKind,
    Row, Table, TaskItem, plain_text,
};
use migrayt_markup::adf;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

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

/// Reads a document of these blocks.
fn read(content: &Value) -> Document {
    adf::read(&json!({ "version": 1, "type": "doc", "content": content })).document
}

#[track_caller]
fn written(document: &Document, place: &str) -> Value {
    let written = adf::write(document).value;
    assert!(is_valid(&written), "{written}");
    written.pointer(place).cloned().unwrap_or_default()
}

#[test]
fn a_mention_stands_as_it_was_until_it_is_another_person() {
    let mention = json!({ "type": "mention", "attrs": {
        "id": "5b", "text": "@Ann", "accessLevel": "CONTAINER", "userType": "APP", "localId": "m" } });
    let mut document = read(&json!([{ "type": "paragraph", "content": [mention.clone()] }]));
    assert_eq!(written(&document, "/content/0/content/0"), mention);
    assert_eq!(adf::write(&document).losses, []);

    let mut resolve = |person: &str| {
        let Block::Paragraph(line) = &mut document.blocks[0] else { panic!() };
        let Inline::Detailed { inline, .. } = &mut line[0] else { panic!() };
        let Inline::Mention(mention) = &mut **inline else { panic!() };
        assert_eq!(mention.name.as_str(), "Ann");
        (mention.person, mention.resolved) = (person.into(), true);
        written(&document, "/content/0/content/0")
    };
    assert_eq!(resolve("5b"), mention);
    let other = json!({ "id": "7c", "text": "@Ann", "accessLevel": "" });
    assert_eq!(resolve("7c"), json!({ "type": "mention", "attrs": other }));
}

#[test]
fn a_picture_keeps_its_place_and_frame_when_it_is_another_file() {
    let picture = |id: &str, key: Option<&str>| {
        let mut attrs = Map::new();
        for (name, value) in [("type", "file"), ("id", id), ("collection", ""), ("alt", "a.png")] {
            attrs.insert(name.to_owned(), value.into());
        }
        attrs.insert("width".to_owned(), 33.5.into());
        key.map(|key| attrs.insert("occurrenceKey".to_owned(), key.into()));
        let border = json!({ "type": "border", "attrs": { "size": 2, "color": "#091E4224" } });
        json!({ "type": "mediaSingle", "attrs": { "layout": "wide", "width": 50 }, "content": [
            { "type": "media", "attrs": attrs, "marks": [border] },
            { "type": "caption", "content": [{ "type": "text", "text": "below" }] },
        ] })
    };
    let mut document = read(&json!([picture("old", Some("key"))]));
    assert_eq!(written(&document, "/content/0"), picture("old", Some("key")));
    let Block::Media(files) = &mut document.blocks[0] else { panic!() };
    assert_eq!(files[0].width, Some(33));
    files[0].origin = MediaOrigin::Stored { id: "new".into(), collection: String::new() };
    assert_eq!(written(&document, "/content/0"), picture("new", None));
}

#[test]
fn details_of_a_table_outlive_a_change_of_its_cells() {
    let cell = |words: &str| {
        json!({ "type": "tableCell", "attrs": { "colwidth": [120], "valign": "middle" }, "content": [
            { "type": "paragraph", "content": [{ "type": "text", "text": words }] } ] })
    };
    let table = |cells: Vec<Value>| {
        json!({ "type": "table", "attrs": { "layout": "wide", "isNumberColumnEnabled": true },
            "content": [{ "type": "tableRow", "content": cells }] })
    };
    let mut document = read(&json!([table(vec![cell("a"), cell("b")])]));
    let Block::Table(tree) = &mut document.blocks[0] else { panic!() };
    tree.rows[0].cells.remove(0);
    tree.rows[0].cells[0].blocks = vec![Block::plain("c")];
    assert_eq!(written(&document, "/content/0"), table(vec![cell("c")]));
}

#[test]
fn what_the_tree_says_wins_over_details() {
    let line = json!({ "type": "paragraph", "content": [{ "type": "text", "text": "a" }] });
    let item = json!({ "type": "listItem", "content": [line] });
    let cell = json!({ "type": "tableCell", "content": [line], "attrs": {
        "background": "RED", "colspan": 1.0, "rowspan": 9 } });
    let task = json!({ "type": "taskItem", "attrs": { "localId": "t", "state": "TODO" } });
    let decision = json!({ "type": "decisionItem", "attrs": { "localId": "d", "state": "OPEN" } });
    let content = json!([
        { "type": "heading", "attrs": { "level": 2.5 } },
        { "type": "orderedList", "attrs": { "order": 1 }, "content": [item] },
        { "type": "panel", "attrs": { "panelType": "custom" }, "content": [line] },
        { "type": "expand", "content": [line] },
        { "type": "codeBlock", "attrs": { "language": "" } },
        { "type": "table", "content": [{ "type": "tableRow", "content": [cell] }] },
        { "type": "taskList", "attrs": { "localId": "l" }, "content": [task] },
        { "type": "decisionList", "attrs": { "localId": "l" }, "content": [decision] },
    ]);
    let mut document = read(&content);
    assert_eq!(written(&document, "/content"), content);
    for block in &mut document.blocks {
        let block = match block {
            Block::Detailed { block, .. } => block,
            block => block,
        };
        match block {
            Block::Heading { level, .. } => *level = 3,
            Block::OrderedList { start, .. } => *start = 7,
            Block::Panel { kind, .. } => *kind = PanelKind::Warning,
            Block::Expand { title, .. } => *title = "title".into(),
            Block::Code { language, .. } => *language = Some("rust".to_owned()),
            Block::TaskList(tasks) | Block::DecisionList(tasks) => tasks[0].done = true,
            Block::Table(table) => {
                let cell = &mut table.rows[0].cells[0];
                (cell.columns, cell.rows, cell.background) = (2, 1, Some([0, 0, 255]));
            }
            _ => panic!(),
        }
    }
    let attrs = |place: &str| written(&document, &format!("/content/{place}/attrs"));
    assert_eq!(attrs("0"), json!({ "level": 3 }));
    assert_eq!(attrs("1"), json!({ "order": 7 }));
    assert_eq!(attrs("2"), json!({ "panelType": "warning" }));
    assert_eq!(attrs("3"), json!({ "title": "title" }));
    assert_eq!(attrs("4"), json!({ "language": "rust" }));
    assert_eq!(attrs("5/content/0/content/0"), json!({ "background": "#0000ff", "colspan": 2 }));
    assert_eq!(attrs("6/content/0"), json!({ "localId": "t", "state": "DONE" }));
    assert_eq!(attrs("7/content/0"), json!({ "localId": "d", "state": "DECIDED" }));
}

#[test]
fn marks_are_the_trees_and_comments_stay() {
    let comment =
        json!({ "type": "annotation", "attrs": { "id": "c", "annotationType": "inlineComment" } });
    let color = json!({ "type": "textColor", "attrs": { "color": "#FF0000" } });
    let marks = json!([color, { "type": "strong" }, comment]);
    let text = json!({ "type": "text", "text": "a", "marks": marks });
    let mut document = read(&json!([{ "type": "paragraph", "content": [text] }]));
    assert_eq!(written(&document, "/content/0/content/0"), text);
    let Block::Paragraph(line) = &mut document.blocks[0] else { panic!() };
    let Inline::Text { marks, .. } = &mut line[0] else { panic!() };
    assert!(marks.has(Mark::Strong) && marks.color == Some([255, 0, 0]));
    marks.color = None;
    assert_eq!(
        written(&document, "/content/0/content/0/marks"),
        json!([{ "type": "strong" }, comment])
    );
}

#[test]
fn what_may_not_stand_where_it_was_moved_stands_by_its_words() {
    let extension = json!({ "type": "extension", "attrs": {
        "extensionType": "x", "extensionKey": "y", "text": "words" } });
    let card = json!({ "type": "blockCard", "attrs": { "url": "https://a.example/" } });
    let block = read(&json!([extension, card])).blocks;
    let quoted = Document::from(vec![Block::Quote(block)]);
    let quote = written(&quoted, "/content/0/content");
    assert_eq!(quote[0], extension);
    assert_eq!(quote[1]["content"][0]["text"], "https://a.example/");
}

#[test]
fn everything_may_be_moved_everywhere() {
    let words = json!([{ "type": "text", "text": "a" }]);
    let line = json!({ "type": "paragraph", "content": words });
    let mark =
        |kind: &str, key: &str, value: Value| json!([{ "type": kind, "attrs": { key: value } }]);
    let marked = |kind: &str, level: Option<u8>, marks: Value| {
        let attrs = level.map_or(json!({}), |level| json!({ "level": level }));
        json!({ "type": kind, "attrs": attrs, "content": words, "marks": marks })
    };
    let card = json!({ "url": "https://a.example/", "layout": "wide" });
    let key = json!({ "extensionType": "x", "extensionKey": "y" });
    let column = json!({ "type": "layoutColumn", "attrs": { "width": 50 }, "content": [line] });
    let file = json!({ "type": "media", "attrs": { "type": "external", "url": "" } });
    let all = json!([
        marked("paragraph", None, mark("alignment", "align", json!("end"))),
        marked("paragraph", None, mark("indentation", "level", json!(2))),
        marked("paragraph", None, mark("fontSize", "fontSize", json!("small"))),
        marked("heading", Some(2), mark("alignment", "align", json!("end"))),
        marked("heading", Some(2), mark("indentation", "level", json!(2))),
        marked("codeBlock", None, mark("breakout", "mode", json!("wide"))),
        { "type": "expand", "attrs": {}, "content": [line], "marks": mark("breakout", "mode", json!("wide")) },
        { "type": "extension", "attrs": key },
        { "type": "bodiedExtension", "attrs": key, "content": [line] },
        { "type": "syncBlock", "attrs": { "resourceId": "r", "localId": "l" } },
        { "type": "bodiedSyncBlock", "attrs": { "resourceId": "r", "localId": "l" }, "content": [line] },
        { "type": "layoutSection", "content": [column, column] },
        { "type": "embedCard", "attrs": card },
        { "type": "blockCard", "attrs": { "url": "https://a.example/" } },
        { "type": "mediaGroup", "content": [file] },
    ]);
    let document = json!({ "version": 1, "type": "doc", "content": all });
    assert!(is_valid(&document));
    let containers: [fn(Vec<Block>) -> Block; 9] = [
        Block::Quote,
        Block::Section,
        |blocks| Block::Panel { kind: PanelKind::Note, blocks },
        |blocks| Block::Expand { title: "".into(), blocks },
        |blocks| Block::BulletList(vec![ListItem::from(blocks)]),
        |blocks| Block::Table(Table::from(vec![Row::from(vec![Cell::new(true, blocks)])])),
        |blocks| inside("bodiedExtension", blocks),
        |blocks| inside("bodiedSyncBlock", blocks),
        |blocks| inside("layoutSection", blocks),
    ];
    for (index, block) in read(&all).blocks.into_iter().enumerate() {
        for (outer, container) in containers.iter().enumerate() {
            for inner in containers {
                let moved = Document::from(vec![container(vec![inner(vec![block.clone()])])]);
                let value = adf::write(&moved).value;
                assert!(is_valid(&value), "{index} in {outer}: {value}");
            }
        }
    }
    let quoted = Document::from(vec![Block::Quote(read(&all).blocks.drain(..1).collect())]);
    let writing = adf::write(&quoted);
    assert_eq!(writing.losses[0].kind.code(), "appearance");
}

/// Blocks in the place of those that a container held.
fn inside(kind: &str, blocks: Vec<Block>) -> Block {
    let line = json!({ "type": "paragraph" });
    let column = json!({ "type": "layoutColumn", "attrs": { "width": 50 }, "content": [line] });
    let node = match kind {
        "layoutSection" => json!({ "type": kind, "content": [column, column] }),
        "bodiedExtension" => json!({ "type": kind, "content": [line],
            "attrs": { "extensionType": "x", "extensionKey": "y" } }),
        _ => json!({ "type": kind, "content": [line],
            "attrs": { "resourceId": "r", "localId": "l" } }),
    };
    let mut block = read(&json!([node])).blocks.remove(0);
    let Block::Detailed { block: section, .. } = &mut block else { panic!() };
    let Block::Section(held) = &mut **section else { panic!() };
    match held.first_mut() {
        Some(Block::Detailed { block: column, .. }) if kind == "layoutSection" => {
            **column = Block::Section(blocks);
        }
        _ => *held = blocks,
    }
    block
}

#[test]
fn addresses_that_run_code_are_dropped_and_told() {
    let link = json!({ "type": "link", "attrs": { "href": "java\nscript:x()" } });
    let content = json!([
        { "type": "paragraph", "content": [
            { "type": "text", "text": "a", "marks": [link, { "type": "strong" }] },
            { "type": "inlineCard", "attrs": { "url": "javascript:x()" } } ] },
        { "type": "mediaSingle", "attrs": { "layout": "center" }, "content": [
            { "type": "media", "attrs": { "type": "external", "url": "data:text/html,x" } } ] },
    ]);
    let document = json!({ "version": 1, "type": "doc", "content": content });
    let reading = adf::read(&document);
    let losses: Vec<_> = reading.losses.iter().map(|it| it.kind.code()).collect();
    assert_eq!(losses, ["unsafe_link"; 3]);
    let written = adf::write(&reading.document).value.to_string();
    assert!(!written.contains("href") && !written.contains("data:") && !written.contains("Card"));
    assert!(written.contains("strong"));
}

#[test]
fn nodes_that_no_one_knows_are_carried_whole_with_their_words() {
    let node = json!({ "type": "newThing", "content": [
        { "type": "paragraph", "content": [{ "type": "text", "text": "inner words" }] } ] });
    let document = read(&json!([node]));
    let Block::Unknown(unknown) = &document.blocks[0] else { panic!() };
    assert_eq!(serde_json::from_str::<Value>(unknown.raw.as_str()).unwrap(), node);
    assert_eq!(unknown.text.as_str(), "inner words");
    assert_eq!(written(&document, "/content/0/content/0/text"), "inner words");
}

#[test]
fn nesting_is_bounded_and_keeps_its_words() {
    for (outer, inner) in [
        ("bulletList", "listItem"),
        ("blockquote", "panel"),
        ("taskList", "taskList"),
        ("x", "y"),
        ("paragraph", "mention"),
    ] {
        // Not with `json!`, which copies what it holds by calls.
        let around = |kind: &str, inner: Value| {
            let mut node = Map::new();
            node.insert("type".to_owned(), kind.into());
            node.insert("content".to_owned(), Value::Array(vec![inner]));
            Value::Object(node)
        };
        let leaf = json!({ "type": "paragraph", "content": [{ "type": "text", "text": "word" }] });
        let value = (0..20_000).fold(leaf, |value, _| around(outer, around(inner, value)));
        let value = around("doc", value);
        let document = adf::read(&value).document;
        assert_eq!(plain_text(&document).as_str().trim(), "word", "{outer}");
        assert!(is_valid(&adf::write(&document).value), "{outer}");
        drop_flat(value);
    }
}

/// Drops a value level by level.
fn drop_flat(value: Value) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => open.extend(fields.into_iter().map(|it| it.1)),
            _ => {}
        }
    }
}
