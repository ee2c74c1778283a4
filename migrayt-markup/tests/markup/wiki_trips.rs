//! Trees to wiki markup and back, and texts of any signs.

use migrayt_core::richtext::{Block, Document, Inline, plain_text};
use migrayt_markup::{adf, wiki};
use proptest::prelude::*;

use crate::chance::{config, line_of, soup};
use crate::oracle::{letters, missing, of_adf};
use crate::schema::assert_valid;
use crate::trees::document;
use crate::wiki_equal::unresolve;

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn every_letter_is_written_and_stays(document in document()) {
        let mut document = document;
        // A person that is known is written by its id alone.
        unresolve(&mut document);
        let expected = letters(&[plain_text(&document).as_str().to_owned()]);
        let mut last = wiki::write(&document).value;
        for _ in 0..2 {
            let read = wiki::read(&last).document;
            let written = adf::write(&read).value;
            assert_valid(&written, "wiki");
            let lost = missing(&expected, &letters(&of_adf(&written)));
            prop_assert!(lost.is_empty(), "{:?} {}", lost, last);
            last = wiki::write(&read).value;
        }
    }

    #[test]
    fn what_was_read_is_stable_after_one_round(document in document()) {
        stable(&document)?;
    }

    #[test]
    fn text_of_any_signs_stays_text(pieces in prop::collection::vec(signs(), 1..5)) {
        let document = Document::from(vec![Block::Paragraph(pieces)]);
        let expected = letters(&[plain_text(&document).as_str().to_owned()]);
        let written = wiki::write(&document).value;
        let read = wiki::read(&written).document;
        let found = letters(&[plain_text(&read).as_str().to_owned()]);
        prop_assert!(missing(&expected, &found).is_empty(), "{}\n{:?}", written, found.concat());
        prop_assert!(missing(&found, &expected).is_empty(), "{}\n{:?}", written, found.concat());
    }

    #[test]
    fn no_text_makes_it_panic(text in prop_oneof![soup(), any_signs()]) {
        let read = wiki::read(&text).document;
        assert_valid(&adf::write(&read).value, "soup");
        let again = wiki::read(&wiki::write(&read).value).document;
        assert_valid(&adf::write(&again).value, "soup again");
    }
}

fn stable(document: &Document) -> Result<(), TestCaseError> {
    let round = |document: &Document| wiki::read(&wiki::write(document).value).document;
    let once = round(&round(document));
    let twice = round(&once);
    let shape = |document: &Document| adf::write(document).value.to_string();
    prop_assert!(
        once == twice,
        "{}\n-----\n{}\n{}\n{}",
        wiki::write(&once).value,
        wiki::write(&twice).value,
        shape(&once),
        shape(&twice)
    );
    Ok(())
}

const SIGNS: &[&str] = &[
    "*",
    "_",
    "-",
    "+",
    "^",
    "~",
    "??",
    "{{",
    "}}",
    "{",
    "}",
    "[",
    "]",
    "|",
    "||",
    "!",
    "\\",
    "\\\\",
    "----",
    "--",
    "# ",
    "* ",
    "- ",
    "h1. ",
    "bq. ",
    "{code}",
    "{quote}",
    "{panel}",
    "{color:red}",
    "{color}",
    "{noformat}",
    "{adf}",
    "&",
    "&amp;",
    "&#65;",
    "(",
    ")",
    ":)",
    ":",
    ";",
    "(x)",
    "~a",
    "[^",
    "#",
    ".",
    "?",
    "@",
    "\u{a0}",
    "\u{20ac}",
    "{status:colour=Red|title=b}",
];

/// Text made of wiki markup's own signs, in all places where they may mean something.
fn signs() -> impl Strategy<Value = Inline> {
    // Without names of macros and emojis, whose letters are no words once they are read.
    line_of(SIGNS)
}

fn any_signs() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(SIGNS).prop_map(str::to_owned),
        2 => "[a-cA-B\u{e4}0-9 \n]{1,3}",
        1 => Just("\n".to_owned()),
        1 => Just("http://a.example/b".to_owned()),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}
