//! Small pieces of the dialect.

use std::borrow::Cow;

use migrayt_core::richtext::PanelKind;

/// The first line of the alert that a panel becomes.
pub(super) fn alert(kind: PanelKind) -> &'static str {
    match kind {
        PanelKind::Note => "[!IMPORTANT]",
        PanelKind::Tip | PanelKind::Success => "[!TIP]",
        PanelKind::Warning => "[!WARNING]",
        PanelKind::Error => "[!CAUTION]",
        _ => "[!NOTE]",
    }
}

/// A text on one line of HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in visible(text).split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c => out.push(c),
            }
        }
    }
    out
}

/// The text without the characters that trackers cannot store; those that part words are spaces.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    // Most texts hold no byte that could begin what cannot be stored.
    let plain = |byte: u8| !matches!(byte, 0..=8 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xef);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\r' => out.push('\n'),
            '\n' if after_return => {}
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if !c.is_control() => out.push(c),
            c if c.is_whitespace() => out.push(' '),
            _ => {}
        }
        after_return = c == '\r';
    }
    Cow::Owned(out)
}

/// An address between the brackets of a link, which may be part of a table's row.
pub(super) fn destination(address: &str, in_row: bool) -> String {
    let spaced = address.is_empty() || address.contains([' ', '\t', '\n', '\r']);
    let mut out = String::with_capacity(address.len() + 2);
    if spaced {
        out.push('<');
    }
    for c in address.chars() {
        match c {
            '\\' | '<' | '>' | '&' | '"' | '\'' => out.extend(['\\', c]),
            '(' | ')' if !spaced => out.extend(['\\', c]),
            '|' if in_row => out.push_str("\\|"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    if spaced {
        out.push('>');
    }
    plain_ampersands(&out)
}

/// The title behind an address, with the space before it.
pub(super) fn title(title: &str, in_row: bool) -> String {
    let mut out = String::from(" \"");
    for c in visible(title).chars() {
        match c {
            '\\' | '"' | '&' | '<' => out.extend(['\\', c]),
            '|' if in_row => out.push_str("\\|"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    plain_ampersands(&out)
}

/// Without a backslash where an ampersand begins no entity anyway.
fn plain_ampersands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("\\&") {
        let (head, tail) = rest.split_at(place);
        out.push_str(head);
        let tail = tail.get(1..).unwrap_or_default();
        if begins_entity(tail) {
            out.push('\\');
        }
        out.push('&');
        rest = tail.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Whether a text that begins with `&` may begin with an entity.
pub(super) fn begins_entity(text: &str) -> bool {
    let rest = text.strip_prefix('&').unwrap_or_default();
    let name = rest.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#');
    let length = name.count();
    length > 0 && rest.as_bytes().get(length).is_none_or(|b| *b == b';' || length == 40)
}
