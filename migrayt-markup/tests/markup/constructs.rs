//! What becomes of single constructs.

use migrayt_core::richtext::{Block, Inline, MediaOrigin};
use migrayt_markup::{LossKind, Reading, adf, html, markdown};
use serde_json::{Value, json};

use crate::schema::assert_valid;

const GUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";

/// The blocks that an HTML text becomes in ADF.
fn blocks(text: &str) -> Value {
    let mut document = adf::write(&html::read(text).document).value;
    assert_valid(&document, text);
    document["content"].take()
}

fn losses(reading: &Reading) -> Vec<LossKind> {
    reading.losses.iter().map(|loss| loss.kind).collect()
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn marked(text: &str, mark: &Value) -> Value {
    json!({ "type": "text", "text": text, "marks": [mark] })
}

fn paragraph(content: &[Value]) -> Value {
    json!({ "type": "paragraph", "content": content })
}

#[test]
fn links_that_run_code_keep_their_words_only() {
    for href in [
        "javascript:alert(1)",
        " JAVA\nSCRIPT:x",
        "&#1;javascript:x",
        "data:text/html,x",
        "vbscript:x",
    ] {
        let body = format!("<a href=\"{href}\">word</a>");
        let reading = html::read(&body);
        assert_eq!(losses(&reading), [LossKind::UnsafeLink], "{href}");
        assert_eq!(blocks(&body), json!([paragraph(&[text("word")])]), "{href}");
    }
    let reading = markdown::read("[word](javascript:alert(1))");
    assert_eq!(losses(&reading), [LossKind::UnsafeLink]);
}

#[test]
fn scripts_styles_handlers_and_frames_never_arrive() {
    let body = "<p onclick='x()'>a</p><script>b</script><style>c</style>\
                <iframe src='https://a.example'>d</iframe><object>e</object>";
    assert_eq!(
        losses(&html::read(body)),
        [
            LossKind::DroppedHandler,
            LossKind::DroppedScript,
            LossKind::DroppedStyle,
            LossKind::DroppedEmbed,
            LossKind::DroppedEmbed,
        ]
    );
    assert_eq!(blocks(body), json!([paragraph(&[text("a")]), paragraph(&[text("e")])]));
}

#[test]
fn mentions_are_persons_until_a_second_step_resolves_them() {
    let body = format!("hi <a href='#' data-vss-mention='version:2.0,{GUID}'>@Ann Bell</a>!");
    let mut reading = html::read(&body);
    let Some(Block::Paragraph(line)) = reading.document.blocks.first_mut() else { panic!() };
    let Some(Inline::Mention(mention)) = line.get_mut(1) else { panic!() };
    assert_eq!((mention.person.as_str(), mention.name.as_str()), (GUID, "Ann Bell"));
    assert!(!mention.resolved);
    mention.resolved = true;
    let written = adf::write(&reading.document);
    assert_eq!(written.losses, []);
    let attributes = json!({ "id": GUID, "text": "@Ann Bell", "accessLevel": "" });
    let expected = [text("hi "), json!({ "type": "mention", "attrs": attributes }), text("!")];
    assert_eq!(written.value["content"], json!([paragraph(&expected)]));

    let written = adf::write(&html::read(&body).document);
    assert_eq!(written.losses[0].kind, LossKind::MentionAsText);
    let read = markdown::read(&format!("hi @<{GUID}>"));
    let Block::Paragraph(line) = &read.document.blocks[0] else { panic!() };
    assert!(matches!(&line[1], Inline::Mention(it) if it.person.as_str() == GUID));
}

#[test]
fn a_mention_that_is_never_closed_does_not_swallow_the_page() {
    let body =
        format!("<a data-vss-mention='version:2.0,{GUID}'>@Ann<p>one</p><ul><li>two</li></ul>");
    let kinds: Vec<Value> =
        blocks(&body).as_array().unwrap().iter().map(|block| block["type"].clone()).collect();
    assert_eq!(kinds, ["paragraph", "paragraph", "bulletList"]);
}

#[test]
fn work_items_are_references() {
    let href = "https://dev.azure.com/fabrikam/Shop/_workitems/edit/17";
    let body = format!("see <a href='{href}'>Bug 17</a>");
    let Block::Paragraph(line) = &html::read(&body).document.blocks[0] else { panic!() };
    let Inline::Item(reference) = &line[1] else { panic!() };
    assert_eq!(reference.item.as_str(), "17");
    assert_eq!(reference.text.as_str(), "Bug 17");
    let mark = json!({ "type": "link", "attrs": { "href": href } });
    assert_eq!(blocks(&body), json!([paragraph(&[text("see "), marked("Bug 17", &mark)])]));
    let Block::Paragraph(line) = &markdown::read("see #17").document.blocks[0] else { panic!() };
    assert!(matches!(&line[1], Inline::Item(it) if it.item.as_str() == "17"));
}

#[test]
fn pictures_are_files_with_an_identity() {
    let url = format!("https://dev.azure.com/f/P/_apis/wit/attachments/{GUID}?fileName=a%20b.png");
    let body = format!("<p>x <img src='{url}' width=30 style='height:40px'> y</p>");
    let mut reading = html::read(&body);
    let Block::Paragraph(line) = &mut reading.document.blocks[0] else { panic!() };
    let Inline::Media(media) = &mut line[1] else { panic!() };
    assert_eq!((media.alt.as_str(), media.width, media.height), ("a b.png", Some(30), Some(40)));
    assert!(matches!(&media.origin, MediaOrigin::Attachment(id) if id.as_str() == GUID));
    let pending = adf::write(&reading.document);
    assert_eq!(pending.losses[0].kind, LossKind::ImagePending);
    assert_eq!(adf::text(&pending.value), "x a b.png y");

    let Block::Paragraph(line) = &mut reading.document.blocks[0] else { panic!() };
    let Inline::Media(media) = &mut line[1] else { panic!() };
    media.origin = MediaOrigin::Stored { id: "m-1".into(), collection: String::new() };
    let shown = adf::write(&reading.document);
    assert_eq!(shown.losses, []);
    assert_valid(&shown.value, "picture");
    let attributes = json!({
        "type": "file", "id": "m-1", "collection": "", "alt": "a b.png", "width": 30, "height": 40,
    });
    assert_eq!(shown.value["content"][1]["content"][0]["attrs"], attributes);
}

#[test]
fn pictures_without_an_address_leave_their_name() {
    for (source, kind) in [
        ("data:image/png;base64,AA==", LossKind::ImageEmbedded),
        ("file:///C:/a.png", LossKind::ImageUnreachable),
        ("cid:part1", LossKind::ImageUnreachable),
    ] {
        let body = format!("<p>a<img src='{source}' alt='chart'>b</p>");
        assert_eq!(losses(&html::read(&body)), [kind], "{source}");
        assert_eq!(blocks(&body), json!([paragraph(&[text("a chart b")])]));
    }
}

#[test]
fn lists_of_boxes_are_tasks() {
    let document = adf::write(&markdown::read("- [x] a\n- [ ] b\n  - [ ] c").document).value;
    assert_valid(&document, "tasks");
    let list = &document["content"][0];
    assert_eq!(list["type"], "taskList");
    let states: Vec<&Value> = [0, 1].map(|item| &list["content"][item]["attrs"]["state"]).into();
    assert_eq!(states, ["DONE", "TODO"]);
    assert_eq!(list["content"][2]["type"], "taskList");

    let mixed = adf::write(&markdown::read("- [x] a\n- b").document).value;
    assert_eq!(mixed["content"][0]["type"], "bulletList");
    assert_eq!(adf::text(&mixed), "\u{2611} a\nb");
}

#[test]
fn spans_of_cells_end_with_the_table() {
    let body = "<table><tr><th colspan=2>a<td rowspan=9>b<tr><td bgcolor=red>c<td>d</table>";
    let rows = blocks(body)[0]["content"].clone();
    assert_eq!(rows[0]["content"][0]["type"], "tableHeader");
    assert_eq!(rows[0]["content"][0]["attrs"], json!({ "colspan": 2 }));
    assert_eq!(rows[0]["content"][1]["attrs"], json!({ "rowspan": 2 }));
    assert_eq!(rows[1]["content"][0]["attrs"], json!({ "background": "#ff0000" }));
    let losses = adf::write(&html::read(body).document).losses;
    assert_eq!(losses[0].kind, LossKind::TableSpan);
    assert_eq!(losses[0].path.to_string(), "table[0]/row[0]/cell[1]");
}

#[test]
fn a_table_in_a_list_parts_it_and_numbers_go_on() {
    let body = "<ol><li>a<li>b<table><tr><td>c</table>d<li>e</ol>";
    let kinds: Vec<Value> = blocks(body)
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!([it["type"], it["attrs"]["order"]]))
        .collect();
    assert_eq!(
        Value::from(kinds),
        json!([["orderedList", null], ["table", null], ["orderedList", 2]])
    );
    assert_eq!(adf::write(&html::read(body).document).losses[0].kind, LossKind::TableLifted);
}

#[test]
fn a_table_in_a_table_is_flattened() {
    let body = "<table><tr><td>a<table><tr><td>b<td>c</table></table>";
    let written = adf::write(&html::read(body).document);
    assert_valid(&written.value, body);
    assert_eq!(written.losses[0].kind, LossKind::NestedTableFlattened);
    assert_eq!(adf::text(&written.value), "a\nb\nc");
}

#[test]
fn code_keeps_its_lines_and_its_language() {
    let body = "<pre><code class='language-rust'>fn a() {\n    <b>b()</b>;\n}\n</code></pre>";
    let code = json!({
        "type": "codeBlock",
        "attrs": { "language": "rust" },
        "content": [text("fn a() {\n    b();\n}")],
    });
    assert_eq!(blocks(body), json!([code]));
    let document = adf::write(&markdown::read("```rust\nfn a() {\n    b();\n}\n```").document);
    assert_eq!(document.value["content"], json!([code]));
    let document = adf::write(&markdown::read("```\n\na\n\n\nb\n```").document);
    assert_eq!(adf::text(&document.value), "\na\n\n\nb");
}

#[test]
fn paragraphs_of_word_lists_become_lists() {
    let item = |level, marker: &str, words: &str| {
        format!(
            "<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]>\
             <span style='mso-list:Ignore'>{marker}<span>&nbsp;</span></span><![endif]>{words}</p>"
        )
    };
    let body = item(1, "3.", "a") + &item(2, "\u{b7}", "b") + &item(1, "4.", "c") + "<p>d</p>";
    let list = json!([
        { "type": "orderedList", "attrs": { "order": 3 }, "content": [
            { "type": "listItem", "content": [
                paragraph(&[text("a")]),
                { "type": "bulletList", "content": [
                    { "type": "listItem", "content": [paragraph(&[text("b")])] },
                ] },
            ] },
            { "type": "listItem", "content": [paragraph(&[text("c")])] },
        ] },
        paragraph(&[text("d")]),
    ]);
    assert_eq!(blocks(&body), list);
}

#[test]
fn spaces_are_those_that_a_browser_shows() {
    let body = "<p>  a \n <b> b</b> c&nbsp; </p>\n<div><br></div><div>d<br>e<br></div>";
    let strong = marked("b", &json!({ "type": "strong" }));
    let lines = [text("d"), json!({ "type": "hardBreak" }), text("e")];
    assert_eq!(
        blocks(body),
        json!([
            paragraph(&[text("a "), strong, text(" c\u{a0}")]),
            paragraph(&[]),
            paragraph(&lines),
        ])
    );
}

#[test]
fn characters_that_no_tracker_stores_part_words_or_go() {
    let body = "a\u{b}b\u{1}c\u{fffe}d\u{85}e";
    assert_eq!(blocks(body), json!([paragraph(&[text("a bcd e")])]));
}

#[test]
fn a_link_without_end_is_not_carried() {
    let body = format!("<a href='https://a.example/{}'>word</a>", "x".repeat(9_000));
    assert_eq!(losses(&html::read(&body)), [LossKind::LinkNotCarried]);
    assert_eq!(blocks(&body), json!([paragraph(&[text("word")])]));
}

#[test]
fn losses_name_places_and_no_words() {
    let body = "<ul><li>secret<li><a href='javascript:secret'>secret</a></ul>";
    let losses = html::read(body).losses;
    assert_eq!(losses[0].path.to_string(), "list[0]/item[1]");
    assert!(!format!("{losses:?}").contains("secret"));
    assert!(!serde_json::to_string(&losses).unwrap().contains("secret"));
}

#[test]
fn what_follows_a_list_of_word_ends_where_it_ends() {
    let item = "<p style='mso-list:l0 level2 lfo1'>item</p>";
    for inner in [
        "<table><tr><td>in</td></tr></table>",
        "<blockquote>in</blockquote>",
        "<ul><li>in</li></ul>",
        "<h2>in</h2>",
        "<details><summary>in</summary>in</details>",
    ] {
        let found = blocks(&format!("{item}{inner}<p>after</p>"));
        let after = found.as_array().unwrap().last().unwrap();
        assert_eq!(*after, paragraph(&[text("after")]), "{inner}");
    }
}
