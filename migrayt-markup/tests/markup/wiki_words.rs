//! The words of wiki markup, found without the codec: by the rules of the notation alone. What
//! may be markup, such as `a` in `[b|a]`, is not looked for.

use serde_json::Value;

#[cfg(test)]
use crate::oracle::missing;
use crate::oracle::of_adf;

/// Macros that show what is between their ends as it is.
const VERBATIM: &[&str] = &["code", "noformat"];

/// Macros that show their titles, and what is between their ends as any other text.
const MACROS: &[&str] =
    &["quote", "panel", "color", "status", "anchor", "info", "note", "tip", "warning", "expand"];

/// Macros that part no word.
const IN_WORDS: &[&str] = &["color", "status", "anchor"];

/// Emojis whose notations hold letters.
const EMOJIS: &[&str] = &[
    ":D",
    ":-D",
    ":P",
    ":-P",
    ":p",
    ":-p",
    "(y)",
    "(n)",
    "(i)",
    "(x)",
    "(on)",
    "(off)",
    "(*y)",
    "(*r)",
    "(*g)",
    "(*b)",
    "(flag)",
    "(flagoff)",
];

/// Signs that part no word, since they are not seen where they mean something.
const SIGNS: &[char] = &['*', '_', '-', '+', '^', '~', '?', '{', '}', '[', ']'];

/// The words that a text in wiki markup shows, of letters and digits.
pub(crate) fn of_wiki(wiki: &str) -> Vec<String> {
    let mut text = String::new();
    seen(wiki, &mut text);
    words(&text)
}

/// The words that a document shows, of letters and digits.
pub(crate) fn of_adf_as_wiki(document: &Value) -> Vec<String> {
    words(&of_adf(document).join(" "))
}

fn words(text: &str) -> Vec<String> {
    let unseen = |c: char| SIGNS.contains(&c) || c.is_control() && !c.is_whitespace();
    let text = text.replace(unseen, "");
    // The emoji `(i)` counts as a letter.
    let apart = |c: char| !c.is_alphanumeric() || c == '\u{2139}';
    let words = text.split(apart).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Adds what is seen of a text, without most of what means something.
fn seen(wiki: &str, out: &mut String) {
    let mut rest = wiki;
    // Whether no letter stands in the line yet.
    let mut begins = true;
    while let Some(c) = rest.chars().next() {
        let inside = out.ends_with(char::is_alphanumeric);
        let length = match c {
            '{' => braces(rest, out),
            '[' => brackets(rest, out),
            '!' if !inside => picture(rest),
            '&' => entity(rest, out),
            ':' | '(' => emoji(rest),
            'h' | 'b' if begins => leading(rest),
            'm' if rest.starts_with("mailto:") => Some("mailto:".len()),
            '\\' => escaped(rest, out),
            _ => None,
        };
        if length.is_none() {
            out.push(c);
        }
        begins = begins && !c.is_alphanumeric() || matches!(c, '\n' | '\r') || out.ends_with('\n');
        rest = rest.get(length.unwrap_or(c.len_utf8())..).unwrap_or_default();
    }
}

/// A macro: its title is seen, and all that is in it if that means nothing else.
fn braces(rest: &str, out: &mut String) -> Option<usize> {
    let (head, end) = enclosed(rest, ['{', '}'])?;
    let (name, parameters) = head.split_once(':').unwrap_or((head, ""));
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let (known, verbatim) = (is(MACROS), is(VERBATIM));
    if !known && !verbatim && !is(&["adf"]) {
        return None;
    }
    let between = if is(IN_WORDS) { "" } else { "\n" };
    let title = parameters.split('|').find_map(|part| part.strip_prefix("title="));
    out.extend([between, title.unwrap_or_default(), between]);
    let close = ["{", name, "}"].concat();
    let inner = rest.get(end..)?.find(&close).filter(|_| !known);
    let Some(inner) = inner else { return Some(end) };
    if verbatim {
        out.extend([rest.get(end..end + inner)?, "\n"]);
    }
    Some(end + inner + close.len())
}

/// A link, of which the words are seen, or the address if there are none; or a file.
fn brackets(rest: &str, out: &mut String) -> Option<usize> {
    let (inner, end) = enclosed(rest, ['[', ']'])?;
    let mut parts = inner.split('|');
    if let Some(person) = inner.strip_prefix('~') {
        out.push('@');
        seen(person.strip_prefix("accountid:").map_or(person, |_| ""), out);
    } else if picture(inner).is_none() && !inner.contains('^') {
        seen(parts.find(|part| !part.is_empty()).unwrap_or_default(), out);
    }
    Some(end)
}

/// What is in brackets in one line, and where it ends.
fn enclosed(rest: &str, [open, close]: [char; 2]) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix(open)?;
    let end = inner.find([open, close, '\n'])?;
    inner.get(end..)?.starts_with(close).then_some((inner.get(..end)?, end + 2))
}

fn picture(rest: &str) -> Option<usize> {
    let line = rest.lines().next()?;
    let mut ends = line.match_indices('!').map(|(at, _)| at + 1).skip(1);
    let letter =
        |end: &usize| line.get(*end..).unwrap_or_default().starts_with(char::is_alphanumeric);
    let end = ends.find(|end| !letter(end)).filter(|_| line.starts_with('!'))?;
    let inner = line.get(1..end - 1)?;
    (inner.trim() == inner && !inner.is_empty()).then_some(end)
}

fn emoji(rest: &str) -> Option<usize> {
    let found = EMOJIS.iter().find(|emoji| rest.starts_with(**emoji))?;
    let behind = rest.get(found.len()..)?;
    (!behind.starts_with(char::is_alphanumeric)).then_some(found.len())
}

/// The sign of a heading or a quotation at the beginning of a line.
fn leading(rest: &str) -> Option<usize> {
    let heading = |level: u32| rest.starts_with(&format!("h{level}."));
    (rest.starts_with("bq.") || (1..=6).any(heading)).then_some("h1.".len())
}

/// The name of a sign, which no letter is.
fn entity(rest: &str, out: &mut String) -> Option<usize> {
    let end = rest.find(';').filter(|end| (2..11).contains(end))?;
    out.push(';');
    Some(end + 1)
}

/// A sign that a backslash takes its meaning, or two of them, which are a break.
fn escaped(rest: &str, out: &mut String) -> Option<usize> {
    let sign = rest.get(1..)?.chars().next().filter(char::is_ascii_punctuation)?;
    out.push(sign);
    Some(2)
}

#[test]
fn only_what_is_seen_counts() {
    let wiki = "h1. On*e*\n{panel:title=two|bgColor=red}bq. t{color:red}hr{color}ee !no.png|width=1!\n\
        [four|http://no] (y) \\[five] &nbsp; {code:java}\nint s_i_x = !no!{code} [^no.pdf]\n{adf}no{adf}";
    let expected = ["One", "two", "three", "four", "five", "int", "six", "no"];
    assert_eq!(of_wiki(wiki), expected.map(str::to_owned));
}

#[test]
fn a_word_that_is_not_in_the_document_is_found() {
    let wiki = "* one *two*\n|| three | four [five|https://a.example] |\n{noformat}six{noformat}";
    let document = migrayt_markup::adf::write(&migrayt_markup::wiki::read(wiki).document).value;
    let expected = of_wiki(wiki);
    assert_eq!(expected.len(), 6);
    assert_eq!(missing(&expected, &of_adf_as_wiki(&document)), [""; 0]);
    for word in &expected {
        let broken = document.to_string().replace(word.as_str(), "");
        let broken = serde_json::from_str(&broken).unwrap();
        assert_eq!(missing(&expected, &of_adf_as_wiki(&broken)), [word.as_str()]);
    }
}
