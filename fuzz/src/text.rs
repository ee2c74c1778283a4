//! What must hold for every text, however broken it is.

use std::collections::BTreeMap;

use migrayt_core::richtext::{Document, Format, plain_text};

const FORMATS: [Format; 4] = [Format::Html, Format::Markdown, Format::Adf, Format::Wiki];

/// Reads a text and writes it in every format. Nothing may panic; what was written twice must read
/// back to a tree that stays the same from then on; and no letter may be lost on the way.
pub fn check(from: Format, text: &str) {
    let Some(document) = read(from, text) else { return };
    for to in FORMATS {
        let written = write(to, &document);
        let again = read(to, &written).expect("what was written is not read");
        let twice = read(to, &write(to, &again)).expect("what was written again is not read");
        let thrice = read(to, &write(to, &twice)).expect("what was written thrice is not read");
        assert_eq!(twice, thrice, "a third round by way of {to:?} gives something else");
        let (before, after) = (letters(&document), letters(&again));
        for (letter, count) in before {
            let left = after.get(&letter).copied().unwrap_or(0);
            assert!(left >= count, "{to:?} loses {letter:?}: {left} of {count}");
        }
    }
}

/// The tree of a text; none if it is no document at all.
fn read(format: Format, text: &str) -> Option<Document> {
    migrayt_markup::read(format, text).ok().map(|reading| reading.document)
}

fn write(format: Format, document: &Document) -> String {
    migrayt_markup::write(format, document).expect("every codec is part of this build").value
}

/// How often each letter and digit is visible.
fn letters(document: &Document) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for letter in plain_text(document).as_str().chars().filter(|letter| letter.is_alphanumeric()) {
        *letters.entry(letter).or_default() += 1;
    }
    letters
}
