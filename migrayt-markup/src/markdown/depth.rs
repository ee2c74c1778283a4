//! How deep lists may be nested: a blank line goes on with each list that is open, so that a
//! parser would take time in proportion to lists times lines.

use std::borrow::Cow;

/// How many markers may stand on one way down; the tree takes fewer.
const DEEPEST: usize = 64;

/// The text with the markers escaped that would nest lists deeper; most texts are left alone.
pub(super) fn capped(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut depth = 0;
    let mut start = 0;
    let mut blank = true;
    for line in text.split_inclusive('\n') {
        let prefix = Prefix::of(line, depth);
        if let Some(place) = prefix.beyond {
            let place = start + place;
            out.push_str(text.get(kept..place).unwrap_or_default());
            out.push('\\');
            kept = place;
        }
        // A line that begins no list may go on with the paragraph in the innermost one.
        depth = if blank || prefix.bullet { prefix.depth } else { prefix.depth.max(depth) };
        blank = line.trim_ascii().is_empty();
        start += line.len();
    }
    if kept == 0 && out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// What the beginning of a line does to lists.
struct Prefix {
    /// How many lists may be open behind it, at most.
    depth: usize,
    /// Where the character stands that would open one too many.
    beyond: Option<usize>,
    /// Whether there is a bullet, which ends a paragraph before it.
    bullet: bool,
}

impl Prefix {
    fn of(line: &str, open: usize) -> Self {
        let bytes = line.as_bytes();
        // Each level needs two columns.
        let columns = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>'));
        let columns = columns.fold(0, |sum, b| sum + if *b == b'\t' { 4 } else { 1 });
        let mut it = Self { depth: open, beyond: None, bullet: false };
        if line.trim_ascii().is_empty() {
            return it;
        }
        it.depth = open.min(columns / 2 + usize::from(columns > 0));
        let mut at = 0;
        while let Some(b) = bytes.get(at) {
            match b {
                b' ' | b'\t' | b'>' => at += 1,
                _ => {
                    let Some(length) = marker(bytes.get(at..).unwrap_or_default()) else { break };
                    if it.depth >= DEEPEST {
                        // What is escaped is the last byte: a digit cannot be.
                        it.beyond = Some(at + length - 1);
                        return it;
                    }
                    it.bullet |= length == 1;
                    it.depth += 1;
                    at += length;
                }
            }
        }
        it
    }
}

/// The length of a list's marker without the space behind it.
fn marker(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let length = match bytes.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let ends = bytes.get(length).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
    ends.then_some(length)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{DEEPEST, capped};

    #[test]
    fn texts_that_do_not_nest_so_deep_are_left_alone() {
        let code = format!("```\n{}- x\n{}1. y\n```", " ".repeat(900), "\t".repeat(300));
        let flat = "- a\n  1. b\n".repeat(1_000);
        let few = "- ".repeat(DEEPEST) + "x";
        for text in ["", "a", "1\\", &code, &flat, &few] {
            assert!(matches!(capped(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn no_way_down_has_more_markers_than_are_taken() {
        let one = "- ".repeat(DEEPEST + 2) + "x";
        assert_eq!(capped(&one), "- ".repeat(DEEPEST) + "\\- - x");
        let steps: String = (0..200).map(|level| "  ".repeat(level) + "2) x\n\n").collect();
        let capped = capped(&steps);
        assert_eq!(capped.matches("2\\)").count(), 200 - DEEPEST);
        assert_eq!(super::capped(&capped), capped);
    }
}
