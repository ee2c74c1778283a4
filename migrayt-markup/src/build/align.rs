use migrayt_core::Content;
use migrayt_core::richtext::{Block, Details, Format};

/// Where a paragraph's lines stand, if not at its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Center,
    Right,
    Justify,
}

impl Align {
    /// The value of `text-align` or `align`; nothing for the beginning, which is where lines
    /// stand anyway.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        match value.trim().to_ascii_lowercase().as_str() {
            "center" | "-webkit-center" | "middle" => Some(Self::Center),
            "right" | "end" => Some(Self::Right),
            "justify" => Some(Self::Justify),
            _ => None,
        }
    }

    /// The declaration, for a `style` attribute and for [`Details`].
    pub(crate) fn style(self) -> &'static str {
        match self {
            Self::Center => "text-align:center",
            Self::Right => "text-align:right",
            Self::Justify => "text-align:justify",
        }
    }

    /// What [`Align::detailed`] kept.
    pub(crate) fn kept(raw: &str) -> Option<Self> {
        Self::parse(raw.strip_prefix("text-align:")?)
    }

    /// A block whose lines stand so.
    pub(crate) fn detailed(self, block: Block) -> Block {
        let details = Details { format: Format::Html, raw: Content::text(self.style()) };
        Block::Detailed { details, block: Box::new(block) }
    }
}
