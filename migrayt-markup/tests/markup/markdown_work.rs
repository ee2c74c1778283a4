//! Texts made to cost more than their length: what comes out of them is counted.

use migrayt_core::richtext::{Block, Document};
use migrayt_markup::{adf, markdown};

/// The bytes that a text becomes as ADF, and as Markdown again.
fn made(text: &str) -> (usize, usize) {
    let document = markdown::read(text).document;
    let written = markdown::write(&document).value;
    (adf::write(&document).value.to_string().len(), written.len())
}

/// Checks that ten times the text makes no more than ten times as much.
#[track_caller]
fn check(what: &str, text: impl Fn(usize) -> String) {
    let (one, ten) = (text(400), text(4_000));
    let ((tree, written), (trees, all)) = (made(&one), made(&ten));
    assert!(trees <= 12 * tree + 10_000, "{what}: {tree} {trees}");
    assert!(all <= 12 * written + 10_000, "{what}: {written} {all}");
    assert!(all <= 120 * ten.len() + 10_000, "{what}: {all} of {}", ten.len());
}

#[test]
fn what_is_made_grows_with_the_text_alone() {
    for signs in [
        "*a **b ",
        "_a ",
        "~~a ",
        "[",
        "![",
        "[a](",
        "](",
        "<a ",
        "<!-- ",
        "<![CDATA[",
        "<?",
        "<b>",
        "`",
        "`a``",
        "\\",
        "&",
        "> ",
        "- ",
        "1. ",
        "* + - ",
        "- \n",
        "- a\n\n",
        "> - ",
        "#",
        "|",
        "|a|\n|-|\n",
        "@<",
        "#1 ",
        "http://",
        "://a",
        ":a",
        "\n \n",
        "a  \n",
        "\u{a0}",
        "<details>",
        "</td>",
        "[a]: b\n[a]\n",
        "=",
        "$",
        "\"",
        "(",
        "![a](b =1x1",
        "\t- ",
        "[!NOTE]\n> ",
    ] {
        check(signs, |many| signs.repeat(many));
        check(signs, |many| format!("a {} word", signs.repeat(many)));
    }
    check("deeper", |many| {
        let level = |level| "  ".repeat(level % 150) + "- a\n";
        (0..many / 10).map(level).collect()
    });
    check("backticks", |many| (0..many / 50).map(|run| "`".repeat(run % 90) + "a").collect());
    check("blank lines in lists", |many| "- ".repeat(many) + "a" + &"\n".repeat(many));
    check("wide tables", |many| {
        let width = many / 20;
        format!("{}|\n{}|\n{}", "|a".repeat(width), "|-".repeat(width), "|\n".repeat(20))
    });
}

#[test]
fn lists_are_as_deep_as_the_tree_takes_and_words_stay() {
    let text = "- ".repeat(5_000) + "word";
    let document = markdown::read(&text).document;
    let mut blocks = &document.blocks;
    let mut depth = 0;
    while let Some(Block::BulletList(items)) = blocks.first() {
        blocks = &items[0].blocks;
        depth += 1;
    }
    assert!((20..48).contains(&depth), "{depth}");
    let written = markdown::write(&document).value;
    assert!(written.ends_with("word"));
    assert!(markdown::read(&written).document == document);
    assert!(Document::default() == markdown::read("").document);
}
