//! Markdown as Azure DevOps keeps it: CommonMark with GitHub's tables, struck text and task
//! lists, `@<GUID>` mentions, `#123` references to work items, and HTML wherever it stands.
//!
//! Markdown is defined by the HTML that it stands for, and a page may go to and fro between
//! both. So it is written as HTML first and read by [`crate::html`]: the same rules hold for
//! links, pictures, scripts, depth and losses.

mod reference;
mod render;

use pulldown_cmark::{Options, Parser};

use self::render::Render;
use crate::html;
use crate::outcome::Reading;

/// Reads a Markdown text.
///
/// A mention has no name in Markdown: its [`name`](migrayt_core::richtext::Mention::name) is
/// empty. A `#123` becomes a reference where it stands alone between words.
pub fn read(markdown: &str) -> Reading {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    html::read(&Render::default().run(Parser::new_ext(markdown, options)))
}
