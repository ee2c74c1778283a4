//! HTML as it is written, and read again.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use migrayt_core::richtext::{
    Block, Details, Document, Format, Inline, ItemReference, Link, Mark, Marks, Media, MediaOrigin,
    Mention, PanelKind, StatusColor, TaskItem, UnknownNode, plain_text,
};
use migrayt_markup::html;
use proptest::prelude::*;
use time::macros::date;

use crate::chance::{config, page, soup};
use crate::html_normal::normal;
use crate::oracle::{letters, missing, of_html};
use crate::trees::document;

/// The document in a form that shows its words, to compare and to print.
fn shape(document: &Document) -> String {
    migrayt_markup::html::write(document).value
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn every_tree_comes_back_in_its_normal_form(document in document()) {
        let written = html::write(&document).value;
        let (read, expected) = (html::read(&written).document, normal(&document));
        prop_assert!(
            read == expected,
            "{written}\nread     {}\nexpected {}", shape(&read), shape(&expected)
        );
        let again = html::read(&html::write(&read).value).document;
        prop_assert!(again == read, "{written}\nagain {}", shape(&again));
    }

    #[test]
    fn every_tree_is_written_with_every_letter(document in document()) {
        let written = html::write(&document).value;
        let expected: Vec<String> =
            plain_text(&document).as_str().split_whitespace().map(str::to_owned).collect();
        let lost = missing(&letters(&expected), &letters(&of_html(&written)));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, written);
    }

    #[test]
    fn what_was_read_is_written_and_read_as_itself(text in prop_oneof![page(), soup()]) {
        let read = html::read(&text).document;
        let written = html::write(&read).value;
        let again = html::read(&written).document;
        prop_assert!(again == html::read(&html::write(&again).value).document, "{written}");
        let expected: Vec<String> =
            plain_text(&read).as_str().split_whitespace().map(str::to_owned).collect();
        let lost = missing(&letters(&expected), &letters(&of_html(&written)));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, written);
    }
}

/// Every node with a hostile text at each place that takes one. Synthetic.
fn hostile(evil: &str) -> Document {
    let text = || evil.into();
    let mut marks = Marks::of(Mark::Strong);
    marks.link = Some(Link { href: text(), title: Some(text()) });
    marks.details = Some(Details { format: Format::Html, raw: text() });
    let details = || Details { format: Format::Html, raw: text() };
    let media = |origin| Media {
        origin,
        alt: text(),
        width: Some(1),
        height: None,
        link: Some(text()),
        caption: vec![Inline::plain(evil)],
        details: Some(details()),
    };
    let unknown = || UnknownNode { format: Format::Html, raw: text(), text: text() };
    let line = vec![
        Inline::marked(evil, marks),
        Inline::Mention(Mention { person: evil.into(), name: text(), resolved: true }),
        Inline::Item(ItemReference { item: evil.into(), text: text(), href: Some(text()) }),
        Inline::Status { text: text(), color: StatusColor::Red },
        Inline::Emoji { short_name: evil.to_owned(), text: text() },
        Inline::Media(media(MediaOrigin::External(text()))),
        Inline::Media(media(MediaOrigin::Attachment(evil.into()))),
        Inline::Media(media(MediaOrigin::Named(text()))),
        Inline::Media(media(MediaOrigin::Stored { id: evil.into(), collection: evil.to_owned() })),
        Inline::Detailed { details: details(), inline: Box::new(Inline::plain(evil)) },
        Inline::Unknown(unknown()),
    ];
    Document::from(vec![
        Block::Detailed { details: details(), block: Box::new(Block::Paragraph(line)) },
        Block::Code { language: Some(evil.to_owned()), text: text() },
        Block::Expand { title: text(), blocks: vec![Block::plain(evil)] },
        Block::Media(vec![media(MediaOrigin::External(text()))]),
        Block::Unknown(unknown()),
    ])
}

#[test]
fn no_tree_becomes_a_script() {
    for evil in [
        "<script>x()</script>",
        "\"><script>x()</script>",
        "' onerror='x()",
        "\" onload=\"x()",
        "javascript:x()",
        " java\tscript:x()",
        "data:text/html,<script>x()</script>",
        "vbscript:x",
        "https://a.example/\"onclick=\"x()",
        "</summary></code></pre></title></style><svg/onload=x()>",
        "text-align:center;background:url(javascript:x())",
        "--><script>x()</script>",
        "]]><script>x()</script>",
        "\0<\0script>x()</script>",
    ] {
        let document = hostile(evil);
        for written in [html::write(&document).value, html::page(&document, evil)] {
            let tags = tags(&written);
            assert!(!tags.is_empty());
            for (name, attributes) in tags {
                assert!(NAMES.contains(&name.as_str()), "{name} in {written}");
                for (name, value) in attributes {
                    assert!(!name.starts_with("on"), "{name} in {written}");
                    if matches!(name.as_str(), "href" | "src") {
                        let open = value == "#" || value.starts_with("https://");
                        assert!(open, "{value} in {written}");
                    }
                    if name == "style" {
                        assert!(!value.contains("url") && !value.contains("script"), "{value}");
                    }
                }
            }
        }
    }
}

/// The elements that the writer knows.
const NAMES: &[&str] = &[
    "a",
    "blockquote",
    "body",
    "br",
    "code",
    "details",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "img",
    "li",
    "meta",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "div",
];

type Attributes = Vec<(String, String)>;

/// The start tags of a text.
fn tags(html: &str) -> Vec<(String, Attributes)> {
    #[derive(Default)]
    struct Tags(RefCell<Vec<(String, Attributes)>>);
    impl TokenSink for Tags {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let Token::TagToken(tag) = token
                && tag.kind == TagKind::StartTag
            {
                let own =
                    |it: &html5ever::Attribute| (it.name.local.to_string(), it.value.to_string());
                let attributes = tag.attrs.iter().map(own).collect();
                self.0.borrow_mut().push((tag.name.to_string(), attributes));
                // Otherwise a title's text would pass for tags.
                if matches!(&*tag.name, "title" | "style") {
                    return TokenSinkResult::RawData(RawKind::Rcdata);
                }
            }
            TokenSinkResult::Continue
        }
    }
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// What comes back is what was there, exactly.
#[track_caller]
fn same(document: &Document) -> String {
    let written = html::write(document);
    assert!(html::read(&written.value).document == *document, "{}", written.value);
    written.value
}

#[test]
fn what_html_has_no_element_for_comes_back() {
    let line = vec![
        Inline::Status { text: "Done".into(), color: StatusColor::Green },
        Inline::plain("  two "),
        Inline::Date(date!(2026 - 01 - 31)),
        Inline::Emoji { short_name: ":smile:".to_owned(), text: "\u{1f604}".into() },
        Inline::Item(ItemReference {
            item: "17".into(),
            text: "#17".into(),
            href: Some("https://dev.azure.com/f/P/_workitems/edit/17".into()),
        }),
        Inline::Mention(Mention {
            person: "0a1b2c3d-0000-4000-8000-00000000000f".into(),
            name: "Ann B".into(),
            resolved: false,
        }),
    ];
    let task = |done, children| TaskItem {
        done,
        inlines: vec![Inline::plain("t")],
        children,
        details: None,
    };
    let center = Details { format: Format::Html, raw: "text-align:center".into() };
    let written = same(&Document::from(vec![
        Block::Detailed { details: center, block: Box::new(Block::plain("middle")) },
        Block::Paragraph(line),
        Block::Panel { kind: PanelKind::Warning, blocks: vec![Block::plain("a"), Block::Rule] },
        Block::DecisionList(vec![task(true, vec![])]),
        Block::TaskList(vec![task(true, vec![task(false, vec![])]), task(false, vec![])]),
        Block::Media(vec![Media {
            origin: MediaOrigin::External("https://a.example/x.pdf".into()),
            alt: "x.pdf".into(),
            width: None,
            height: None,
            link: None,
            caption: vec![Inline::plain("below")],
            details: None,
        }]),
    ]));
    insta::assert_snapshot!(written);
}

#[test]
fn pictures_of_azure_devops_keep_their_address() {
    let body = "<p>a <img alt=\"s.png\" src=\"https://dev.azure.com/f/_apis/wit/attachments/\
        0a1b2c3d-0000-4000-8000-00000000000f?fileName=s.png\" width=\"30\"></p>";
    let written = html::write(&html::read(body).document);
    assert_eq!(written.losses, []);
    assert!(written.value.contains("fileName=s.png"), "{}", written.value);
    same(&html::read(body).document);
}
