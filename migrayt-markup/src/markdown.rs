//! Markdown as Azure DevOps and GitHub keep it: CommonMark with tables, struck text, task lists,
//! alerts and bare addresses, Azure DevOps' `@<GUID>` mentions, `#123` references to work items,
//! `=WxH` sizes of pictures and `[[_TOC_]]`, and HTML wherever it stands.
//!
//! Most texts are read straight from the parser's events. A text with HTML in it that spans more
//! than pieces of lines is written as HTML first and read by [`crate::html`]; both ways give the
//! same tree.

mod depth;
mod emoji;
mod piece;
mod render;
mod size;
mod toc;
mod walk;
mod write;

use migrayt_core::richtext::Document;
use pulldown_cmark::{Options, Parser};

use self::render::Render;
use self::walk::Walk;
use self::write::Writer;
use crate::html;
use crate::outcome::{Reading, Writing};

/// Reads a Markdown text.
///
/// A mention has no name in Markdown: its [`name`](migrayt_core::richtext::Mention::name) is
/// empty. A `#123` becomes a reference where it stands alone between words. Lists nested deeper
/// than 64 markers on one way down are read as text from there on.
pub fn read(markdown: &str) -> Reading {
    let capped = depth::capped(markdown);
    let sized = size::titled(&capped);
    let parser = || Parser::new_ext(&sized, options());
    let walked = Walk::new(&sized).run(parser().into_offset_iter());
    let mut reading =
        walked.unwrap_or_else(|| html::read(&Render::new(&sized).run(parser().into_offset_iter())));
    toc::mark(&mut reading.document);
    reading
}

/// Writes a document as Markdown that GitHub and Azure DevOps read.
///
/// What a mark of Markdown cannot do is written as a tag of HTML; what neither does is written by
/// its words, and is a loss. A mention is written as `@<GUID>` if it is resolved, a reference as
/// `#123` if that is its text and it has no address; a picture by its address.
pub fn write(document: &Document) -> Writing<String> {
    Writer::default().run(document)
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    use super::{Parser, Reading, Render, Walk, html, options, size};

    /// Both ways to read a text; only one if it needs the other.
    fn ways(text: &str) -> (Option<Reading>, Reading) {
        let text = size::titled(text);
        let parser = || Parser::new_ext(&text, options()).into_offset_iter();
        let rendered = Render::new(&text).run(parser());
        (Walk::new(&text).run(parser()), html::read(&rendered))
    }

    fn texts() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "# ",
            "> ",
            "> [!NOTE]\n",
            "- ",
            "1. ",
            "* ",
            "- [x] ",
            "**",
            "*",
            "_",
            "~~",
            "`",
            "```\n",
            "``` rust,x\n",
            "| ",
            " |",
            "|---|\n",
            "---\n",
            "[a](",
            "https://a.example)",
            "javascript:x)",
            "![",
            "](https://a.example/b.png)",
            "](b =3x4)",
            "](http://b =3x)",
            "[",
            "]",
            "<br>",
            "<b>",
            "</b>",
            "<u>",
            "</u>",
            "\\",
            "    ",
            "#12",
            "#1 ",
            "http://a.example/_b_",
            "&amp;",
            ":tada:",
            ":",
            "\n\n",
            "\n",
            "  \n",
            "\u{a0}",
            "[7](https://a.example/_workitems/edit/7)",
            "@<0a1b2c3d-0000-4000-8000-00000000000f>",
            "@<fa1b2c3d-0000-4000-8000-00000000000f>",
            "[[_TOC_]]",
        ];
        let piece = prop_oneof![
            2 => "[a-c\u{e4}]{1,3}",
            1 => "[ \n]{1,2}",
            5 => prop::sample::select(PIECES).prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(Config {
            cases: 4_000,
            rng_seed: RngSeed::Fixed(0x6d64),
            failure_persistence: None,
            ..Config::default()
        })]

        #[test]
        fn both_ways_to_read_a_text_give_the_same(text in texts()) {
            if let (Some(walked), rendered) = ways(&text) {
                prop_assert!(walked.document == rendered.document, "{:?}\n{}\n{}", text,
                    shown(&walked), shown(&rendered));
                prop_assert_eq!(walked.losses, rendered.losses);
            }
        }
    }

    fn shown(reading: &Reading) -> String {
        super::write(&reading.document).value
    }
}
