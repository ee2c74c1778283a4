use super::blocks::PANELS;
use super::color;
use super::link::CARDS;

/// Parameters by which macros and pictures look otherwise.
const KEYS: &[&str] = &[
    "align",
    "bgcolor",
    "border",
    "bordercolor",
    "borderstyle",
    "borderwidth",
    "collapse",
    "firstline",
    "height",
    "hspace",
    "linenumbers",
    "theme",
    "thumbnail",
    "titlebgcolor",
    "titlecolor",
    "vspace",
    "width",
];

/// Whether details say something that a reader sees in Jira: parameters of a macro or a picture,
/// or that a link is a card. The colour of a panel is its kind if it is one of Jira's.
pub(crate) fn is_seen(raw: &str) -> bool {
    CARDS.contains(&raw) || raw.split(['|', ',']).any(parameter)
}

fn parameter(part: &str) -> bool {
    let (key, value) = part.split_once('=').unwrap_or((part, ""));
    let key = key.trim().to_ascii_lowercase();
    let is_kind = || {
        let color = color::color(value);
        PANELS.iter().any(|(_, known)| color == Some(*known))
    };
    KEYS.contains(&key.as_str()) && !(key == "bgcolor" && is_kind())
}
