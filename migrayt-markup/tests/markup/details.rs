//! What the tree says wins over details, and details outlive a change beside them.

use migrayt_core::richtext::{
    Block, Cell, Document, Inline, ItemReference, ListItem, Mark, MediaOrigin, PanelKind, Row,
    Table, plain_text,
};
use migrayt_markup::{Loss, adf, html, markdown, wiki};
use serde_json::{Map, Value, json};

use crate::schema::is_valid;

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

#[test]
fn what_is_seen_of_another_format_is_a_loss_and_what_is_not_is_none() {
    let lost = |content: Value| {
        let losses = html::write(&read(&json!([content]))).losses;
        losses
            .iter()
            .map(|it| format!("{} {} {}", it.kind.code(), it.path, it.count))
            .collect::<Vec<_>>()
    };
    let text = json!({ "type": "text", "text": "a" });
    let cell = |attrs: Value| {
        json!({ "type": "tableCell", "attrs": attrs, "content": [
        { "type": "paragraph", "attrs": { "localId": "p" }, "content": [text] } ] })
    };
    let table = |attrs: Value, inner: Value| {
        json!({ "type": "table", "attrs": attrs, "content": [
        { "type": "tableRow", "content": [cell(inner)] } ] })
    };
    let none = [
        table(
            json!({ "localId": "t", "layout": "default", "isNumberColumnEnabled": false }),
            json!({ "colspan": 1, "background": "#FF0010" }),
        ),
        json!({ "type": "taskList", "attrs": { "localId": "l" }, "content": [
            { "type": "taskItem", "attrs": { "localId": "i", "state": "DONE" }, "content": [text] } ] }),
        json!({ "type": "paragraph", "content": [
            { "type": "text", "text": "a", "marks": [{ "type": "strong" }, { "type": "em" }] } ] }),
    ];
    for content in none {
        assert_eq!(lost(content), [""; 0]);
    }
    let seen = [
        (
            table(
                json!({ "layout": "wide" }),
                json!({ "colwidth": [100], "background": "#ff001080" }),
            ),
            "table[0] 2",
        ),
        (
            json!({ "type": "paragraph", "content": [text],
            "marks": [{ "type": "alignment", "attrs": { "align": "end" } }] }),
            "paragraph[0] 1",
        ),
        (
            json!({ "type": "panel", "attrs": { "panelType": "custom", "panelColor": "#123456" },
            "content": [{ "type": "paragraph", "content": [text] }] }),
            "panel[0] 1",
        ),
        (json!({ "type": "codeBlock", "attrs": { "wrap": true }, "content": [text] }), "code[0] 1"),
        (
            json!({ "type": "blockCard", "attrs": { "url": "https://a.example/" } }),
            "paragraph[0] 1",
        ),
        (
            json!({ "type": "mediaSingle", "attrs": { "layout": "wrap-left" }, "content": [
            { "type": "media", "attrs": { "type": "external", "url": "https://a.example/b.png" } } ] }),
            "media[0] 1",
        ),
    ];
    for (content, place) in seen {
        assert_eq!(lost(content), [format!("appearance {place}")]);
    }
}

#[test]
fn what_html_and_wiki_markup_show_otherwise_is_a_loss_elsewhere() {
    let codes = |losses: Vec<Loss>| losses.iter().map(|it| it.kind.code()).collect::<Vec<_>>();
    let centred = html::read("<p style='text-align:center'>a</p><p style='text-align:left'>b</p>");
    assert_eq!(codes(html::write(&centred.document).losses), [""; 0]);
    assert_eq!(codes(adf::write(&centred.document).losses), ["appearance"]);
    assert_eq!(codes(markdown::write(&centred.document).losses), ["appearance"]);
    assert_eq!(codes(wiki::write(&centred.document).losses), ["appearance"]);
    for (text, lost) in [
        ("{panel:bgColor=#DEEBFF}a{panel}", false),
        ("{panel:bgColor=#123456}a{panel}", true),
        ("{panel:borderStyle=dashed}a{panel}", true),
        ("{code:java|linenumbers=true}a{code}", true),
        ("{code:xml:title=a}a{code}", false),
        ("[a|https://a.example|smart-link]", true),
        ("[a|https://a.example|tip]", false),
        ("!https://a.example/b.png|thumbnail!", true),
        ("!https://a.example/b.png|width=3!", false),
    ] {
        let document = wiki::read(text).document;
        assert_eq!(codes(wiki::write(&document).losses), [""; 0], "{text}");
        let expected = if lost { &["appearance"][..] } else { &[] };
        assert_eq!(codes(html::write(&document).losses), expected, "{text}");
    }
}

#[test]
fn a_reference_without_an_address_is_words() {
    let reference = |href: Option<&str>| {
        let (item, text, href) = ("SHOP-1".into(), "SHOP-1".into(), href.map(Into::into));
        Document::from(vec![Block::Paragraph(vec![Inline::Item(ItemReference {
            item,
            text,
            href,
        })])])
    };
    let lost = |href| {
        let losses = adf::write(&reference(href)).losses;
        losses.iter().map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    assert_eq!(lost(None), ["item_as_text"]);
    assert_eq!(lost(Some("javascript:x()")), ["item_as_text"]);
    assert_eq!(lost(Some("https://a.example/browse/SHOP-1")), [""; 0]);
}
