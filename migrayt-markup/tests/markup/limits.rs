//! Texts that are longer than their target takes.

use migrayt_core::Content;
use migrayt_core::richtext::{Block, Document, Format, Original, plain_text};
use migrayt_markup::limit::{Limit, Overflow};
use migrayt_markup::{LossKind, adf, html};

use crate::oracle::{missing, of_html};

#[test]
fn the_limit_is_jiras() {
    assert_eq!(Limit::JIRA.units(), adf::TEXT_LIMIT);
    let fits = |many| {
        let text = adf::text(
            &adf::write(&Document::from(vec![Block::plain("\u{1f604}".repeat(many))])).value,
        );
        Limit::JIRA.exceeded(&text)
    };
    assert_eq!(fits(16_383), None);
    assert_eq!(fits(16_384), Some(32_768));
}

#[test]
fn a_text_that_is_too_long_is_attached_whole() {
    let body: String = (0..20_000)
        .map(|number| format!("<p>w{number} <b>x</b></p>"))
        .chain(["<script>no()</script>".to_owned(), "<a href='javascript:no()'>end</a>".to_owned()])
        .collect();
    let text = Content::text(body);
    let mut document = html::read(text.as_str()).document;
    let written = adf::write(&document).value;
    let length = Limit::JIRA.exceeded(&adf::text(&written)).expect("too long");
    let name = "System.Description".to_owned();
    document.originals = vec![Original { name, format: Format::Html, text: text.clone() }];
    let overflow = Overflow::of(&document, "description", length, Limit::JIRA);

    let [original] = overflow.originals.as_slice() else { panic!("one original") };
    assert_eq!(original.name, "SystemDescription.original.html.txt");
    assert_eq!(original.bytes.expose(), text.as_str().as_bytes());
    let page = String::from_utf8(overflow.readable.bytes.expose().clone()).unwrap();
    assert_eq!(missing(&of_html(text.as_str()), &of_html(&page)), [""; 0]);
    assert!(!page.contains("<script") && !page.contains("javascript:"));
    assert!(page.starts_with("<!DOCTYPE html><html><head><meta charset=\"utf-8\">"));

    let pointer = adf::write(&overflow.pointer);
    assert_eq!(Limit::JIRA.exceeded(&adf::text(&pointer.value)), None);
    let words = plain_text(&overflow.pointer);
    for name in [&original.name, &overflow.readable.name] {
        assert!(words.as_str().contains(name.as_str()), "{name}");
    }
    assert!(words.as_str().contains(&length.to_string()));
    let kinds: Vec<_> = overflow.losses.iter().map(|loss| loss.kind).collect();
    assert_eq!(kinds, [LossKind::MovedToAttachment]);
}
