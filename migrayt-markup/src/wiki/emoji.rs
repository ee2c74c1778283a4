use super::source::{Source, Span};

/// What stands for an emoji, its short name and its character.
///
/// The first of several that stand for one is the one that is written.
const EMOJIS: &[(&str, &str, &str)] = &[
    (":)", ":slight_smile:", "\u{1f642}"),
    (":-)", ":slight_smile:", "\u{1f642}"),
    (":(", ":disappointed:", "\u{1f61e}"),
    (":-(", ":disappointed:", "\u{1f61e}"),
    (":P", ":stuck_out_tongue:", "\u{1f61b}"),
    (":-P", ":stuck_out_tongue:", "\u{1f61b}"),
    (":p", ":stuck_out_tongue:", "\u{1f61b}"),
    (":-p", ":stuck_out_tongue:", "\u{1f61b}"),
    (":D", ":smiley:", "\u{1f603}"),
    (":-D", ":smiley:", "\u{1f603}"),
    (";)", ":wink:", "\u{1f609}"),
    (";-)", ":wink:", "\u{1f609}"),
    ("(y)", ":thumbsup:", "\u{1f44d}"),
    ("(n)", ":thumbsdown:", "\u{1f44e}"),
    ("(i)", ":info:", "\u{2139}"),
    ("(/)", ":check_mark:", "\u{2705}"),
    ("(x)", ":cross_mark:", "\u{274c}"),
    ("(!)", ":warning:", "\u{26a0}"),
    ("(+)", ":plus:", "\u{2795}"),
    ("(-)", ":minus:", "\u{2796}"),
    ("(?)", ":question:", "\u{2753}"),
    ("(on)", ":light_bulb_on:", "\u{1f4a1}"),
    ("(off)", ":light_bulb_off:", "\u{1f505}"),
    ("(*)", ":yellow_star:", "\u{2b50}"),
    ("(*y)", ":yellow_star:", "\u{2b50}"),
    ("(*r)", ":red_star:", "\u{2b50}"),
    ("(*g)", ":green_star:", "\u{2b50}"),
    ("(*b)", ":blue_star:", "\u{2b50}"),
    ("(flag)", ":flag_on:", "\u{1f6a9}"),
    ("(flagoff)", ":flag_off:", "\u{1f3f3}"),
];

/// An emoji of wiki markup.
#[derive(Clone, Copy, Debug)]
pub(super) struct Emoji {
    pub(super) notation: &'static str,
    pub(super) short_name: &'static str,
    pub(super) text: &'static str,
}

impl Emoji {
    /// The emoji at a place: no letter or digit may follow it.
    pub(super) fn at(source: &Source<'_>, at: usize, span: Span) -> Option<Self> {
        Self::all().find(|emoji| {
            source.starts_with(at, span, emoji.notation)
                && !matches!(source.byte(at + emoji.notation.len(), span),
                    Some(next) if next.is_ascii_alphanumeric())
        })
    }

    /// The emoji that a text begins with, whatever follows.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        Self::all().find(|emoji| text.starts_with(emoji.notation))
    }

    /// The emoji of a short name.
    pub(super) fn named(short_name: &str) -> Option<Self> {
        Self::all().find(|emoji| emoji.short_name == short_name)
    }

    /// Whether nothing is lost if this is shown in the place of a text.
    pub(super) fn shows(self, text: &str) -> bool {
        text.trim_end_matches('\u{fe0f}') == self.text || !text.contains(char::is_alphanumeric)
    }

    fn all() -> impl Iterator<Item = Self> {
        EMOJIS.iter().map(|&(notation, short_name, text)| Self { notation, short_name, text })
    }
}
