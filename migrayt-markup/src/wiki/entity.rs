use super::source::{Source, Span};

/// How long a name and its semicolon may be.
const LONGEST: usize = 11;

/// The character that an entity of HTML stands for, and where it ends: `&nbsp;`, `&#8217;`.
pub(super) fn at(source: &Source<'_>, at: usize, span: Span) -> Option<(char, usize)> {
    let rest = source.text(span.from(at + 1));
    let rest = rest.get(..rest.bytes().take(LONGEST).position(|byte| byte == b';')?)?;
    let c = match rest.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => char::from_u32(u32::from_str_radix(digits, 16).ok()?)?,
            None => char::from_u32(number.parse().ok()?)?,
        },
        None => named(rest)?,
    };
    (!c.is_control()).then_some((c, at + rest.len() + 2))
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" => '\u{a0}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "copy" => '\u{a9}',
        "reg" => '\u{ae}',
        "trade" => '\u{2122}',
        "euro" => '\u{20ac}',
        "pound" => '\u{a3}',
        "deg" => '\u{b0}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "hellip" => '\u{2026}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "larr" => '\u{2190}',
        "rarr" => '\u{2192}',
        "bull" => '\u{2022}',
        "middot" => '\u{b7}',
        "times" => '\u{d7}',
        "laquo" => '\u{ab}',
        "raquo" => '\u{bb}',
        _ => return None,
    })
}
