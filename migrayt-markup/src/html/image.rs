use migrayt_core::Content;
use migrayt_core::richtext::{Media, MediaOrigin};

use super::address::{attachment, clean, scheme};
use super::arena::{Arena, Id};
use super::sheet::{Sheet, pixels};
use crate::loss::LossKind;

/// What an `img` element shows.
pub(super) enum Image {
    /// A picture at an address.
    Shown(Media),
    /// Only its alternative text, and why.
    Lost { alt: String, why: Option<LossKind> },
}

impl Image {
    pub(super) fn read(arena: &Arena, id: Id, link: Option<&str>) -> Self {
        let mut alt = arena.attribute(id, "alt").unwrap_or_default().trim().to_owned();
        let source = clean(arena.attribute(id, "src").unwrap_or_default());
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
        let sheet = arena.attribute(id, "style").map(Sheet::parse).unwrap_or_default();
        let side = |name| arena.attribute(id, name).and_then(pixels);
        Self::Shown(Media {
            origin,
            alt: Content::text(alt),
            width: sheet.width.or_else(|| side("width")),
            height: sheet.height.or_else(|| side("height")),
            link: link.map(Content::text),
            caption: Vec::new(),
            details: None,
        })
    }
}
