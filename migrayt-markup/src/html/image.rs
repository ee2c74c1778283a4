use migrayt_core::Content;
use migrayt_core::richtext::{Media, MediaOrigin};

use super::address::{attachment, clean, scheme};
use super::arena::{Arena, Id};
use super::sheet::{Sheet, pixels};
use crate::loss::LossKind;

/// What an `img` element shows.
pub(crate) enum Image {
    /// A picture at an address.
    Shown(Media),
    /// Only its alternative text, and why.
    Lost { alt: String, why: Option<LossKind> },
}

impl Image {
    pub(super) fn read(arena: &Arena, id: Id, link: Option<&str>) -> Self {
        let alt = arena.attribute(id, "alt").unwrap_or_default();
        let source = arena.attribute(id, "src").unwrap_or_default();
        let mut image = Self::at(source, alt, link);
        if let Self::Shown(media) = &mut image {
            let sheet = arena.attribute(id, "style").map(Sheet::parse).unwrap_or_default();
            let side = |name| arena.attribute(id, name).and_then(pixels);
            media.width = sheet.width.or_else(|| side("width"));
            media.height = sheet.height.or_else(|| side("height"));
        }
        image
    }

    /// The picture at an address, its size not known.
    pub(crate) fn at(source: &str, alt: &str, link: Option<&str>) -> Self {
        let mut alt = alt.trim().to_owned();
        let source = clean(source);
        let origin = if let Some((part, name)) = attachment(&source) {
            // Azure DevOps' editor writes `Image` for all of them.
            if alt.is_empty() || (alt.eq_ignore_ascii_case("image") && !name.is_empty()) {
                alt = name;
            }
            MediaOrigin::Attachment(part)
        } else if source.starts_with("//") {
            MediaOrigin::External(Content::text(format!("https:{source}")))
        } else {
            match scheme(&source).as_deref() {
                Some("http" | "https") => MediaOrigin::External(Content::text(source)),
                Some("data") => return Self::Lost { alt, why: Some(LossKind::ImageEmbedded) },
                None if source.is_empty() => return Self::Lost { alt, why: None },
                _ => return Self::Lost { alt, why: Some(LossKind::ImageUnreachable) },
            }
        };
        Self::Shown(Media {
            origin,
            alt: Content::text(alt),
            width: None,
            height: None,
            link: link.map(Content::text),
            caption: Vec::new(),
            details: None,
        })
    }
}
