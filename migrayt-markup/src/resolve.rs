//! The second step between reading and writing: what a text names in the source becomes what the
//! target calls it.

mod address;
mod named;
mod table;

use std::mem;

use migrayt_core::Content;
use migrayt_core::id::{ItemId, PersonId};
use migrayt_core::richtext::{
    Block, Document, Inline, ItemReference, Link, Mark, Marks, Media, MediaOrigin, Mention,
};

use self::named::Piece;
pub use self::table::Table;
use crate::loss::{Loss, LossKind, Losses};
use crate::walk::{Place, Rewrite, rewrite};

/// What the target calls what the source names. [`Table`] is one made of tables.
pub trait Targets {
    /// The person in the target.
    fn person(&self, person: &PersonId) -> Option<PersonId>;

    /// Where the target holds the bytes of an attachment of the source; it is not asked for
    /// media at addresses that anyone can read.
    fn media(&self, origin: &MediaOrigin) -> Option<MediaOrigin>;

    /// The work item in the target.
    fn item(&self, reference: &Reference<'_>) -> Option<TargetItem>;
}

/// A work item as a text names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Its number, such as `17`, or its key, such as `SHOP-12`.
    pub name: &'a str,
    /// The address that leads to it; none if the text only names it.
    pub address: Option<&'a str>,
}

/// A work item of the target as a text shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetItem {
    /// Its id or key, as its tracker's texts name it.
    pub item: ItemId,
    /// The words that stand for it, such as `SHOP-12` or `#17`.
    pub text: Content<String>,
    /// The address that leads to it.
    pub href: Content<String>,
}

/// Rewrites a document for its target, and says what stays unresolved, in reading order.
///
/// - A mention gets the target's person, or becomes the text `@Name`.
/// - A medium gets its place in the target, or its name stands in its place; one at an address
///   that anyone can read stays as it is.
/// - A reference to a work item gets the target's name and address, or becomes its words, still
///   linked to where they led. Words that say more than the item's name stay.
/// - A link to a work item leads to the target's.
/// - `#17` and `SHOP-12` in a text become references where the target knows them. In code and in
///   other links they are left alone.
pub fn resolve(document: &mut Document, targets: &dyn Targets) -> Vec<Loss> {
    let mut resolver = Resolver { targets, losses: Losses::default() };
    rewrite(document, &mut resolver);
    resolver.losses.into_rows()
}

struct Resolver<'a> {
    targets: &'a dyn Targets,
    losses: Losses,
}

impl Rewrite for Resolver<'_> {
    fn line(&mut self, line: &mut Vec<Inline>, place: &Place) {
        let mut out = Vec::with_capacity(line.len());
        for inline in line.drain(..) {
            self.inline(inline, &mut out, place);
        }
        *line = out;
    }

    fn media(&mut self, files: Vec<Media>, place: &Place) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut group = Vec::new();
        for file in files {
            match self.file(file, place) {
                Ok(file) => group.push(file),
                Err(words) => {
                    if !group.is_empty() {
                        blocks.push(Block::Media(mem::take(&mut group)));
                    }
                    blocks.push(Block::Paragraph(words));
                }
            }
        }
        if !group.is_empty() {
            blocks.push(Block::Media(group));
        }
        blocks
    }
}

impl Resolver<'_> {
    fn inline(&mut self, inline: Inline, out: &mut Vec<Inline>, place: &Place) {
        match inline {
            Inline::Mention(mention) => out.push(self.mention(mention, place)),
            Inline::Item(reference) => out.push(self.reference(reference, place)),
            Inline::Media(mut file) => {
                self.line(&mut file.caption, place);
                match self.file(file, place) {
                    Ok(file) => out.push(Inline::Media(file)),
                    Err(words) => out.extend(words),
                }
            }
            Inline::Text { text, marks } => self.text(text, marks, out, place),
            Inline::Detailed { details, inline } => {
                let mut inner = Vec::with_capacity(1);
                self.inline(*inline, &mut inner, place);
                match inner.pop() {
                    // A format knows its details of the piece as it was.
                    Some(only) if inner.is_empty() && !is_changed(&only) => {
                        out.push(Inline::Detailed { details, inline: Box::new(only) });
                    }
                    last => out.extend(inner.into_iter().chain(last)),
                }
            }
            other => out.push(other),
        }
    }

    fn mention(&mut self, mut mention: Mention, place: &Place) -> Inline {
        if mention.resolved {
            return Inline::Mention(mention);
        }
        if let Some(person) = self.targets.person(&mention.person) {
            (mention.person, mention.resolved) = (person, true);
            return Inline::Mention(mention);
        }
        self.losses.note(LossKind::MentionAsText, || place.path());
        let name = mention.name.as_str().trim();
        Inline::plain(["@", if name.is_empty() { mention.person.as_str() } else { name }].concat())
    }

    fn reference(&mut self, reference: ItemReference, place: &Place) -> Inline {
        let ItemReference { item, text, href } = reference;
        let address = href.as_ref().map(Content::as_str);
        let named = Reference { name: item.as_str(), address };
        if let Some(target) = self.targets.item(&named) {
            let bare = address::is_bare(text.as_str(), item.as_str());
            let text = if bare { target.text } else { text };
            return Inline::Item(ItemReference {
                item: target.item,
                text,
                href: Some(target.href),
            });
        }
        self.losses.note(LossKind::ItemAsText, || place.path());
        let text = if text.as_str().is_empty() {
            Content::text(["#", item.as_str()].concat())
        } else {
            text
        };
        Inline::Text { text, marks: linked(href) }
    }

    fn file(&mut self, mut file: Media, place: &Place) -> Result<Media, Vec<Inline>> {
        if let Some(link) = &file.link
            && let Some(target) = self.target_of(link.as_str())
        {
            file.link = Some(target.href);
        }
        if !matches!(file.origin, MediaOrigin::Attachment(_) | MediaOrigin::Named(_)) {
            return Ok(file);
        }
        if let Some(origin) = self.targets.media(&file.origin) {
            // What a format says of a medium is where it was.
            (file.origin, file.details) = (origin, None);
            return Ok(file);
        }
        self.losses.note(LossKind::ImagePending, || place.path());
        let Media { origin, alt, link, mut caption, .. } = file;
        let name = match origin {
            _ if !alt.as_str().trim().is_empty() => alt,
            MediaOrigin::Named(name) => name,
            _ => Content::text("attachment"),
        };
        let mut words = vec![Inline::Text { text: name, marks: linked(link) }];
        if !caption.is_empty() {
            words.push(Inline::plain(" "));
            words.append(&mut caption);
        }
        Err(words)
    }

    fn text(&mut self, text: Content<String>, mut marks: Marks, out: &mut Vec<Inline>, at: &Place) {
        let Some(link) = &mut marks.link else {
            if marks.has(Mark::Code) {
                out.push(Inline::Text { text, marks });
            } else {
                self.names(text, &marks, out);
            }
            return;
        };
        let Some(named) = address::item(link.href.as_str()) else {
            out.push(Inline::Text { text, marks });
            return;
        };
        let Some(target) = self.target_of(link.href.as_str()) else {
            self.losses.note(LossKind::ItemAsText, || at.path());
            out.push(Inline::Text { text, marks });
            return;
        };
        let href = link.href.as_str();
        let bare = text.as_str() == href || address::is_bare(text.as_str(), &named);
        link.href = target.href;
        out.push(Inline::Text { text: if bare { target.text } else { text }, marks });
    }

    /// Makes references of what a text names and the target knows.
    fn names(&mut self, text: Content<String>, marks: &Marks, out: &mut Vec<Inline>) {
        let mut rest = String::new();
        let mut found = false;
        for piece in named::pieces(text.as_str()) {
            let target = match piece {
                Piece::Words(words) => {
                    rest.push_str(words);
                    continue;
                }
                Piece::Item { name, .. } => self.targets.item(&Reference { name, address: None }),
            };
            let (Some(target), Piece::Item { shown, .. }) = (target, &piece) else {
                rest.push_str(piece.shown());
                continue;
            };
            found = true;
            if !rest.is_empty() {
                out.push(Inline::marked(mem::take(&mut rest), marks.clone()));
            }
            out.push(if marks.is_empty() {
                let TargetItem { item, text, href } = target;
                Inline::Item(ItemReference { item, text, href: Some(href) })
            } else {
                debug_assert!(!shown.is_empty(), "a name has words");
                let link = Link { href: target.href, title: None };
                Inline::Text { text: target.text, marks: marks.clone().linked(link) }
            });
        }
        if !found {
            out.push(Inline::Text { text, marks: marks.clone() });
        } else if !rest.is_empty() {
            out.push(Inline::marked(rest, marks.clone()));
        }
    }

    fn target_of(&self, href: &str) -> Option<TargetItem> {
        let name = address::item(href)?;
        self.targets.item(&Reference { name: &name, address: Some(href) })
    }
}

fn linked(href: Option<Content<String>>) -> Marks {
    let mut marks = Marks::default();
    marks.link = href.map(|href| Link { href, title: None });
    marks
}

/// Whether a piece is one that resolving changes.
fn is_changed(inline: &Inline) -> bool {
    match inline {
        Inline::Mention(mention) => mention.resolved,
        Inline::Item(_) | Inline::Media(_) => true,
        _ => false,
    }
}
