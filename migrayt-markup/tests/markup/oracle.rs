//! The visible words of HTML, Markdown and ADF, found without the codecs: from a tokenizer's
//! tags and texts alone, and from a walk over the nodes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use pulldown_cmark::{Event, Options, Parser, Tag as Mark, TagEnd};
use serde_json::Value;

/// Elements that part the words around them, by the rendering section of the HTML standard, and
/// those that show something between them.
const PARTING: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "datalist",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "image",
    "img",
    "input",
    "legend",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "meter",
    "nav",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "plaintext",
    "pre",
    "progress",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "td",
    "textarea",
    "th",
    "tr",
    "ul",
    "video",
    "xmp",
];

/// Elements whose text no reader sees.
const UNSEEN: &[&str] = &["script", "style", "title", "iframe", "noembed", "noframes"];

/// The visible words of an HTML text.
pub(crate) fn of_html(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Seen::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    words(&tokenizer.sink.text.borrow())
}

/// The visible words of a Markdown text, HTML in it included.
pub(crate) fn of_markdown(markdown: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut html = String::new();
    let mut images = 0_u32;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Mark::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => {
                images -= 1;
                html.push_str("<img>");
            }
            _ if images > 0 => {}
            Event::Text(text) | Event::Code(text) => {
                html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Event::Html(raw) | Event::InlineHtml(raw) => html.push_str(&raw),
            Event::SoftBreak => html.push('\n'),
            Event::Start(
                Mark::Emphasis | Mark::Strong | Mark::Strikethrough | Mark::Link { .. },
            )
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            _ => html.push_str("<br>"),
        }
    }
    of_html(&html)
}

/// The words with the short names of emojis, as far as the data has them, as their characters.
pub(crate) fn with_emojis(words: Vec<String>) -> Vec<String> {
    const NAMES: &str = ":thumbsup:👍 :clap:👏 :star:⭐ :fire:🔥 :rocket:🚀 :pray:🙏 :smile:😄 \
        :heart:❤️ :white_check_mark:✅ :construction:🚧 :x:❌ :warning:⚠️ :+1:👍 :eyes:👀 \
        :question:❓ :thinking:🤔 :wave:👋 :coffee:☕ :tada:🎉 :bulb:💡 :lock:🔒 :calendar:📆 \
        :bug:🐛 :memo:📝 :trophy:🏆 :wrench:🔧 :cake:🍰";
    let character = |word: String| {
        NAMES.split_whitespace().fold(word, |word, pair| {
            let (name, character) = pair.rsplit_once(':').unwrap();
            word.replace(&[name, ":"].concat(), character)
        })
    };
    words.into_iter().map(character).collect()
}

/// The words that a document shows; a picture shows none.
pub(crate) fn of_adf(document: &Value) -> Vec<String> {
    let mut text = String::new();
    shown(document, &mut text);
    words(&text)
}

/// The words that are in the first and not in the second, as often as they are missing.
pub(crate) fn missing(expected: &[String], found: &[String]) -> Vec<String> {
    let mut left = BTreeMap::<&str, usize>::new();
    for word in found {
        *left.entry(word).or_default() += 1;
    }
    let mut absent = Vec::new();
    for word in expected {
        match left.get_mut(word.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => absent.push(word.clone()),
        }
    }
    absent
}

/// The letters and digits of words, each a word: where they are parted does not matter.
pub(crate) fn letters(words: &[String]) -> Vec<String> {
    let letters = words.iter().flat_map(|word| word.chars());
    letters.filter(|c| c.is_alphanumeric()).map(String::from).collect()
}

fn words(text: &str) -> Vec<String> {
    let seen = |c: &char| !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let word = |word: &str| word.chars().filter(seen).collect::<String>();
    text.split_whitespace().map(word).filter(|word| !word.is_empty()).collect()
}

fn shown(node: &Value, out: &mut String) {
    let attribute = |name: &str| node["attrs"][name].as_str().unwrap_or_default();
    match node["type"].as_str().unwrap_or_default() {
        "text" => out.push_str(node["text"].as_str().unwrap_or_default()),
        "mention" | "status" | "emoji" => out.push_str(attribute("text")),
        "mediaInline" => out.push(' '),
        kind => {
            out.push('\n');
            if matches!(kind, "expand" | "nestedExpand") {
                out.push_str(attribute("title"));
            }
            for child in node["content"].as_array().into_iter().flatten() {
                shown(child, out);
            }
            out.push('\n');
        }
    }
}

/// What a reader sees of the tokens so far.
#[derive(Default)]
struct Seen {
    text: RefCell<String>,
    unseen: RefCell<Option<Unseen>>,
}

/// An element that is not seen: its name, and how many of that name are open in it.
struct Unseen {
    name: String,
    open: usize,
}

impl Seen {
    fn part(&self, name: &str) {
        if self.unseen.borrow().is_none() && PARTING.contains(&name) {
            self.text.borrow_mut().push('\n');
        }
    }

    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        self.part(name);
        let mut unseen = self.unseen.borrow_mut();
        if let Some(outer) = &mut *unseen {
            outer.open += usize::from(outer.name == name && !tag.self_closing);
        } else if UNSEEN.contains(&name) || is_marker(tag) {
            *unseen = Some(Unseen { name: name.to_owned(), open: 1 });
        }
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&self, name: &str) {
        let mut unseen = self.unseen.borrow_mut();
        if let Some(outer) = &mut *unseen
            && outer.name == name
        {
            outer.open -= 1;
            if outer.open == 0 {
                *unseen = None;
            }
        }
        drop(unseen);
        self.part(name);
    }
}

/// Whether this is the number or bullet of a Word list, which becomes a real list's.
fn is_marker(tag: &Tag) -> bool {
    tag.attrs.iter().any(|attribute| {
        let style: String = attribute.value.split_whitespace().collect();
        &*attribute.name.local == "style" && style.to_lowercase().contains("mso-list:ignore")
    })
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if self.unseen.borrow().is_none() => {
                self.text.borrow_mut().push_str(&text);
            }
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag),
            Token::TagToken(tag) => self.end(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[test]
fn only_what_is_seen_counts() {
    let html = "<title>no</title><style>p{}</style><!-- no --><p>ye<b>s</b>&nbsp;&amp;</p>more \
                <script>if (a<b) no()</script><span style='mso-list: Ignore'>1.</span>end<br>x";
    assert_eq!(of_html(html), ["yes", "&", "more", "end", "x"].map(str::to_owned));
    let markdown = "# One\n\n*tw*o ![no](a.png) `<b>`\n\n| a |\n|---|\n| b |\n\n<!-- no --> c";
    assert_eq!(of_markdown(markdown), ["One", "two", "<b>", "a", "b", "c"].map(str::to_owned));
}

#[test]
fn a_dropped_doubled_or_joined_word_is_found() {
    let body = "<p>one <b>two</b> three</p><ul><li>four<li>five</ul>";
    let expected = of_html(body);
    let document = migrayt_markup::adf::write(&migrayt_markup::html::read(body).document).value;
    assert_eq!(missing(&expected, &of_adf(&document)), [""; 0]);
    for word in &expected {
        let broken = without(&document, word);
        assert_eq!(missing(&expected, &of_adf(&broken)), [word.as_str()]);
        assert_eq!(missing(&of_adf(&document), &of_adf(&broken)), [word.as_str()]);
    }
    let joined: Value = serde_json::from_str(&document.to_string().replace("one ", "one")).unwrap();
    assert_eq!(missing(&expected, &of_adf(&joined)), ["one", "two"]);
}

/// The document with the first occurrence of a word taken out.
fn without(document: &Value, word: &str) -> Value {
    let text = document.to_string();
    let broken = text.replacen(word, "", 1);
    assert_ne!(text, broken);
    serde_json::from_str(&broken).unwrap()
}
