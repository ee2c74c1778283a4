//! What holds for every text.

use migrayt_markup::{adf, html, markdown};
use proptest::prelude::*;

use crate::chance::{config, marks, page, soup};
use crate::oracle::{letters, missing, of_adf, of_html, of_markdown};
use crate::schema::assert_valid;

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn a_page_becomes_a_document_with_every_word_and_no_other(text in page()) {
        let document = adf::write(&html::read(&text).document).value;
        assert_valid(&document, &text);
        let (expected, found) = (of_html(&text), of_adf(&document));
        prop_assert_eq!(missing(&expected, &found), Vec::<String>::new(), "lost in {}", document);
        prop_assert_eq!(missing(&found, &expected), Vec::<String>::new(), "added to {}", document);
    }

    #[test]
    fn a_soup_of_tags_becomes_a_document_with_every_letter(text in soup()) {
        let document = adf::write(&html::read(&text).document).value;
        assert_valid(&document, &text);
        // Which tags of a soup part words, only the construction of its tree can tell.
        let lost = missing(&letters(&of_html(&text)), &letters(&of_adf(&document)));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, document);
    }

    #[test]
    fn marks_become_a_document_with_every_word(text in marks()) {
        let document = adf::write(&markdown::read(&text).document).value;
        assert_valid(&document, &text);
        // The brackets around a mention's GUID are no words.
        let bare = |words: Vec<String>| -> Vec<String> {
            words.iter().map(|word| word.replace(['<', '>'], "")).collect()
        };
        let lost = missing(&bare(of_markdown(&text)), &bare(of_adf(&document)));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, document);
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn any_string_becomes_a_document(text in any::<String>()) {
        let document = adf::write(&html::read(&text).document).value;
        assert_valid(&document, &text);
        let lost = missing(&of_html(&text), &of_adf(&document));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, document);
        assert_valid(&adf::write(&markdown::read(&text).document).value, &text);
    }

    #[test]
    fn the_same_text_becomes_the_same_document(text in soup()) {
        let (one, other) = (html::read(&text), html::read(&text));
        prop_assert_eq!(&one.document, &other.document);
        prop_assert_eq!(&one.losses, &other.losses);
        let (one, other) = (adf::write(&one.document), adf::write(&other.document));
        prop_assert_eq!(one.value.to_string(), other.value.to_string());
        prop_assert_eq!(one.losses, other.losses);
    }
}
