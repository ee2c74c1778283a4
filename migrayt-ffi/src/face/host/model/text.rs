//! Formatted texts in the formats that hosts have.

use migrayt_core::Content;
use migrayt_core::richtext::{Block, Document, Format, Original};
use migrayt_markup::{Loss, Reading, Writing, adf, html, markdown, wiki};

use super::datum::Datum;
use super::words::Words;

/// A document as a host of a format takes it.
pub(in crate::face::host) fn write(format: Format, document: &Document) -> (Datum, Vec<Loss>) {
    let text = |of: fn(Words) -> Datum, writing: Writing<String>| {
        (of(writing.value.into()), writing.losses)
    };
    match format {
        Format::Markdown => text(Datum::Markdown, markdown::write(document)),
        Format::Wiki => text(Datum::Wiki, wiki::write(document)),
        Format::Adf => {
            let Writing { value, losses } = adf::write(document);
            (Datum::Adf(value), losses)
        }
        _ => text(Datum::Html, html::write(document)),
    }
}

/// A formatted text as the host gives it; none if the value is no text.
pub(in crate::face::host) fn read(datum: &Datum) -> Option<Reading> {
    Some(match datum {
        Datum::Html(text) => html::read(text.as_str()),
        Datum::Markdown(text) => markdown::read(text.as_str()),
        Datum::Wiki(text) => wiki::read(text.as_str()),
        Datum::Adf(document) => adf::read(document),
        Datum::Text(text) => plain(text.as_str()),
        _ => return None,
    })
}

/// The same, with the text kept beside the tree under a name, so that it can be handed on whole.
pub(in crate::face::host) fn keep(name: &str, datum: &Datum) -> Option<Reading> {
    let mut reading = read(datum)?;
    let (format, text) = match datum {
        Datum::Html(text) => (Format::Html, text.0.clone()),
        Datum::Markdown(text) => (Format::Markdown, text.0.clone()),
        Datum::Wiki(text) => (Format::Wiki, text.0.clone()),
        Datum::Adf(document) => (Format::Adf, Content::new(document.to_string())),
        _ => return Some(reading),
    };
    if !reading.document.is_empty() {
        let original = Original { name: name.to_owned(), format, text };
        reading.document.originals.push(original);
    }
    Some(reading)
}

/// A paragraph for each line.
fn plain(text: &str) -> Reading {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let document = Document::from(lines.map(Block::plain).collect::<Vec<_>>());
    Reading { document, losses: Vec::new() }
}
