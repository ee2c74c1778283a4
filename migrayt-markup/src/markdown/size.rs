//! Azure DevOps' sizes of pictures: `![x](url =300x200)`. To the parser the size is not part of a
//! picture, so it is handed over as a title behind a character that the text does not hold.

use std::borrow::Cow;

/// What stands before a size that became a title; of Unicode's private use area.
const SIGN: char = '\u{f3d7}';

/// The text with its sizes as titles, in code as well: [`restored`] takes them back.
pub(super) fn titled(text: &str) -> Cow<'_, str> {
    if text.contains(SIGN) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut kept = 0;
    for (place, _) in text.match_indices(" =") {
        let size = text.get(place + 1..).and_then(sized);
        if let Some(size) = size
            && text.get(kept..place).is_some_and(ends_with_address)
        {
            out.push_str(text.get(kept..=place).unwrap_or_default());
            out.push('"');
            out.push(SIGN);
            out.push_str(size);
            out.push('"');
            kept = place + 1 + size.len();
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// A piece of the text as it was.
pub(super) fn restored(text: &str) -> Cow<'_, str> {
    if !text.contains(SIGN) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(SIGN) {
        out.push_str(head.strip_suffix('"').unwrap_or(head));
        let size = sized(tail).unwrap_or_default();
        out.push_str(size);
        rest = tail.strip_prefix(size).unwrap_or(tail);
        rest = rest.strip_prefix('"').unwrap_or(rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The width and height in a title that was a size.
pub(super) fn size(title: &str) -> Option<(Option<u32>, Option<u32>)> {
    let (width, height) = title.strip_prefix(SIGN)?.strip_prefix('=')?.split_once('x')?;
    let side = |side: &str| side.parse().ok().filter(|pixels| *pixels > 0);
    Some((side(width), side(height)))
}

/// The size at the beginning of a text: `=300x200`, one side of it may be left out.
fn sized(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('=')?;
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let width = digits(rest);
    let rest = rest.get(width..)?.strip_prefix('x')?;
    let height = digits(rest);
    let length = 1 + width + 1 + height;
    let ends = rest.get(height..)?.starts_with([')', '"']);
    (ends && width + height > 0).then(|| text.get(..length)).flatten()
}

/// Whether a text ends with `](` and an address.
fn ends_with_address(text: &str) -> bool {
    let address = text.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or(text);
    address.contains("](") && !address.ends_with('(')
}

#[cfg(test)]
mod tests {
    use super::{SIGN, restored, size, titled};

    #[test]
    fn sizes_become_titles_and_come_back() {
        for (text, count) in [
            ("![a](b.png =300x200)", 1),
            ("![a](b =300x) `![](c =x2)`", 2),
            ("a =3x3) ![](c) =3x3)", 1),
            ("![a](b =x) [a]( =1x1)", 0),
        ] {
            let titled = titled(text);
            assert_eq!(titled.matches(SIGN).count(), count, "{titled}");
            assert_eq!(restored(&titled), text);
        }
        assert_eq!(size(&format!("{SIGN}=300x0")), Some((Some(300), None)));
        assert_eq!(size("=300x200"), None);
    }
}
