//! What the elements of HTML do to a text.

use crate::loss::LossKind;

/// What an element does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// It is not seen, and neither is what is in it.
    Hidden(Option<LossKind>),
    /// It stands in a line.
    Inline,
    /// It makes lines of its own.
    Block,
    /// It makes lines of its own and cannot be carried, other than its words.
    Control(LossKind),
    Heading(u8),
    Quote,
    BulletList,
    OrderedList,
    Item,
    Term,
    Table,
    Caption,
    Row,
    Cell {
        heading: bool,
    },
    Preformatted,
    Rule,
    Break,
    Image,
    Anchor,
    Details,
    Summary,
    Input,
    Unknown,
}

impl Element {
    /// The element of a local name in lower case.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "script" => Self::Hidden(Some(LossKind::DroppedScript)),
            "style" => Self::Hidden(Some(LossKind::DroppedStyle)),
            "iframe" | "noembed" | "noframes" | "embed" | "frame" | "frameset" | "applet" => {
                Self::Hidden(Some(LossKind::DroppedEmbed))
            }
            "head" | "title" | "meta" | "link" | "base" | "col" | "param" | "source" | "track"
            | "area" | "wbr" | "basefont" | "bgsound" => Self::Hidden(None),
            "object" | "video" | "audio" | "canvas" => Self::Control(LossKind::DroppedEmbed),
            "button" | "select" | "textarea" | "option" | "optgroup" | "datalist" | "output"
            | "meter" | "progress" => Self::Control(LossKind::FormControl),
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quote,
            "ul" | "menu" | "dir" => Self::BulletList,
            "ol" => Self::OrderedList,
            "li" => Self::Item,
            "dt" => Self::Term,
            "table" => Self::Table,
            "caption" => Self::Caption,
            "tr" => Self::Row,
            "td" => Self::Cell { heading: false },
            "th" => Self::Cell { heading: true },
            "pre" | "listing" | "xmp" | "plaintext" => Self::Preformatted,
            "hr" => Self::Rule,
            "br" => Self::Break,
            "img" | "image" => Self::Image,
            "a" => Self::Anchor,
            "details" => Self::Details,
            "summary" => Self::Summary,
            "input" => Self::Input,
            name if INLINES.contains(&name) || name.contains(':') => Self::Inline,
            name if BLOCKS.contains(&name) => Self::Block,
            _ => Self::Unknown,
        }
    }
}

/// Whether an element of this name parts the words around it.
pub(super) fn is_block(name: &str) -> bool {
    !matches!(
        Element::of(name),
        Element::Inline
            | Element::Anchor
            | Element::Unknown
            | Element::Hidden(_)
            | Element::Break
            | Element::Image
            | Element::Input
    )
}

/// Whether an element of this name has no end tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "image"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element of this name holds text in which tags mean nothing.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "textarea"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "plaintext"
    )
}

/// Elements in a line that have no meaning of their own, or a meaning that is a mark.
/// Names with a colon belong to Office and mean nothing here.
const INLINES: &[&str] = &[
    "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "map", "mark", "nobr", "noscript", "picture", "q",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "slot", "small", "span", "strike", "strong",
    "sub", "sup", "template", "time", "tt", "u", "var", "tbody", "thead", "tfoot", "colgroup",
];

/// Elements that make lines and mean nothing else here.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "body",
    "center",
    "dd",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "marquee",
    "nav",
    "p",
    "search",
    "section",
];
