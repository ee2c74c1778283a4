//! Trees to Markdown and back.

use migrayt_core::richtext::{Block, Document, Inline, plain_text};
use migrayt_markup::{adf, markdown};
use proptest::prelude::*;

use crate::chance::{config, line_of, marks, soup};
use crate::markdown_normal::normal;
use crate::oracle::{letters, missing, of_adf};
use crate::trees::document;

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn what_is_written_is_read_in_its_normal_form(document in document()) {
        let written = markdown::write(&document).value;
        let read = markdown::read(&written).document;
        prop_assert!(read == normal(&document), "{}\n{}\n{}", written, shape(&read), shape(&normal(&document)));
    }

    #[test]
    fn every_word_is_written(document in document()) {
        let written = markdown::write(&document).value;
        let expected: Vec<String> =
            plain_text(&document).as_str().split_whitespace().map(str::to_owned).collect();
        let document = adf::write(&markdown::read(&written).document).value;
        let lost = missing(&letters(&expected), &letters(&of_adf(&document)));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, written);
    }

    #[test]
    fn text_of_any_signs_stays_text(pieces in prop::collection::vec(signs(), 1..5)) {
        let document = Document::from(vec![Block::Paragraph(pieces)]);
        let written = markdown::write(&document).value;
        let read = markdown::read(&written).document;
        prop_assert!(read == normal(&document), "{}\n{}\n{}", written, shape(&read), shape(&normal(&document)));
    }

    #[test]
    fn what_was_read_is_written_and_read_again(text in prop_oneof![marks(), soup()]) {
        let read = markdown::read(&text).document;
        let written = markdown::write(&read).value;
        let again = markdown::read(&written).document;
        prop_assert!(again == normal(&read), "{}\n{}\n{}", written, shape(&again), shape(&normal(&read)));
        prop_assert_eq!(markdown::read(&markdown::write(&again).value).document, again, "{}", written);
    }
}

/// A document in a form that shows its words.
fn shape(document: &Document) -> String {
    adf::write(document).value.to_string()
}

/// Text made of Markdown's own signs, in all places where they may mean something.
fn signs() -> impl Strategy<Value = Inline> {
    const SIGNS: &[&str] = &[
        "*", "**", "_", "__", "~", "~~", "`", "``", "```", "[", "]", "(", ")", "](", "![", "<",
        ">", "<b>", "</p>", "<!--", "&", "&amp;", "&#12;", "\\", "|", "|-|", "---", "-", "+", "=",
        "==", "#", "#12", "1.", "2)", ":", ":x:", "://", "!", "@", "@<", "[x]", "[ ]", "[!NOTE]",
        "$", "\"", "'", "{", "^", "\u{a0}", "\u{20ac}", ";", "amp;", "[a]: b",
    ];
    line_of(SIGNS)
}
