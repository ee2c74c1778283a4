//! Random texts and trees, the same ones in every run.

use migrayt_core::richtext::{Inline, Mark, Marks};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// How random tests run: from one seed, without files.
pub(crate) fn config(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(0x6d67),
        failure_persistence: None,
        ..Config::default()
    }
}

/// Elements that may stand anywhere in a soup of tags.
const TAGS: &[&str] = &[
    "p",
    "div",
    "span",
    "b",
    "i",
    "u",
    "s",
    "code",
    "pre",
    "h1",
    "h3",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "a",
    "font",
    "sub",
    "sup",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "section",
    "center",
    "mark",
    "o:p",
    "x-y",
    "label",
];

const WHOLE: &[&str] = &[
    "<br>",
    "<hr>",
    "<img src='https://a.example/b.png'>",
    "<img src='data:image/png;base64,AA=='>",
    "<img src='https://dev.azure.com/f/_apis/wit/attachments/0a1b2c3d-0000-4000-8000-00000000000f'>",
    "<input type=checkbox checked>",
    "<!-- unseen -->",
    "<script>unseen()</script>",
    "<style>unseen{}</style>",
    "<a href='javascript:x()'>",
    "<a href='https://a.example/'>",
    "<a href='https://dev.azure.com/f/P/_workitems/edit/17'>",
    "<a href='#' data-vss-mention='version:2.0,0a1b2c3d-0000-4000-8000-00000000000f'>",
    "<td rowspan=9 colspan=3>",
    "<p style='mso-list:l0 level1 lfo1'>",
    "<p style='mso-list:l0 level3 lfo1'><span style='mso-list:Ignore'>2.</span>",
    "<span style='white-space:pre'>",
    "<span style='color:#f00;background:yellow;font-weight:bold'>",
    "<ol start=4>",
    "<li role=checkbox aria-checked=true>",
];

/// HTML as no one should write it.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c\u{e4}\u{4e2d}]{1,3}",
        3 => "[ \n\t\u{a0}]{1,2}",
        2 => prop::sample::select(TAGS).prop_map(|tag| format!("<{tag}>")),
        2 => prop::sample::select(TAGS).prop_map(|tag| format!("</{tag}>")),
        2 => prop::sample::select(WHOLE).prop_map(str::to_owned),
        1 => prop::sample::select(&["&amp;", "&lt;", "&nbsp;", "&#8217;", "&x", "<", "\u{b}", "\0"][..])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Markdown of all constructs, well and badly put together.
pub(crate) fn marks() -> impl Strategy<Value = String> {
    const MARKS: &[&str] = &[
        "# ",
        "> ",
        "- ",
        "1. ",
        "* ",
        "- [x] ",
        "- [ ] ",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "```\n",
        "| ",
        " |",
        "|---|\n",
        "---\n",
        "[a](",
        ")",
        "![",
        "](b.png)",
        "[",
        "]",
        "<b>",
        "</b>",
        "<br>",
        "\\",
        "    ",
        "#12",
        "http://a.example",
        "<http://b.example>",
        "&amp;",
        "<!-- c -->",
        ":",
        "\n\n",
        "\n",
        "@<0a1b2c3d-0000-4000-8000-00000000000f>",
    ];
    let piece = prop_oneof![
        3 => "[a-c\u{e4}]{1,3}",
        2 => "[ \n]{1,2}",
        3 => prop::sample::select(MARKS).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// HTML as it should be written: every element closed, and where it may stand.
pub(crate) fn page() -> impl Strategy<Value = String> {
    let text = || prop_oneof!["[a-c\u{e4}]{1,3}", Just(" ".to_owned()), Just("&amp;".to_owned())];
    let line = text().prop_recursive(3, 12, 4, |inner| {
        let some = prop::collection::vec(inner, 0..4).prop_map(|parts| parts.concat());
        prop_oneof![
            3 => (prop::sample::select(LINES), some.clone())
                .prop_map(|(tag, inner)| element(tag, &inner)),
            2 => some,
            1 => Just("<br>".to_owned()),
        ]
    });
    let linked = prop_oneof![
        5 => line.clone(),
        1 => (prop::sample::select(LINKS), line)
            .prop_map(|(link, inner)| format!("<a {link}>{inner}</a>")),
    ];
    let lines = prop_oneof![
        3 => linked.clone(),
        1 => (prop::sample::select(&["p", "h1", "h4", "pre", "div", "address"][..]), linked.clone())
            .prop_map(|(tag, inner)| element(tag, &inner)),
    ];
    lines.prop_recursive(5, 40, 4, move |inner| {
        let flow = prop::collection::vec(inner, 0..4).prop_map(|parts| parts.concat());
        prop_oneof![
            2 => flow.clone(),
            2 => (prop::sample::select(&["div", "blockquote", "section", "center"][..]), flow.clone())
                .prop_map(|(tag, inner)| element(tag, &inner)),
            2 => (prop::sample::select(&["ul", "ol"][..]), prop::collection::vec(flow.clone(), 0..3))
                .prop_map(|(tag, items)| element(tag, &each("li", &items))),
            1 => prop::collection::vec(prop::collection::vec(flow.clone(), 0..3), 0..3)
                .prop_map(|rows| {
                    let rows: Vec<String> = rows.iter().map(|row| each("td", row)).collect();
                    element("table", &each("tr", &rows))
                }),
            1 => (linked.clone(), flow.clone())
                .prop_map(|(title, inner)| {
                    element("details", &(element("summary", &title) + &inner))
                }),
            1 => (linked.clone(), flow)
                .prop_map(|(term, inner)| element("dl", &(element("dt", &term) + &element("dd", &inner)))),
        ]
    })
}

const LINES: &[&str] =
    &["span", "b", "i", "u", "s", "code", "sub", "sup", "mark", "font", "o:p", "q"];
const LINKS: &[&str] = &[
    "href='https://a.example/'",
    "href='javascript:x()'",
    "href='https://dev.azure.com/f/P/_workitems/edit/17'",
    "name=x",
];

fn each(tag: &str, inner: &[String]) -> String {
    inner.iter().map(|inner| element(tag, inner)).collect()
}

fn element(tag: &str, inner: &str) -> String {
    format!("<{tag}>{inner}</{tag}>")
}

/// A piece of a line made of these signs, marked or not, or a break.
pub(crate) fn line_of(signs: &'static [&'static str]) -> impl Strategy<Value = Inline> {
    let text = prop_oneof![
        4 => prop::sample::select(signs).prop_map(str::to_owned),
        2 => "[a-c0-9]{1,2}",
        2 => Just(" ".to_owned()),
    ];
    let text = prop::collection::vec(text, 1..5).prop_map(|parts| parts.concat());
    let mark = prop::option::of(prop::sample::select(
        &[Mark::Strong, Mark::Emphasis, Mark::Strike, Mark::Code, Mark::Underline][..],
    ));
    prop_oneof![
        6 => (text, mark).prop_map(|(text, mark)| {
            Inline::marked(text, mark.map(Marks::of).unwrap_or_default())
        }),
        1 => Just(Inline::Break),
    ]
}
