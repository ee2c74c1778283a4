//! Colours as CSS and old HTML write them.

use crate::color::named;

/// What a declaration of a colour asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// The page's own colour: nothing to carry.
    Default,
    /// The colour of what is around.
    Inherit,
    /// This colour.
    Rgb([u8; 3]),
}

impl Paint {
    /// The colour that a notation names; nothing for one that is not known, such as `hsl()`.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let value = value.trim().to_ascii_lowercase();
        match value.as_str() {
            "inherit" | "currentcolor" | "unset" => return Some(Self::Inherit),
            "" | "auto" | "initial" | "none" | "transparent" | "windowtext" | "window"
            | "buttontext" | "canvas" | "canvastext" | "revert" => return Some(Self::Default),
            _ => {}
        }
        if let Some(digits) = value.strip_prefix('#') {
            return hex(digits);
        }
        if let Some((_, rest)) = value.split_once("rgb") {
            let rest = rest.trim_start_matches(['a', '(', ' ']);
            return function(rest.trim_end_matches([')', ' ']));
        }
        named(&value).map(Self::Rgb)
    }
}

/// `rgb`, `rgba`, `rrggbb`, `rrggbbaa`; without opacity it is no colour at all.
fn hex(digits: &str) -> Option<Paint> {
    let values: Vec<u8> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect::<Option<_>>()?;
    match *values.as_slice() {
        [_, _, _, 0] | [_, _, _, _, _, _, 0, 0] => Some(Paint::Default),
        [r, g, b] | [r, g, b, _] => Some(Paint::Rgb([r * 17, g * 17, b * 17])),
        [_, _, _, _, _, _] | [_, _, _, _, _, _, _, _] => {
            let mut channels = values.chunks_exact(2).map(|pair| match *pair {
                [high, low] => Some(high * 16 + low),
                _ => None,
            });
            let mut next = || channels.next().flatten();
            Some(Paint::Rgb([next()?, next()?, next()?]))
        }
        _ => None,
    }
}

/// `r, g, b`, `r g b`, and an opacity behind them.
fn function(arguments: &str) -> Option<Paint> {
    let mut parts = arguments.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let rgb = [channel(parts.next()?)?, channel(parts.next()?)?, channel(parts.next()?)?];
    let clear = parts.next().and_then(|alpha| alpha.trim_end_matches('%').parse::<f32>().ok());
    Some(if clear.is_some_and(|alpha| alpha <= 0.0) { Paint::Default } else { Paint::Rgb(rgb) })
}

fn channel(part: &str) -> Option<u8> {
    let (number, scale) = match part.strip_suffix('%') {
        Some(number) => (number, 2.55),
        None => (part, 1.0),
    };
    let value = number.parse::<f32>().ok()? * scale;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of a byte"
    )]
    Some(value.round().clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::Paint;

    #[test]
    fn notations() {
        for (text, rgb) in [
            ("#1a2B3c", [0x1a, 0x2b, 0x3c]),
            ("#fa0", [0xff, 0xaa, 0]),
            ("rgb(255, 0, 10)", [255, 0, 10]),
            ("rgba(1,2,3,0.5)", [1, 2, 3]),
            ("rgb(100% 0% 0%)", [255, 0, 0]),
            (" Tomato ", [0xff, 0x63, 0x47]),
        ] {
            assert_eq!(Paint::parse(text), Some(Paint::Rgb(rgb)), "{text}");
        }
        assert_eq!(Paint::parse("rgba(9, 9, 9, 0)"), Some(Paint::Default));
        assert_eq!(Paint::parse("windowtext"), Some(Paint::Default));
        assert_eq!(Paint::parse("hsl(1, 2%, 3%)"), None);
        assert_eq!(Paint::parse("#12345"), None);
    }
}
