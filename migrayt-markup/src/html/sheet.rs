//! The part of a `style` attribute that means something.

use super::color::Paint;
use crate::build::{Align, White};

/// What a `style` attribute declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    /// Whether lines through and below the text are declared; `Some((false, false))` for none.
    pub(super) lines: Option<Lines>,
    pub(super) raised: Option<Raised>,
    pub(super) color: Option<Paint>,
    pub(super) background: Option<Paint>,
    pub(super) white: Option<White>,
    /// Where lines stand.
    pub(super) align: Option<Align>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    /// The level of a Word list, from 1.
    pub(super) list_level: Option<u32>,
    /// Whether this is a Word list's marker.
    pub(super) list_marker: bool,
    /// Whether there is anything that only changes the appearance.
    pub(super) appearance: bool,
    /// Whether a colour could not be read.
    pub(super) strange_color: bool,
}

/// Lines drawn with a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) under: bool,
    pub(super) through: bool,
}

/// Where a text stands on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    Sub,
    Super,
    Baseline,
}

impl Sheet {
    pub(super) fn parse(style: &str) -> Self {
        let mut sheet = Self::default();
        for declaration in declarations(style) {
            if let Some((property, value)) = declaration.split_once(':') {
                let value = value.trim().trim_end_matches("!important").trim_end();
                sheet.declare(&property.trim().to_ascii_lowercase(), value);
            }
        }
        sheet
    }

    fn declare(&mut self, property: &str, value: &str) {
        let lower = value.to_ascii_lowercase();
        match property {
            "font-weight" => self.bold = bold(&lower),
            "font-style" => self.italic = Some(lower == "italic" || lower.starts_with("oblique")),
            "text-decoration" | "text-decoration-line" => {
                let has = |line| lower.split_ascii_whitespace().any(|word| word == line);
                self.lines = Some(Lines { under: has("underline"), through: has("line-through") });
            }
            "vertical-align" => {
                self.raised = match lower.as_str() {
                    "sub" => Some(Raised::Sub),
                    "super" => Some(Raised::Super),
                    "baseline" => Some(Raised::Baseline),
                    _ => None,
                };
            }
            "color" => self.color = self.paint(value),
            "background-color" => self.background = self.paint(value),
            "background" => self.background = background(value).or(self.background),
            "white-space" => self.white = white(&lower),
            "width" => self.width = pixels(&lower),
            "height" => self.height = pixels(&lower),
            "mso-list" => {
                self.list_marker |= lower == "ignore";
                self.list_level = level(&lower);
            }
            "text-align" => {
                // Only HTML has it: it counts as appearance, too.
                self.align = Some(Align::parse(&lower));
                self.appearance = true;
            }
            "" => {}
            _ => self.appearance = true,
        }
    }

    fn paint(&mut self, value: &str) -> Option<Paint> {
        let paint = Paint::parse(value);
        self.strange_color |= paint.is_none();
        paint
    }
}

/// The declarations, parted at semicolons outside quotes and brackets.
fn declarations(style: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let mut open = 0_u32;
    style.split(move |c| {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(end)) if c == end => quote = None,
            ('(', None) => open += 1,
            (')', None) => open = open.saturating_sub(1),
            (';', None) => return open == 0,
            _ => {}
        }
        false
    })
}

fn bold(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" | "initial" => Some(false),
        _ => value.parse::<u32>().ok().map(|weight| weight >= 600),
    }
}

/// The colour among the parts of a `background`; pictures and places are appearance.
fn background(value: &str) -> Option<Paint> {
    Paint::parse(value).or_else(|| value.split_ascii_whitespace().find_map(Paint::parse))
}

fn white(value: &str) -> Option<White> {
    match value {
        "normal" | "nowrap" | "initial" => Some(White::Collapse),
        "pre" | "pre-wrap" | "break-spaces" => Some(White::Pre),
        "pre-line" => Some(White::PreLine),
        _ => None,
    }
}

/// A length in CSS pixels.
pub(super) fn pixels(value: &str) -> Option<u32> {
    let number = value.trim().trim_end_matches("px");
    let whole = number.split('.').next().unwrap_or(number);
    whole.parse().ok().filter(|pixels| *pixels > 0)
}

/// The level in `l0 level2 lfo1`.
fn level(value: &str) -> Option<u32> {
    let level = value.split_ascii_whitespace().find_map(|part| part.strip_prefix("level"))?;
    level.parse().ok().map(|level: u32| level.clamp(1, 9))
}

#[cfg(test)]
mod tests {
    use super::{Lines, Sheet};
    use crate::html::color::Paint;

    #[test]
    fn quotes_and_brackets_hide_semicolons() {
        let sheet = Sheet::parse("background:url('a;b') #ff0000; font-family:\"a;b\";color:red");
        assert_eq!(sheet.background, Some(Paint::Rgb([255, 0, 0])));
        assert_eq!(sheet.color, Some(Paint::Rgb([255, 0, 0])));
        assert!(sheet.appearance);
    }

    #[test]
    fn marks_and_lists() {
        let sheet = Sheet::parse(
            "FONT-WEIGHT: 700 !important; text-decoration: none; mso-list:l0 level2 lfo1",
        );
        assert_eq!(sheet.bold, Some(true));
        assert_eq!(sheet.lines, Some(Lines::default()));
        assert_eq!(sheet.list_level, Some(2));
        assert!(!sheet.appearance);
    }
}
