//! Jira's wiki markup: what Jira Server and Data Center hold, and what version 2 of Jira Cloud's
//! REST API takes and gives.
//!
//! It is read as Atlassian's own converter for Jira Cloud reads it.

mod address;
mod blocks;
mod color;
mod emoji;
mod entity;
mod flow;
mod format;
mod language;
mod link;
mod list;
mod macros;
mod parameters;
mod read;
mod seen;
mod skip;
mod source;
mod table;
mod write;

use migrayt_core::richtext::Document;

use self::read::Reader;
pub(crate) use self::seen::is_seen;
use self::write::Writer;
use crate::outcome::{Reading, Writing};

/// Reads wiki markup.
///
/// No text makes it panic or take more than time in proportion to its length, and no word is
/// lost: what is no markup is text.
/// - Pictures and files are media by their names, people are mentions that are not resolved,
///   issue keys and addresses of issues are references to work items.
/// - Code without a language is Java, as Jira has it.
/// - A macro that Jira does not know is carried whole, and shown as it stands.
pub fn read(text: &str) -> Reading {
    let clean = text.replace('\0', "");
    Reader::new(&clean).run().0
}

/// Writes a document as wiki markup that [`read`] and Jira read.
///
/// What wiki markup has no notation for is written by its words, and is a loss. A mention is
/// written as `[~accountid:...]` if it is resolved, a picture by its file's name or its address,
/// a reference to a work item by its key or as a link.
pub fn write(document: &Document) -> Writing<String> {
    Writer::default().run(document)
}

#[cfg(test)]
mod tests {
    use super::Reader;

    #[test]
    fn the_work_is_in_proportion_to_the_length() {
        let pieces = [
            "{quote}",
            "{panel}",
            "{color:red}",
            "{color:red}*",
            "{quote}{panel}",
            "{code}",
            "{",
            "{{",
            "*a ",
            "_*",
            "-a -",
            "[a|",
            "||",
            "|a\n",
            "* ",
            "* a\n",
            "!a",
            "(",
            "&",
            "\\",
            "h1. ",
            "bq. ",
            "http://a",
            "{a:",
        ];
        for piece in pieces {
            let work = |size: usize| Reader::new(&piece.repeat(size / piece.len())).run().1;
            let (small, large) = (work(10_000), work(100_000));
            assert!(large <= 15 * small && large <= 100 * 100_000, "{piece}: {small}, {large}");
        }
    }
}
