//! The word oracle: which words of an HTML text a reader sees, and whether they all stand in a
//! document, in order. It shares no code with the codecs: it reads tokens, builds no tree, and
//! knows only which elements part words.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use serde_json::Value;

/// Elements that stand within a line and do not part words.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "u",
];

#[derive(Default)]
struct Reader {
    text: RefCell<String>,
    raw: RefCell<Option<String>>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if self.raw.borrow().is_none() => {
                self.text.borrow_mut().push_str(&text);
            }
            Token::TagToken(tag) => return self.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.as_ref();
        if tag.kind == TagKind::EndTag {
            if self.raw.borrow().as_deref() == Some(name) {
                *self.raw.borrow_mut() = None;
            }
        } else {
            let kind = match name {
                "script" => Some(RawKind::ScriptData),
                "style" => Some(RawKind::Rawtext),
                "title" => Some(RawKind::Rcdata),
                _ => None,
            };
            if let Some(kind) = kind {
                *self.raw.borrow_mut() = Some(name.to_owned());
                return TokenSinkResult::RawData(kind);
            }
        }
        if !INLINE.contains(&name) {
            self.text.borrow_mut().push(' ');
        }
        TokenSinkResult::Continue
    }
}

/// The text that a reader sees.
pub(crate) fn visible(html: &str) -> String {
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !input.is_empty() {
        drop(tokenizer.feed(&input));
    }
    tokenizer.end();
    tokenizer.sink.text.into_inner()
}

/// The words of the steps of a test case, an XML text that holds HTML texts.
pub(crate) fn steps(xml: &str) -> String {
    let mut text = String::new();
    for part in xml.split("<parameterizedString").skip(1) {
        let inner = part.split_once('>').map_or("", |(_, rest)| rest);
        let inner = inner.split("</parameterizedString>").next().unwrap_or_default();
        // The first reading undoes XML's escapes, the second reads the HTML.
        text.push_str(&visible(&visible(inner)));
        text.push(' ');
    }
    text
}

/// What a text looks like without spaces and without characters that nobody sees.
fn squeezed(text: &str) -> String {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')
    };
    text.chars().filter(|c| !unseen(*c)).collect()
}

/// The first word of a text that does not stand in another one after those before it.
pub(crate) fn missing(text: &str, from: &str) -> Option<String> {
    let there = squeezed(from);
    let mut rest = there.as_str();
    for word in text.split_whitespace() {
        let wanted = squeezed(word);
        match rest.find(&wanted) {
            Some(at) => rest = &rest[at + wanted.len()..],
            None => return Some(word.to_owned()),
        }
    }
    None
}

/// The text of a document: what its text nodes say, and what stands in for mentions, dates and
/// the like.
pub(crate) fn document(node: &Value) -> String {
    let mut text = String::new();
    gather(node, &mut text);
    text
}

fn gather(node: &Value, text: &mut String) {
    if let Some(own) = node.get("text").and_then(Value::as_str) {
        text.push_str(own);
    }
    if let Some(shown) = node.pointer("/attrs/text").and_then(Value::as_str) {
        text.push_str(shown);
    }
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        gather(child, text);
    }
}

#[test]
fn the_oracle_reads_as_a_person_does() {
    let html = "<style>p { x }</style><p>One&nbsp;<b>tw</b>o<br>thr&eacute;e<!-- no --></p><script>no</script>";
    let text = visible(html);
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["One", "two", "thrée"]);
    assert_eq!(missing(&text, "0 One (1) two thrée."), None);
    assert_eq!(missing(&text, "One thrée two"), Some("thrée".to_owned()));
    assert_eq!(missing(&text, "One thrée"), Some("two".to_owned()));
}
