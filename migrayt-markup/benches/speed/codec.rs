use std::hint::black_box;

use migrayt_core::richtext::Document;
use migrayt_markup::{adf, html, markdown, wiki};
use pulldown_cmark::{Options, Parser};

use crate::corpus::{self, Source};
use crate::dom;
use crate::hostile::{self, Hostile};

/// A codec, what it is measured against, and with which texts. A new codec is one more row.
pub(crate) struct Codec {
    pub(crate) name: &'static str,
    pub(crate) read: fn(&str) -> Document,
    /// Writes a document and throws away what was written.
    pub(crate) write: fn(&Document),
    /// What is written, as bytes.
    pub(crate) text: fn(&Document) -> String,
    /// The parser that is the floor, and its work.
    pub(crate) parser: &'static str,
    pub(crate) parse: fn(&str),
    pub(crate) sources: &'static [Source],
    pub(crate) hostile: &'static [Hostile],
}

pub(crate) const CODECS: &[Codec] = &[
    Codec {
        name: "html",
        read: |text| html::read(text).document,
        write: |document| drop(black_box(html::write(document))),
        text: |document| html::write(document).value,
        parser: "html5ever",
        parse: |text| drop(black_box(dom::parse(text))),
        sources: corpus::HTML,
        hostile: hostile::HTML,
    },
    Codec {
        name: "adf",
        read: |text| adf::parse(text).unwrap_or_default().document,
        write: |document| drop(black_box(adf::write(document))),
        text: |document| adf::write(document).value.to_string(),
        parser: "serde_json",
        parse: |text| drop(black_box(serde_json::from_str::<serde_json::Value>(text))),
        sources: corpus::ADF,
        hostile: hostile::ADF,
    },
    Codec {
        name: "markdown",
        read: |text| markdown::read(text).document,
        write: |document| drop(black_box(markdown::write(document))),
        text: |document| markdown::write(document).value,
        parser: "pulldown-cmark",
        parse: |text| {
            let options = Options::ENABLE_TABLES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_GFM;
            Parser::new_ext(text, options).for_each(|event| drop(black_box(event)));
        },
        sources: corpus::MARKDOWN,
        hostile: hostile::MARKDOWN,
    },
    Codec {
        name: "wiki",
        read: |text| wiki::read(text).document,
        write: |document| drop(black_box(wiki::write(document))),
        text: |document| wiki::write(document).value,
        // It rests on no parser: the floor is a copy of its letters.
        parser: "str::chars",
        parse: |text| {
            drop(black_box(text.chars().filter(|c| c.is_alphanumeric()).collect::<String>()));
        },
        sources: corpus::WIKI,
        hostile: hostile::WIKI,
    },
];
