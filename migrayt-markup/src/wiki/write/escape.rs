use migrayt_core::Content;

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
    if text.contains(is_unwritten) {
        // What they part comes together, and may mean something.
        let written = Content::text(text.replace(is_unwritten, ""));
        return escape(written.as_str(), around, begin, out);
    }
    let mut before = out.get(begin..).and_then(|line| line.chars().next_back());
    let mut addresses = Vec::new();
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let next = rest.get(c.len_utf8()..).and_then(|rest| rest.chars().next());
        let inside = before.is_some_and(is_word) && next.is_some_and(is_word);
        if c.is_whitespace() {
            hide_changed(&mut addresses, text.get(..at).unwrap_or_default(), out);
        } else if rest.starts_with("://") && before.is_some_and(is_word) {
            addresses.push((at, out.len()));
        }
        let line = out.get(begin..).unwrap_or_default();
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' => entity(c, out),
            '&' if may_be_entity(rest) => out.push_str("&amp;"),
            '[' | ']' | '|' | '!' if around.link => entity(c, out),
            '{' | '}' | '[' | ']' | '|' => escaped(c, out),
            '!' if around.code || !line.ends_with(is_word) => escaped(c, out),
            c if around.code => out.push(c),
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
            // What stands before an address of mail is not shown.
            ':' if ends_in_mailto(line) => entity(c, out),
            '.' if is_leading(line.trim_start()) => entity(c, out),
            c => out.push(c),
        }
        before = Some(c);
    }
    hide_changed(&mut addresses, text, out);
}

/// Characters that nobody sees, which are left out.
fn is_unwritten(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Takes its meaning from each address that escapes are in, since they would be a part of it. An
/// address is where its colon stands in the text and in what is written of it, and reaches to
/// their ends.
fn hide_changed(addresses: &mut Vec<(usize, usize)>, text: &str, out: &mut String) {
    while let Some((read, written)) = addresses.pop() {
        if text.get(read..) != out.get(written..) {
            out.replace_range(written..=written, "&#58;");
        }
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

/// Whether a colon behind this begins an address of mail.
fn ends_in_mailto(line: &str) -> bool {
    const NAME: &str = "mailto";
    let start = line.len().saturating_sub(NAME.len());
    line.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(NAME))
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
