use std::fmt::Write as _;
use std::mem;
use std::ops::Range;

use migrayt_core::richtext::PanelKind;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::piece::{Piece, Words};
use super::size::{restored, size};
use super::walk::{is_escaped, language, panel};

/// Writes Markdown as HTML.
#[derive(Debug)]
pub(super) struct Render<'a> {
    source: &'a str,
    out: String,
    /// Text not yet written: the parser parts texts at characters that mentions may hold.
    words: Words,
    /// The title of the outermost picture.
    title: String,
    /// Whether the innermost quotations are alerts.
    alerts: Vec<bool>,
    /// Where text goes to as it is: into an alternative text, code or a link.
    plain: Plain,
    /// Whether the row is a table's head.
    head: bool,
}

/// How many of each stand around the place.
#[derive(Debug, Default)]
struct Plain {
    /// Pictures, whose words are their alternative text.
    images: u32,
    /// Links and code, in which nothing is looked for.
    links: u32,
}

impl<'a> Render<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            out: String::new(),
            words: Words::default(),
            title: String::new(),
            alerts: Vec::new(),
            plain: Plain::default(),
            head: false,
        }
    }

    pub(super) fn run<'e>(
        mut self,
        events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) -> String {
        for (event, range) in events {
            match event {
                Event::Text(text) => {
                    let escaped = is_escaped(self.source, range.start);
                    self.words.push(&restored(&text), escaped);
                }
                Event::InlineHtml(tag) if self.words.is_mention(&tag) => {
                    self.words.push(&tag, false);
                }
                event => {
                    self.flush();
                    self.event(event);
                }
            }
        }
        self.flush();
        self.out
    }

    fn event(&mut self, event: Event<'_>) {
        if self.plain.images > 0 {
            return self.in_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.wrapped("<code>", &restored(&code), "</code>"),
            Event::Html(html) | Event::InlineHtml(html) => self.out.push_str(&restored(&html)),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::TaskListMarker(done) => {
                let done = if done { " checked" } else { "" };
                // Writing to a String cannot fail.
                let _infallible = write!(self.out, "<input type=\"checkbox\"{done}>");
            }
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => escape(&text, &mut self.out),
        }
    }

    /// Inside a picture only its end and its words matter.
    fn in_image(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.plain.images += 1,
            Event::End(TagEnd::Image) => {
                self.plain.images -= 1;
                if self.plain.images == 0 {
                    self.out.push('"');
                    let (width, height) = size(&self.title).unwrap_or_default();
                    for (name, side) in [("width", width), ("height", height)] {
                        if let Some(side) = side {
                            let _infallible = write!(self.out, " {name}=\"{side}\"");
                        }
                    }
                    self.out.push('>');
                }
            }
            Event::Code(text) | Event::Text(text) => escape(&restored(&text), &mut self.out),
            Event::SoftBreak | Event::HardBreak => self.out.push(' '),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(kind) => {
                self.alerts.push(kind.is_some());
                self.out.push_str(kind.map_or("<blockquote>", alert));
            }
            Tag::Heading { level, .. } => {
                let _infallible = write!(self.out, "<{level}>");
            }
            Tag::CodeBlock(kind) => self.code(&kind),
            Tag::List(Some(start)) => {
                let _infallible = write!(self.out, "<ol start=\"{start}\">");
            }
            Tag::TableHead => {
                self.head = true;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableCell => self.out.push_str(if self.head { "<th>" } else { "<td>" }),
            Tag::Link { dest_url, title, .. } => {
                self.plain.links += 1;
                self.address("<a href=\"", &dest_url, &title);
                self.out.push('>');
            }
            Tag::Image { dest_url, title, .. } => {
                self.plain.images += 1;
                self.address("<img src=\"", &dest_url, "");
                self.title = title.into_string();
                self.out.push_str(" alt=\"");
            }
            tag => self.out.push_str(names(tag.to_end()).0),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::Link => {
                self.plain.links = self.plain.links.saturating_sub(1);
            }
            TagEnd::TableHead => self.head = false,
            TagEnd::BlockQuote(_) if self.alerts.pop() == Some(true) => {
                return self.out.push_str("</div>");
            }
            _ => {}
        }
        match tag {
            TagEnd::Heading(level) => {
                let _infallible = write!(self.out, "</{level}>");
            }
            TagEnd::TableCell => self.out.push_str(if self.head { "</th>" } else { "</td>" }),
            tag => self.out.push_str(names(tag).1),
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) {
        self.plain.links += 1;
        // The first line break in a `pre` is not seen, so one is put there.
        self.out.push_str("<pre>\n<code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = language(info)
        {
            self.wrapped(" class=\"language-", language, "\"");
        }
        self.out.push('>');
    }

    fn address(&mut self, head: &str, address: &str, title: &str) {
        self.wrapped(head, address, "\"");
        if !title.is_empty() {
            self.wrapped(" title=\"", &restored(title), "\"");
        }
    }

    fn wrapped(&mut self, head: &str, text: &str, tail: &str) {
        self.out.push_str(head);
        escape(text, &mut self.out);
        self.out.push_str(tail);
    }

    fn flush(&mut self) {
        let words = mem::take(&mut self.words);
        if self.plain.images > 0 || self.plain.links > 0 {
            return escape(words.as_str(), &mut self.out);
        }
        for piece in words.pieces() {
            match piece {
                Piece::Text(text) => escape(text, &mut self.out),
                Piece::Emoji(text) => self.out.push_str(text),
                Piece::Address(address) => {
                    self.wrapped("<a href=\"", address, "\">");
                    self.wrapped("", address, "</a>");
                }
                Piece::Mention(guid) => {
                    self.wrapped("<a data-vss-mention=\"version:2.0,", guid, "\"></a>");
                }
                Piece::Item(number) => {
                    self.wrapped("<a href=\"vstfs:///WorkItemTracking/WorkItem/", number, "\">#");
                    self.out.push_str(number);
                    self.out.push_str("</a>");
                }
            }
        }
    }
}

/// The tag of a panel.
fn alert(kind: BlockQuoteKind) -> &'static str {
    match panel(kind) {
        PanelKind::Note => "<div data-panel-type=\"note\">",
        PanelKind::Tip => "<div data-panel-type=\"tip\">",
        PanelKind::Warning => "<div data-panel-type=\"warning\">",
        PanelKind::Error => "<div data-panel-type=\"error\">",
        _ => "<div data-panel-type=\"info\">",
    }
}

/// The tags of what needs no more than tags.
fn names(tag: TagEnd) -> (&'static str, &'static str) {
    match tag {
        TagEnd::Paragraph => ("<p>", "</p>"),
        TagEnd::BlockQuote(_) => ("<blockquote>", "</blockquote>"),
        TagEnd::CodeBlock => ("", "</code></pre>"),
        TagEnd::List(true) => ("<ol>", "</ol>"),
        TagEnd::List(false) => ("<ul>", "</ul>"),
        TagEnd::Item => ("<li>", "</li>"),
        TagEnd::Table => ("<table>", "</tbody></table>"),
        TagEnd::TableHead => ("", "</tr></thead><tbody>"),
        TagEnd::TableRow => ("<tr>", "</tr>"),
        TagEnd::Emphasis => ("<em>", "</em>"),
        TagEnd::Strong => ("<strong>", "</strong>"),
        TagEnd::Strikethrough => ("<del>", "</del>"),
        TagEnd::Superscript => ("<sup>", "</sup>"),
        TagEnd::Subscript => ("<sub>", "</sub>"),
        TagEnd::Link => ("", "</a>"),
        _ => ("", ""),
    }
}

/// Writes text so that HTML reads it as it is, in an attribute as well.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
