//! What must hold for every text, however broken it is.

use std::collections::BTreeMap;

use migrayt_core::richtext::{Document, Format, plain_text};
use migrayt_markup::{adf, html, markdown, wiki};

const FORMATS: [Format; 4] = [Format::Html, Format::Markdown, Format::Adf, Format::Wiki];

/// Reads a text and writes it in every format. Nothing may panic; what was written must read back
/// to a tree that stays the same from then on; and no letter may be lost on the way.
pub fn check(from: Format, text: &str) {
    let Some(document) = read(from, text) else { return };
    for to in FORMATS {
        let written = write(to, &document);
        let again = read(to, &written).expect("what was written is not read");
        let twice = read(to, &write(to, &again)).expect("what was written again is not read");
        assert_eq!(again, twice, "a second round by way of {to:?} gives something else");
        let (before, after) = (letters(&document), letters(&again));
        for (letter, count) in before {
            let left = after.get(&letter).copied().unwrap_or(0);
            assert!(left >= count, "{to:?} loses {letter:?}: {left} of {count}");
        }
    }
}

/// The tree of a text; none if it is no document at all.
fn read(format: Format, text: &str) -> Option<Document> {
    let reading = match format {
        Format::Html => html::read(text),
        Format::Markdown => markdown::read(text),
        Format::Adf => return adf::parse(text).ok().map(|reading| reading.document),
        _ => wiki::read(text),
    };
    Some(reading.document)
}

fn write(format: Format, document: &Document) -> String {
    match format {
        Format::Html => html::write(document).value,
        Format::Markdown => markdown::write(document).value,
        Format::Adf => adf::write(document).value.to_string(),
        _ => wiki::write(document).value,
    }
}

/// How often each letter and digit is visible.
fn letters(document: &Document) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for letter in plain_text(document).as_str().chars().filter(|letter| letter.is_alphanumeric()) {
        *letters.entry(letter).or_default() += 1;
    }
    letters
}
