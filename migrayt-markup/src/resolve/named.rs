/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Words(&'a str),
    /// What may be the name of a work item: as it is shown, and without the `#`.
    Item {
        shown: &'a str,
        name: &'a str,
    },
}

impl<'a> Piece<'a> {
    pub(super) fn shown(self) -> &'a str {
        match self {
            Self::Words(words) => words,
            Self::Item { shown, .. } => shown,
        }
    }
}

/// A text parted at `#17` and `SHOP-12`, each a word of its own and no part of an address.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    let mut before = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let begins = before.is_none_or(|c: char| !is_inside(c));
        let length = if begins { number(rest).or_else(|| key(rest)) } else { None };
        let fits = length.filter(|length| {
            let mut after = rest.get(*length..).unwrap_or_default().chars();
            match after.next() {
                Some('.' | '/') => after.next().is_none_or(|c| !c.is_alphanumeric()),
                next => next.is_none_or(|c| !is_inside(c)),
            }
        });
        if let Some(length) = fits
            && let (Some(words), Some(shown)) = (text.get(done..at), rest.get(..length))
        {
            if !words.is_empty() {
                pieces.push(Piece::Words(words));
            }
            pieces.push(Piece::Item { shown, name: shown.strip_prefix('#').unwrap_or(shown) });
            at += length;
            done = at;
            before = shown.chars().next_back();
            continue;
        }
        // The rest of a word cannot begin a name: each word is looked at once.
        let mut skipped = 0;
        for c in rest.chars() {
            skipped += c.len_utf8();
            before = Some(c);
            if !is_inside(c) {
                break;
            }
        }
        at += skipped;
    }
    match text.get(done..) {
        Some(words) if !words.is_empty() => pieces.push(Piece::Words(words)),
        _ => {}
    }
    pieces
}

/// Whether a character goes on with a word or an address.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '#' | '&' | '=' | '@' | '\\')
}

/// How long `#17` is.
fn number(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('#')?.bytes().take_while(u8::is_ascii_digit).count();
    (1..=10).contains(&digits).then_some(digits + 1)
}

/// How long `SHOP-12` is: the project's key has 2 to 255 characters.
fn key(text: &str) -> Option<usize> {
    let letter = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let project = text.bytes().take(256).take_while(letter).count();
    let begins = text.starts_with(|c: char| c.is_ascii_uppercase());
    let rest = text.get(project..)?.strip_prefix('-')?;
    let digits = rest.bytes().take(20).take_while(u8::is_ascii_digit).count();
    let fits = begins && (2..=255).contains(&project) && (1..=10).contains(&digits);
    (fits && !rest.starts_with('0')).then_some(project + 1 + digits)
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    fn names(text: &str) -> Vec<&str> {
        let all = pieces(text);
        assert_eq!(all.iter().map(|piece| piece.shown()).collect::<String>(), text);
        all.into_iter()
            .filter_map(|piece| match piece {
                Piece::Item { name, .. } => Some(name),
                Piece::Words(_) => None,
            })
            .collect()
    }

    #[test]
    fn names_stand_alone() {
        assert_eq!(names("see #17, (SHOP-12) and #3."), ["17", "SHOP-12", "3"]);
        assert_eq!(names("\u{e4}#17 A-1 UTF-8x SHOP-01 a#1 x/SHOP-1 #1.5 &#39; SHOP-1-2"), [""; 0]);
        assert_eq!(names("#17\n#18 AB_C2-9"), ["17", "18", "AB_C2-9"]);
        assert_eq!(names(""), [""; 0]);
        assert_eq!(names("https://a.example/browse/SHOP-1#17"), [""; 0]);
    }
}
