//! HTML: the bodies that Azure DevOps keeps, and what Word, Outlook, Google Docs and mail
//! programs paste into them.
//!
//! Scripts, style sheets and handlers never reach the tree; each is a loss. Fonts, sizes and
//! margins are counted as one loss. Every visible word reaches the tree, however broken the
//! markup is. Text of any length is read in time proportional to it, except for a single tag
//! with very many attributes, which the tokenizer compares with one another.

mod address;
mod arena;
mod color;
mod element;
mod gate;
mod image;
mod sheet;
mod sink;
mod style;
mod text;
mod walk;
mod write;

#[cfg(feature = "markdown")]
pub(crate) use self::address::{Target, is_guid, work_item};
#[cfg(feature = "markdown")]
pub(crate) use self::image::Image;
use migrayt_core::richtext::Document;

use self::walk::Walk;
use self::write::Writer;
use crate::outcome::{Reading, Writing};

/// Reads an HTML fragment or page.
///
/// Blocks nested 48 deep or deeper are carried in the innermost one; their words are kept.
pub fn read(html: &str) -> Reading {
    let page = gate::parse(html);
    let mut walk = Walk::new(&page.arena);
    if page.flattened {
        walk.note_depth();
    }
    walk.run()
}

/// Writes the HTML that Azure DevOps keeps in its fields.
///
/// The same document always gives the same text. No tree, whoever made it, becomes a script, a
/// handler or a link that runs code: names of elements and attributes are this writer's own,
/// texts and values are escaped where they are put in, and addresses are checked again.
/// [`read`] gives the tree back, up to the normal form in `docs/richtext/html.md`.
pub fn write(document: &Document) -> Writing<String> {
    Writer::default().run(document)
}

/// Writes a document as a whole page that any browser shows: it asks for nothing but its
/// pictures, and nothing in it runs.
pub fn page(document: &Document, title: &str) -> String {
    self::write::page(document, title)
}

#[cfg(test)]
mod tests {
    use super::{Walk, gate};

    /// How often nodes are asked for in a reading, in both of its halves.
    fn work(html: &str) -> usize {
        let page = gate::parse(html);
        drop(Walk::new(&page.arena).run());
        page.arena.visits.get()
    }

    #[test]
    fn work_grows_with_the_length_of_a_text_and_not_faster() {
        for (open, close) in [
            ("<div>", ""),
            ("<div>x", "</div>"),
            ("<b>", ""),
            ("<p><b><i>x", ""),
            ("<a href='https://a.example/'>x", ""),
            ("<a href='/_workitems/edit/1'>x", ""),
            ("<span data-status='red'>x", ""),
            ("<ul><li>x", ""),
            ("<li>x", ""),
            ("<table><tr><td>x", ""),
            ("<td rowspan=9>x", ""),
            ("<tr><td>x", ""),
            ("<table><b>x", ""),
            ("<pre>x", ""),
            ("<details><summary>x", ""),
            ("<details>x", ""),
            ("<blockquote>x", ""),
            ("<p style='mso-list:l0 level1 lfo1'>x", ""),
            ("<p style='mso-list:l0 level9 lfo1'><span style='mso-list:Ignore'>1.</span>x", "</p>"),
            ("<figure data-media=captioned><figcaption>x", ""),
            ("<h1>x", ""),
            ("</p>", ""),
            ("<x-y>x", "</x-y>"),
        ] {
            let text = |many: usize| open.repeat(many) + &close.repeat(many);
            let (some, more) = (work(&text(2_000)), work(&text(20_000)));
            assert!(more < 11 * some, "{open}: {some}, ten times as much {more}");
            let length = text(20_000).len();
            assert!(more < 80 * length, "{open}: {more} of {length} bytes");
        }
    }
}
