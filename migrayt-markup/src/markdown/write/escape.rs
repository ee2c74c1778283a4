//! Backslashes before what would mean something.

use super::dialect::begins_entity;
use crate::markdown::emoji;

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Which line of its paragraph it begins, from 0; none if it stands inside of one.
    pub(super) begins: Option<u32>,
    /// Whether it stands between brackets.
    pub(super) in_link: bool,
    /// Whether it stands in a table's row.
    pub(super) in_row: bool,
    /// Whether other tildes stand in the same lines.
    pub(super) tildes: bool,
    /// What stands before and behind it on its line.
    pub(super) before: Option<char>,
    pub(super) behind: Option<char>,
}

/// A text between the brackets of a link or picture.
pub(super) fn in_brackets(text: &str, in_row: bool) -> String {
    let text: Vec<&str> = text.split_ascii_whitespace().collect();
    escaped(&text.join(" "), Around { in_link: true, in_row, tildes: true, ..Around::default() })
}

/// The text with backslashes where it needs them.
pub(super) fn escaped(text: &str, around: Around) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = around.before;
    let guard = around.begins.and_then(|line| at_beginning(text, line > 0, around));
    let mut kept = 0;
    let mut run = Run::default();
    for (at, c) in text.char_indices() {
        // Nothing else means anything anywhere.
        if guard != Some(at) && !is_sign(c) {
            before = Some(c);
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let behind = next.or(around.behind);
        let last = next.is_none();
        let means = guard == Some(at)
            || match c {
                '`' => true,
                '\\' => last || behind.is_some_and(|c| c.is_ascii_punctuation()),
                '*' => !(is_white(before) && is_white(behind)),
                '_' => {
                    if run.end <= at {
                        run = Run::at(rest, at, before, around);
                    }
                    !run.in_word
                }
                '~' => around.tildes || !(next.is_some() || around.behind.is_none()),
                '[' => around.in_link,
                ']' => {
                    around.in_link
                        || matches!(behind, Some('(' | '[' | ':'))
                        || (last && behind.is_some())
                }
                '!' => last && behind == Some('['),
                '<' => {
                    before == Some('@')
                        || (last && behind.is_some())
                        || behind.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?'))
                }
                '&' => begins_entity(rest) && (!last || behind.is_some()),
                '#' => behind.is_some_and(|c| c.is_ascii_digit()) && !is_word(before),
                ':' => !is_word(before) && names_emoji(rest),
                '|' => around.in_row,
                _ => false,
            };
        if means {
            out.push_str(text.get(kept..at).unwrap_or_default());
            out.push('\\');
            kept = at;
        }
        before = Some(c);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    out
}

/// Whether a character may mean something somewhere.
fn is_sign(c: char) -> bool {
    matches!(c, '`' | '\\' | '*' | '_' | '~' | '[' | ']' | '!' | '<' | '&' | '#' | ':' | '|')
}

/// A run of underscores, which is looked at once.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// Where it ends.
    end: usize,
    /// Whether it stands inside of a word.
    in_word: bool,
}

impl Run {
    fn at(rest: &str, at: usize, before: Option<char>, around: Around) -> Self {
        let behind = rest.trim_start_matches('_');
        let end = at + rest.len() - behind.len();
        let in_word = is_word(before) && is_word(behind.chars().next().or(around.behind));
        Self { end, in_word }
    }
}

/// Where at the beginning of a line a backslash keeps the line a text.
fn at_beginning(text: &str, continues: bool, around: Around) -> Option<usize> {
    let first = text.chars().next()?;
    let second = text.chars().nth(1).or(around.behind);
    let ends = |c: Option<char>| c.is_none_or(|c| c == ' ');
    let needs = match first {
        '>' | '[' => true,
        '#' => {
            let rest = text.trim_start_matches('#');
            ends(rest.chars().next().or(around.behind))
        }
        '+' | '*' => ends(second),
        '-' => ends(second) || matches!(second, Some('-' | '|' | ':')),
        '=' | '|' => continues,
        ':' => continues && second == Some('-'),
        c if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let numbers = rest.starts_with(['.', ')']);
            let behind = rest.chars().nth(1).or(around.behind.filter(|_| rest.len() == 1));
            return (numbers && ends(behind)).then_some(text.len() - rest.len());
        }
        _ => false,
    };
    needs.then_some(0)
}

fn names_emoji(text: &str) -> bool {
    let name = text.get(1..).and_then(|rest| rest.split(':').next());
    name.is_some_and(|name| {
        text.as_bytes().get(name.len() + 1) == Some(&b':') && emoji::character(name).is_some()
    })
}

fn is_white(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}
