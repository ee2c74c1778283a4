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
