//! Files and items in texts, which have no id before they are made.
//!
//! A text is drafted with addresses that do not exist in their places. When it is sent they become
//! the host's, or the words that stand there if something was not made.

use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::Content;
use migrayt_core::id::{ItemId, PartId};
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::Bindings;
use migrayt_core::richtext::{
    Block, Document, Inline, ItemReference, Link, Marks, Media, MediaOrigin, Rewrite,
};

use super::style::Style;
use crate::face::host::model::losses::Losses;

/// Leads to an item that has no address yet.
const ITEM: &str = "https://item.migrayt.invalid/";
/// Leads to a file that has no address yet.
const FILE: &str = "https://file.migrayt.invalid/";

/// Where the items that a text refers to are in the source, and the files that it shows.
#[derive(Default)]
pub(super) struct Embedded {
    pub(super) items: BTreeMap<ItemId, Option<String>>,
    pub(super) files: BTreeSet<PartId>,
}

/// The document with places for what it shows and refers to. What the host has no addresses for
/// becomes words, and a loss.
pub(super) fn draft(style: &Style, document: &Document) -> (Document, Embedded, Losses) {
    let mut drafting = Drafting { style, embedded: Embedded::default(), losses: Losses::default() };
    let document = rewritten(document.clone(), &mut drafting);
    (document, drafting.embedded, drafting.losses)
}

/// The document with the host's addresses in those places; `before` has the items' in the source.
pub(super) fn bind(
    style: &Style,
    document: Document,
    known: &Bindings,
    before: &BTreeMap<ItemId, Option<String>>,
) -> (Document, Vec<Loss>) {
    let mut binding = Binding { style, known, before, losses: Losses::default() };
    let document = rewritten(document, &mut binding);
    (document, binding.losses.after(Vec::new()))
}

/// The document as it is compared: what was drafted and what was made of it are the same.
pub(super) fn settle(style: &Style, document: Document) -> Document {
    rewritten(document, &mut Settling { style })
}

struct Drafting<'a> {
    style: &'a Style,
    embedded: Embedded,
    losses: Losses,
}

impl Ends for Drafting<'_> {
    fn piece(&mut self, inline: &mut Inline) {
        let Inline::Item(reference) = inline else { return };
        let ItemReference { item, text, href } = reference;
        if text.as_str().is_empty() {
            *text = Content::new(format!("#{item}"));
        }
        let href = if self.style.items.is_some() {
            let before = href.take().map(Content::into_inner);
            self.embedded.items.insert(item.clone(), before);
            Some(Content::new(format!("{ITEM}{item}")))
        } else {
            self.losses.note(LossKind::TextReference, None, 1);
            href.take()
        };
        *inline = Inline::Text { text: text.clone(), marks: linked(href) };
    }

    fn file(&mut self, mut file: Media) -> Result<Media, Vec<Inline>> {
        match &file.origin {
            MediaOrigin::Attachment(part) if self.style.files.is_some() => {
                let address = Content::new(format!("{FILE}{part}"));
                self.embedded.files.insert(part.clone());
                (file.origin, file.details) = (MediaOrigin::External(address), None);
                Ok(file)
            }
            MediaOrigin::External(_) => Ok(file),
            _ => {
                self.losses.note(LossKind::TextImage, None, 1);
                Err(words(file))
            }
        }
    }
}

struct Binding<'a> {
    style: &'a Style,
    known: &'a Bindings,
    before: &'a BTreeMap<ItemId, Option<String>>,
    losses: Losses,
}

impl Ends for Binding<'_> {
    fn piece(&mut self, inline: &mut Inline) {
        let Inline::Text { marks, .. } = inline else { return };
        let href = marks.link.as_ref().and_then(|link| link.href.as_str().strip_prefix(ITEM));
        let Some(item) = href.map(ItemId::new) else { return };
        let target = self.known.item(&item).zip(self.style.items.as_ref());
        let href = if let Some((target, address)) = target {
            Some(address.of(target.id.as_str(), target.key.as_str()))
        } else {
            self.losses.note(LossKind::TextReference, None, 1);
            self.before.get(&item).cloned().flatten()
        };
        marks.link = href.map(Link::to);
    }

    fn file(&mut self, mut file: Media) -> Result<Media, Vec<Inline>> {
        let MediaOrigin::External(address) = &file.origin else { return Ok(file) };
        let Some(part) = address.as_str().strip_prefix(FILE).map(PartId::new) else {
            return Ok(file);
        };
        let target = self.known.file(&part).zip(self.style.files.as_ref());
        let Some((id, address)) = target else {
            self.losses.note(LossKind::TextImage, None, 1);
            return Err(words(file));
        };
        file.origin = MediaOrigin::External(Content::new(address.of(id.as_str(), id.as_str())));
        Ok(file)
    }
}

struct Settling<'a> {
    style: &'a Style,
}

impl Ends for Settling<'_> {
    fn piece(&mut self, inline: &mut Inline) {
        match inline {
            Inline::Item(reference) => {
                let text = reference.text.clone();
                *inline = Inline::Text { text, marks: linked(Some(Content::text(ITEM))) };
            }
            Inline::Text { marks, .. } => {
                let Some(link) = &mut marks.link else { return };
                let href = link.href.as_str();
                if href.starts_with(ITEM) || self.style.items.as_ref().is_some_and(|it| it.is(href))
                {
                    link.href = Content::text(ITEM);
                }
            }
            _ => {}
        }
    }

    fn file(&mut self, mut file: Media) -> Result<Media, Vec<Inline>> {
        let ours = match &file.origin {
            MediaOrigin::Attachment(_) => true,
            MediaOrigin::External(address) => {
                let address = address.as_str();
                let files = self.style.files.as_ref();
                address.starts_with(FILE) || files.is_some_and(|it| it.is(address))
            }
            _ => false,
        };
        if ours {
            (file.origin, file.details) = (MediaOrigin::External(Content::text(FILE)), None);
        }
        Ok(file)
    }
}

/// What becomes of the pieces of a text that lead elsewhere.
trait Ends {
    fn piece(&mut self, inline: &mut Inline);

    /// The file, or what stands in its place.
    fn file(&mut self, file: Media) -> Result<Media, Vec<Inline>>;
}

fn rewritten(mut document: Document, ends: &mut dyn Ends) -> Document {
    document.rewrite(&mut Walk(ends));
    document
}

struct Walk<'a>(&'a mut dyn Ends);

impl Rewrite for Walk<'_> {
    fn line(&mut self, line: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(line.len());
        for mut inline in line.drain(..) {
            // What a format says of such a piece besides is where it leads.
            if let Inline::Detailed { inline: inner, .. } = &mut inline
                && matches!(**inner, Inline::Media(_) | Inline::Item(_))
            {
                inline = std::mem::replace(&mut **inner, Inline::Break);
            }
            match inline {
                Inline::Media(mut file) => {
                    self.line(&mut file.caption);
                    match self.0.file(file) {
                        Ok(file) => out.push(Inline::Media(file)),
                        Err(words) => out.extend(words),
                    }
                }
                mut other => {
                    self.0.piece(&mut other);
                    out.push(other);
                }
            }
        }
        *line = out;
    }

    fn media(&mut self, files: Vec<Media>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut group = Vec::new();
        for file in files {
            match self.0.file(file) {
                Ok(file) => group.push(file),
                Err(words) => {
                    if !group.is_empty() {
                        blocks.push(Block::Media(std::mem::take(&mut group)));
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

/// A file's name, and the line below it.
fn words(file: Media) -> Vec<Inline> {
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
    words
}

fn linked(href: Option<Content<String>>) -> Marks {
    let mut marks = Marks::default();
    marks.link = href.map(|href| Link { href, title: None });
    marks
}

#[cfg(test)]
mod tests {
    use migrayt_core::Content;
    use migrayt_core::id::{ItemId, PartId, TargetId, TargetKey, TargetRef};
    use migrayt_core::plan::{Loss, LossKind};
    use migrayt_core::port::Bindings;
    use migrayt_core::richtext::{
        Block, Document, Format, Inline, ItemReference, Media, MediaOrigin, plain_text,
    };

    use super::{bind, draft, settle};
    use crate::face::host::model::text;
    use crate::face::host::target::style::{Address, Style};

    fn document() -> Document {
        let href = Some(Content::text("https://fabrikam.example/17"));
        let text = Content::text("what we said");
        let reference = ItemReference { item: ItemId::new("17"), text, href };
        let picture = Media {
            origin: MediaOrigin::Attachment(PartId::new("a")),
            alt: Content::text("a.png"),
            width: None,
            height: None,
            link: None,
            caption: Vec::new(),
            details: None,
        };
        let line = vec![Inline::plain("see "), Inline::Item(reference), Inline::plain(" x")];
        Document::from(vec![Block::Paragraph(line), Block::Media(vec![picture])])
    }

    fn style(format: Format) -> Style {
        let address = |template| Address::parse(template);
        Style {
            format,
            items: address("https://depot.example/items/{key}?view"),
            files: address("https://depot.example/files/{id}"),
        }
    }

    /// The text as it is sent, written and read as a host has it in between.
    fn sent(style: &Style, known: &Bindings) -> (String, Document, Vec<Loss>) {
        let (document, embedded, lost) = draft(style, &document());
        assert!(lost.after(Vec::new()).is_empty());
        assert!(embedded.files.contains(&PartId::new("a")));
        let (drafted, _) = style.write(&document);
        let read = text::read(&drafted).unwrap().document;
        let (bound, losses) = bind(style, read, known, &embedded.items);
        let (written, _) = style.write(&bound);
        (serde_json::to_string(&written).unwrap(), text::read(&written).unwrap().document, losses)
    }

    #[test]
    fn what_was_made_is_shown_and_is_as_it_was_drafted() {
        let mut known = Bindings::new();
        let target = TargetRef { id: TargetId::new("9"), key: TargetKey::new("D-9") };
        known.items.insert(ItemId::new("17"), target);
        known.files.insert(PartId::new("a"), PartId::new("77"));
        for format in [Format::Html, Format::Markdown, Format::Adf, Format::Wiki] {
            let style = style(format);
            let (written, read, losses) = sent(&style, &known);
            assert!(written.contains("https://depot.example/items/D-9?view"), "{written}");
            assert!(written.contains("https://depot.example/files/77"), "{written}");
            assert!(losses.is_empty() && !written.contains("invalid"), "{written}");
            let drafted = text::read(&style.write(&draft(&style, &document()).0).0).unwrap();
            let (drafted, stands) = (settle(&style, drafted.document), settle(&style, read));
            assert_eq!(drafted, stands, "{format:?}");
        }
    }

    #[test]
    fn what_was_not_made_leaves_its_words() {
        for format in [Format::Html, Format::Markdown, Format::Adf, Format::Wiki] {
            let (written, read, losses) = sent(&style(format), &Bindings::new());
            assert!(written.contains("https://fabrikam.example/17"), "{written}");
            assert!(!written.contains("invalid"), "{written}");
            assert_eq!(plain_text(&read).as_str().trim(), "see what we said x\na.png");
            let kinds: Vec<_> = losses.iter().map(|loss| loss.kind).collect();
            assert_eq!(kinds, [LossKind::TextImage, LossKind::TextReference]);
        }
    }

    #[test]
    fn a_host_without_addresses_gets_words() {
        let style = Style { format: Format::Html, items: None, files: None };
        let (document, embedded, lost) = draft(&style, &document());
        assert!(embedded.items.is_empty() && embedded.files.is_empty());
        assert_eq!(lost.after(Vec::new()).len(), 2);
        assert_eq!(plain_text(&document).as_str(), "see what we said x\na.png");
    }
}
