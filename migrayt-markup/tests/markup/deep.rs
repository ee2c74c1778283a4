//! Texts that are made to break readers: very deep, never closed, multiplied.

use migrayt_markup::{LossKind, adf, html, markdown};

use crate::oracle::{missing, of_adf, of_html};
use crate::schema::assert_valid;

const MANY: usize = 100_000;
/// Deep enough for all limits, and still short enough for the validator.
const FEW: usize = 2_000;

/// Checks texts of both sizes.
#[track_caller]
fn check_of(what: &str, text: impl Fn(usize) -> String) {
    check(&text(FEW), what);
    check(&text(MANY), what);
}

/// Checks that words inside are kept, that the document is valid and not many times as long as
/// the text.
#[track_caller]
fn check(text: &str, what: &str) {
    let reading = html::read(text);
    let document = adf::write(&reading.document).value;
    if text.len() < 20 * FEW {
        assert_valid(&document, what);
    }
    let lost = missing(&of_html(text), &of_adf(&document));
    assert!(lost.is_empty(), "{what}: {} words", lost.len());
    let length = document.to_string().len();
    assert!(length < 50 * text.len() + 100_000, "{what}: {length} of {}", text.len());
}

/// A text of so many numbers.
fn numbered(many: usize, head: &str, tail: &str) -> String {
    let numbers = (0..many).map(|number| [head, &number.to_string(), tail].concat());
    numbers.collect::<Vec<_>>().concat()
}

#[test]
fn open_tags_nest_as_deep_as_they_like() {
    for tags in [
        "<div>",
        "<b>",
        "<span>",
        "<font color=red>",
        "<a href=http://a.example>",
        "<blockquote>",
        "<ul>",
        "<ul><li>",
        "<ol><li><p>",
        "<table>",
        "<table><tr><td>",
        "<pre>",
        "<h1>",
        "<details>",
        "<details><summary>",
        "<p><b>",
        "<p><i><u>",
        "<li>",
        "<td>",
        "<section>",
        "<x-y>",
        "<svg>",
        "<select>",
        "<form>",
        "<button>",
        "<math><mi>",
        "<template>",
        "<dl><dt>",
    ] {
        check_of(tags, |many| format!("first {} last", tags.repeat(many)));
    }
}

#[test]
fn closed_tags_nest_as_deep_as_they_like() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<blockquote>", "</blockquote>"),
        ("<ul><li>", "</li></ul>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<em>", "</em>"),
    ] {
        check_of(open, |many| format!("a {} b {} c", open.repeat(many), close.repeat(many)));
    }
}

#[test]
fn end_tags_without_a_beginning_do_nothing() {
    for tag in ["</div>", "</p>", "</b>", "</table>", "</br>", "</li>"] {
        check_of(tag, |many| format!("a {} b", tag.repeat(many)));
    }
}

#[test]
fn words_stand_between_all_levels() {
    check_of("words", |many| numbered(many, "<div>w", " <b>"));
    check_of("items", |many| numbered(many, "<ul><li>w", ""));
    let reading = html::read(&"<ul><li>w".repeat(100));
    assert!(reading.losses.iter().any(|loss| loss.kind == LossKind::Depth));
}

#[test]
fn what_never_ends_ends_with_the_text() {
    for text in
        ["a <!-- b", "a <script> b", "a <p title='b", "a <![CDATA[ b", "a &am", "a <", "a </"]
    {
        check(text, text);
    }
}

#[test]
fn markdown_nests_as_deep_as_it_likes() {
    for text in [
        format!("{} word", ">".repeat(10_000)),
        format!("{} word", "- ".repeat(5_000)),
        format!("{} word", "*a **b ".repeat(10_000)),
        format!("{} word", "[".repeat(20_000)),
        format!("{} word", "![".repeat(20_000)),
        (0..300)
            .map(|level: usize| {
                ["  ".repeat(level).as_str(), "- w", &level.to_string(), "\n"].concat()
            })
            .collect::<Vec<_>>()
            .concat(),
    ] {
        let document = adf::write(&markdown::read(&text).document).value;
        assert_valid(&document, "markdown");
        let last = if text.contains("word") { "word" } else { "w299" };
        assert!(of_adf(&document).iter().any(|word| word.ends_with(last)), "{}", &text[..20]);
    }
}
