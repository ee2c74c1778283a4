use migrayt_core::Content;
use migrayt_core::richtext::{Block, Details, Format};

/// Where a paragraph's lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// At its beginning, where they stand anyway.
    Start,
    Center,
    Right,
    Justify,
}

impl Align {
    /// The value of `text-align` or `align`.
    pub(crate) fn parse(value: &str) -> Self {
        match value.trim().to_ascii_lowercase().as_str() {
            "center" | "-webkit-center" | "middle" => Self::Center,
            "right" | "end" => Self::Right,
            "justify" => Self::Justify,
            _ => Self::Start,
        }
    }

    /// Only if they stand elsewhere.
    pub(crate) fn unusual(self) -> Option<Self> {
        Some(self).filter(|align| *align != Self::Start)
    }

    /// The declaration, for a `style` attribute and for [`Details`].
    pub(crate) fn style(self) -> &'static str {
        match self {
            Self::Start => "text-align:start",
            Self::Center => "text-align:center",
            Self::Right => "text-align:right",
            Self::Justify => "text-align:justify",
        }
    }

    /// What [`Align::detailed`] kept.
    pub(crate) fn kept(raw: &str) -> Option<Self> {
        Self::parse(raw.strip_prefix("text-align:")?).unusual()
    }

    /// A block whose lines stand so.
    pub(crate) fn detailed(self, block: Block) -> Block {
        let details = Details { format: Format::Html, raw: Content::text(self.style()) };
        Block::Detailed { details, block: Box::new(block) }
    }
}
