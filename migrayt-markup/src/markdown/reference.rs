//! What Azure DevOps finds in the text between Markdown's own marks.

use crate::html::is_guid;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// `@<GUID>`, without what is around the GUID.
    Mention(&'a str),
    /// `#123`, without the `#`.
    Item(&'a str),
}

/// Parts a text into pieces, in order and without gaps.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut before = None;
    let mut from = 0;
    while let Some(place) = rest.get(from..).and_then(|it| it.find(['@', '#'])).map(|it| it + from)
    {
        let Some((head, tail)) = rest.split_at_checked(place) else { break };
        let before_mark = head.chars().next_back().or(before);
        let Some((piece, after)) = mention(tail).or_else(|| item(before_mark, tail)) else {
            from = place + 1;
            continue;
        };
        if !head.is_empty() {
            out.push(Piece::Text(head));
        }
        out.push(piece);
        before = Some('0');
        (rest, from) = (after, 0);
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest));
    }
    out
}

fn mention(text: &str) -> Option<(Piece<'_>, &str)> {
    let (guid, after) = text.strip_prefix("@<")?.split_once('>')?;
    is_guid(guid).then_some((Piece::Mention(guid), after))
}

/// A number behind `#`, if no word goes on before or behind it.
fn item(before: Option<char>, text: &str) -> Option<(Piece<'_>, &str)> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '&' | '#' | '.');
    if before.is_some_and(joins) {
        return None;
    }
    let rest = text.strip_prefix('#')?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.strip_suffix(after)?;
    let joined = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let fits = (1..=10).contains(&digits.len()) && !digits.starts_with('0');
    (fits && !joined).then_some((Piece::Item(digits), after))
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn mentions_and_items_are_found() {
        let guid = "0a1b2c3d-0000-4000-8000-00000000000f";
        let text = format!("see #12, @<{guid}>.");
        assert_eq!(
            pieces(&text),
            [
                Piece::Text("see "),
                Piece::Item("12"),
                Piece::Text(", "),
                Piece::Mention(guid),
                Piece::Text("."),
            ]
        );
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in ["a#12", "#12a", "#", "@<me>", "#012", "a@<b", "C#", "&#12", "1#2", "\u{e9}#1"]
        {
            assert_eq!(pieces(text), [Piece::Text(text)], "{text}");
        }
    }
}
