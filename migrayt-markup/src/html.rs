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

#[cfg(feature = "markdown")]
pub(crate) use self::address::{Target, is_guid, work_item};
#[cfg(feature = "markdown")]
pub(crate) use self::image::Image;
use self::walk::Walk;
use crate::outcome::Reading;

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
