use super::super::emoji::Emoji;
use super::super::source::is_word;

/// What a text stands in, as far as its signs are concerned.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// A mark, in which the symbols of marks must not be seen.
    pub(super) marks: bool,
    /// Monospaced text, in which few signs mean anything.
    pub(super) code: bool,
    /// The brackets of a link.
    pub(super) link: bool,
}

/// Writes a text so that it is read as the same text; its line, or what is around it, begins at
/// `begin` of `out`.
pub(super) fn escape(text: &str, around: Around, begin: usize, out: &mut String) {
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let next = rest.get(c.len_utf8()..).and_then(|rest| rest.chars().next());
        let line = out.get(begin..).unwrap_or_default();
        let inside = before.is_some_and(is_word) && next.is_some_and(is_word);
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' => entity(c, out),
            '&' if may_be_entity(rest) => out.push_str("&amp;"),
            '[' | ']' | '|' | '!' if around.link => entity(c, out),
            '{' | '}' | '[' | ']' | '|' => escaped(c, out),
            '!' if around.code || !before.is_some_and(is_word) => escaped(c, out),
            c if around.code => out.extend(Some(c).filter(|c| !c.is_control())),
            '*' | '_' | '^' | '~' | '+' if around.marks || !inside => escaped(c, out),
            '-' if !(inside || is_dash(before, next) && line.contains(is_word)) || around.marks => {
                escaped(c, out);
            }
            '?' if before.is_none_or(|c| c == '?') || next.is_none_or(|c| c == '?') => {
                escaped(c, out);
            }
            '#' if !line.contains(is_word) => escaped(c, out),
            '(' if Emoji::of_text(rest).is_some() || rest.len() < 9 && !rest.contains(')') => {
                escaped(c, out);
            }
            ':' | ';'
                if Emoji::of_text(rest).is_some() || matches!(rest, ":" | ":-" | ";" | ";-") =>
            {
                entity(c, out);
            }
            ':' if around.link && line.ends_with("mailto") => entity(c, out),
            '.' if is_leading(line.trim_start()) => entity(c, out),
            c if c.is_control() => {}
            c => out.push(c),
        }
        before = Some(c);
    }
}

fn escaped(c: char, out: &mut String) {
    out.push('\\');
    out.push(c);
}

fn entity(c: char, out: &mut String) {
    out.push_str("&#");
    out.push_str(&u32::from(c).to_string());
    out.push(';');
}

/// Whether what follows may be read as an entity, perhaps with what stands behind the text.
fn may_be_entity(rest: &str) -> bool {
    let mut behind =
        rest.chars().skip(1).take(12).skip_while(|c| c.is_ascii_alphanumeric() || *c == '#');
    behind.next().is_none_or(|c| c == ';')
}

/// A dash between spaces.
fn is_dash(before: Option<char>, next: Option<char>) -> bool {
    before == Some(' ') && next == Some(' ')
}

/// Whether a full stop behind this makes a heading or a quotation of it.
fn is_leading(line: &str) -> bool {
    match line.as_bytes() {
        [b'h', level] => (b'1'..=b'6').contains(level),
        line => line == b"bq",
    }
}
