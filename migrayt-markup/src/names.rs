//! Names that several formats, and paths of losses, have in common.

use migrayt_core::richtext::Block;
#[cfg(any(feature = "adf", feature = "html"))]
use migrayt_core::richtext::PanelKind;
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
use migrayt_core::richtext::StatusColor;

/// A block's name on a path.
pub(crate) fn block(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "paragraph",
        Block::Heading { .. } => "heading",
        Block::BulletList(_) | Block::OrderedList { .. } => "list",
        Block::TaskList(_) => "tasks",
        Block::DecisionList(_) => "decisions",
        Block::Quote(_) => "quote",
        Block::Code { .. } => "code",
        Block::Panel { .. } => "panel",
        Block::Expand { .. } => "expand",
        Block::Rule => "rule",
        Block::Table(_) => "table",
        Block::Media(_) => "media",
        Block::Section(_) => "section",
        Block::Detailed { block, .. } => self::block(block),
        _ => "unknown",
    }
}

/// What Atlassian's formats call a panel.
#[cfg(any(feature = "adf", feature = "html"))]
pub(crate) fn panel(kind: PanelKind) -> &'static str {
    match kind {
        PanelKind::Note => "note",
        PanelKind::Tip => "tip",
        PanelKind::Warning => "warning",
        PanelKind::Error => "error",
        PanelKind::Success => "success",
        _ => "info",
    }
}

/// The panel of a name; one of another name informs.
#[cfg(any(feature = "adf", feature = "html"))]
pub(crate) fn panel_of(name: &str) -> PanelKind {
    match name {
        "note" => PanelKind::Note,
        "tip" => PanelKind::Tip,
        "warning" => PanelKind::Warning,
        "error" => PanelKind::Error,
        "success" => PanelKind::Success,
        _ => PanelKind::Info,
    }
}

/// What Atlassian's formats call the colour of a status.
#[cfg(any(feature = "adf", feature = "html"))]
pub(crate) fn status(color: StatusColor) -> &'static str {
    match color {
        StatusColor::Purple => "purple",
        StatusColor::Blue => "blue",
        StatusColor::Red => "red",
        StatusColor::Yellow => "yellow",
        StatusColor::Green => "green",
        _ => "neutral",
    }
}

/// The colour of a status by its name; any other is neutral.
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
pub(crate) fn status_of(name: &str) -> StatusColor {
    match name {
        "purple" => StatusColor::Purple,
        "blue" => StatusColor::Blue,
        "red" => StatusColor::Red,
        "yellow" => StatusColor::Yellow,
        "green" => StatusColor::Green,
        _ => StatusColor::Neutral,
    }
}
