//! What an HTML text holds, found without the codecs: from a tokenizer's tags alone.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Everything that is looked for.
pub(crate) const ALL: [&str; 29] = [
    "background",
    "bold",
    "caption",
    "code block",
    "code in a line",
    "colour",
    "heading",
    "italic",
    "line break",
    "link",
    "list of Word",
    "mention",
    "nested list",
    "numbered list",
    "part that opens",
    "picture",
    "picture in a link",
    "quotation",
    "quotation in a quotation",
    "reference",
    "rule",
    "strike",
    "subscript",
    "superscript",
    "table",
    "table in a table",
    "table with spans",
    "tasks",
    "underline",
];

/// What of [`ALL`] is in the text.
pub(crate) fn of(html: &str) -> BTreeSet<&'static str> {
    let tokenizer = Tokenizer::new(Seen::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().held
}

#[derive(Default)]
struct Seen(RefCell<State>);

#[derive(Default)]
struct State {
    held: BTreeSet<&'static str>,
    /// The elements that are open, of those that matter when another one stands in them.
    open: Vec<String>,
}

impl State {
    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        let is_in = |outer: &[&str]| self.open.iter().any(|it| outer.contains(&it.as_str()));
        let held: &[&'static str] = match name {
            "b" | "strong" => &["bold"],
            "blockquote" if is_in(&["blockquote"]) => &["quotation", "quotation in a quotation"],
            "blockquote" => &["quotation"],
            "br" => &["line break"],
            "caption" | "figcaption" => &["caption"],
            "code" | "kbd" | "samp" | "tt" if !is_in(&["pre"]) => &["code in a line"],
            "del" | "s" | "strike" => &["strike"],
            "details" => &["part that opens"],
            "em" | "i" => &["italic"],
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["heading"],
            "hr" => &["rule"],
            "img" if is_in(&["a"]) => &["picture", "picture in a link"],
            "img" => &["picture"],
            "ins" | "u" => &["underline"],
            "ol" if is_in(&["ol", "ul"]) => &["nested list", "numbered list"],
            "ol" => &["numbered list"],
            "pre" => &["code block"],
            "sub" => &["subscript"],
            "sup" => &["superscript"],
            "table" if is_in(&["table"]) => &["table", "table in a table"],
            "table" => &["table"],
            "ul" if is_in(&["ol", "ul"]) => &["nested list"],
            _ => &[],
        };
        self.held.extend(held);
        for attribute in &tag.attrs {
            let value: String = attribute.value.split_whitespace().collect();
            self.held.extend(of_attribute(name, &attribute.name.local, &value.to_lowercase()));
        }
        if OUTER.contains(&name) {
            self.open.push(name.to_owned());
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(place) = self.open.iter().rposition(|it| it == name) {
            self.open.truncate(place);
        }
    }
}

/// Elements in which others are something else.
const OUTER: &[&str] = &["a", "blockquote", "ol", "pre", "table", "ul"];

/// What an attribute says; its value is in lower case and without spaces.
fn of_attribute(element: &str, name: &str, value: &str) -> Vec<&'static str> {
    let says = |part: &str| value.starts_with(part) || value.contains(&[";", part].concat());
    let held: &[(bool, &'static str)] = match name {
        "colspan" | "rowspan" => &[(value.parse().is_ok_and(|it: u32| it > 1), "table with spans")],
        "data-vss-mention" => &[
            (value.starts_with("version:2.0"), "mention"),
            (value.starts_with("version:1.0"), "reference"),
        ],
        "href" => &[(true, "link"), (value.contains("/_workitems/edit/"), "reference")],
        "role" | "type" => &[(value == "checkbox", "tasks")],
        "style" => &[
            (says("background:") || says("background-color:"), "background"),
            (says("color:"), "colour"),
            (says("mso-list:l"), "list of Word"),
            (says("text-decoration:underline"), "underline"),
            (says("text-decoration:line-through"), "strike"),
        ],
        "color" => &[(element == "font", "colour")],
        _ => &[],
    };
    held.iter().filter(|(is_held, _)| *is_held).map(|(_, what)| *what).collect()
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            let mut state = self.0.borrow_mut();
            match tag.kind {
                TagKind::StartTag => state.start(&tag),
                TagKind::EndTag => state.end(&tag.name),
            }
        }
        TokenSinkResult::Continue
    }
}
