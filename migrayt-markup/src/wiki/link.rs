use migrayt_core::Content;
use migrayt_core::richtext::{
    Block, Details, Document, Format as Form, Inline, ItemReference, Link, Media, MediaOrigin,
    Mention, plain_text,
};

use super::address::{self, Target};
use super::flow::Node;
use super::parameters::Parameters;
use super::read::{Place, Reader};
use super::skip::Skip;
use super::source::Span;
use crate::loss::{LossKind, Noting as _};

/// Titles that say how Jira shows a link.
pub(super) const CARDS: &[&str] = &["smart-card", "smart-link", "smart-embed", "block-link"];

/// What of a link's size its pieces may repeat.
const REPEATED: usize = 16;

impl Reader<'_> {
    /// What stands in brackets, and where it ends.
    pub(super) fn link(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
    ) -> Option<(Vec<Node>, usize)> {
        let end = self.source.brackets(at, span)?;
        if !self.may_go_deeper(place) {
            return None;
        }
        let inner = Span::new(at + 1, end - 1);
        let parts = Parts::of(self.source.text(inner));
        if let Some(nodes) = self.resolved(&parts, inner, place) {
            return Some((nodes, end));
        }
        let within = place.within(Skip::NO_LINK, place.marks.clone());
        Some((self.flow(Span::new(at, end), &within), end))
    }

    fn resolved(&mut self, parts: &Parts<'_>, inner: Span, place: &Place) -> Option<Vec<Node>> {
        if let Some(name) = parts.attachment() {
            let details = Details { format: Form::Wiki, raw: Content::text("^") };
            return Some(vec![Node::File(Media {
                details: Some(details),
                ..named(address::unescaped(name))
            })]);
        }
        if let Some(person) = parts.target.strip_prefix('~') {
            return Some(vec![self.mention(person, parts, inner, place)?]);
        }
        let address = match Target::of(parts.target) {
            Target::Open(address) => Some(address),
            Target::Unsafe => {
                self.note(LossKind::UnsafeLink);
                None
            }
            Target::Foreign => {
                self.note(LossKind::LinkNotCarried);
                None
            }
            Target::Nothing => return None,
        };
        let mut shown = parts.shown(inner);
        if self.source.starts_with(shown.start, shown, "mailto:") {
            shown.start += "mailto:".len();
        }
        let nodes = self.flow(shown, &place.within(Skip::LINK, place.marks.clone()));
        let Some(address) = address else { return Some(nodes) };
        Some(linked(nodes, &address, parts, inner))
    }

    /// A person, called as the link says, or else by the id, which is a name unless it is an
    /// account's.
    fn mention(
        &mut self,
        person: &str,
        parts: &Parts<'_>,
        inner: Span,
        place: &Place,
    ) -> Option<Node> {
        let prefix = "accountid:";
        let account = person.get(..prefix.len()).filter(|it| it.eq_ignore_ascii_case(prefix));
        let id = if account.is_some() { person.get(prefix.len()..)? } else { person };
        if id.trim().is_empty() {
            return None;
        }
        let called = parts.shown.map(|_| {
            let within = place.within(Skip::LINK, place.marks.clone());
            words(&self.flow(parts.shown(inner), &within))
        });
        let called = called.as_deref().map(str::trim).filter(|called| !called.is_empty());
        let name = called.or(account.is_none().then_some(id)).unwrap_or_default();
        let mention = Mention { person: id.into(), name: name.into(), resolved: false };
        Some(Node::Inline(Inline::Mention(mention)))
    }

    /// A bare address in a text.
    pub(super) fn address(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
    ) -> Option<(Vec<Node>, usize)> {
        let found = address::bare(&self.source, at, span)?;
        let shown = self.source.text(found.shown);
        let whole = address::unescaped(self.source.text(Span::new(at, found.end)));
        let target = Target::of(&whole);
        if let Target::Open(address) = &target
            && place.marks.is_empty()
            && let Some(key) = address::issue_of(address)
        {
            return Some((
                vec![Node::Inline(Inline::Item(ItemReference {
                    item: key.into(),
                    text: shown.into(),
                    href: Some(address.as_str().into()),
                }))],
                found.end,
            ));
        }
        let mut marks = place.marks.clone();
        match target {
            Target::Open(address) => marks.link = Some(Link::to(address)),
            Target::Foreign | Target::Unsafe => self.note(LossKind::LinkNotCarried),
            Target::Nothing => return None,
        }
        Some((vec![Node::Inline(Inline::marked(shown, marks))], found.end))
    }

    /// The picture between two exclamation marks.
    pub(super) fn shown(&mut self, inner: Span, _place: &Place) -> Option<Node> {
        let mut parts = self.source.text(inner).split('|');
        let name = address::unescaped(parts.next().unwrap_or_default());
        let parameters = Parameters::new(parts.next().unwrap_or_default(), ',');
        if name.is_empty() {
            return None;
        }
        let mut file = if address::is_web(&name) {
            match Target::of(&name) {
                Target::Open(address) => Media {
                    origin: MediaOrigin::External(Content::text(address)),
                    ..named(String::new())
                },
                _ => named(name),
            }
        } else {
            named(name)
        };
        let size = |key| parameters.value(key).and_then(pixels);
        file.width = size("width");
        file.height = size("height");
        file.alt = Content::from(parameters.value("alt").unwrap_or_default());
        if let Some(href) = parameters.value("href")
            && let Target::Open(address) = Target::of(href)
        {
            file.link = Some(Content::text(address));
        }
        let mut known = vec!["alt", "href"];
        known.extend(["width", "height"].into_iter().filter(|key| size(key).is_some()));
        let rest = parameters.without(&known);
        file.details =
            (!rest.is_empty()).then(|| Details { format: Form::Wiki, raw: Content::text(rest) });
        Some(Node::Block(Block::Media(vec![file])))
    }
}

/// The nodes, each leading to the address.
fn linked(mut nodes: Vec<Node>, address: &str, parts: &Parts<'_>, inner: Span) -> Vec<Node> {
    if let [Node::Inline(Inline::Text { text, marks })] = nodes.as_slice()
        && marks.is_empty()
        && let Some(key) = address::issue_of(address)
    {
        return vec![Node::Inline(Inline::Item(ItemReference {
            item: key.into(),
            text: text.clone(),
            href: Some(address.into()),
        }))];
    }
    let mut link = Link::to(address);
    let card = parts.title.filter(|title| CARDS.contains(title));
    link.title = parts.title.filter(|_| card.is_none()).map(Content::from);
    if nodes.len() * address.len() > REPEATED * (inner.end - inner.start) + 1_024 {
        nodes = vec![Node::Inline(Inline::plain(words(&nodes)))];
    }
    let mut shows = false;
    for node in &mut nodes {
        match node {
            Node::Inline(Inline::Text { marks, .. }) => {
                shows = true;
                marks.link = Some(link.clone());
                if let Some(card) = card {
                    marks.details = Some(Details { format: Form::Wiki, raw: Content::from(card) });
                }
            }
            Node::Block(Block::Media(files)) => {
                shows = true;
                for file in files {
                    file.link.get_or_insert_with(|| Content::from(address));
                }
            }
            Node::File(file) => {
                shows = true;
                file.link.get_or_insert_with(|| Content::from(address));
            }
            _ => {}
        }
    }
    if !shows {
        let marks = migrayt_core::richtext::Marks::default().linked(link);
        nodes.push(Node::Inline(Inline::marked(address, marks)));
    }
    nodes
}

/// The number at the beginning of a size, in pixels.
fn pixels(value: &str) -> Option<u32> {
    let value = value.trim();
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (digits, unit) = value.split_at(end);
    if unit.trim_start().starts_with('%') {
        return None;
    }
    digits.parse().ok().filter(|pixels| (1..=100_000).contains(pixels))
}

/// A file by its name.
fn named(name: String) -> Media {
    Media {
        origin: MediaOrigin::Named(Content::text(name)),
        alt: Content::default(),
        width: None,
        height: None,
        link: None,
        caption: Vec::new(),
        details: None,
    }
}

/// The words of the nodes that stand in a line.
fn words(nodes: &[Node]) -> String {
    let inlines = nodes.iter().filter_map(|node| match node {
        Node::Inline(inline) => Some(inline.clone()),
        _ => None,
    });
    let line = Document::from(vec![Block::Paragraph(inlines.collect())]);
    plain_text(&line).as_str().to_owned()
}

/// The parts of a link: `shown|target|title`.
#[derive(Clone, Copy, Debug)]
struct Parts<'a> {
    /// How long the part is that is shown; nothing if the target itself is.
    shown: Option<usize>,
    target: &'a str,
    title: Option<&'a str>,
    /// Where the target begins.
    begin: usize,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let bar = divider(text);
        let (shown, rest) = match bar {
            Some(bar) => {
                (Some(bar).filter(|bar| *bar > 0), text.get(bar + 1..).unwrap_or_default())
            }
            None => (None, text),
        };
        let (target, title) = match rest.split_once('|') {
            Some((target, title)) => (target, Some(title.trim()).filter(|it| !it.is_empty())),
            None => (rest, None),
        };
        let begin = text.len() - rest.len() + target.len() - target.trim_start().len();
        Self { shown, target: target.trim(), title, begin }
    }

    /// Where the text stands that is shown.
    fn shown(&self, inner: Span) -> Span {
        if let Some(length) = self.shown {
            return Span::new(inner.start, inner.start + length);
        }
        let start = inner.start + self.begin;
        Span::new(start, (start + self.target.len()).min(inner.end))
    }

    /// The file's name in `^name` and `space:page^name`.
    fn attachment(&self) -> Option<&'a str> {
        let after = self.target.rsplit_once('@').map(|(_, after)| after.trim());
        if !self.target.starts_with('~') && after.is_some_and(|after| !after.is_empty()) {
            return None;
        }
        let rest = self.target.split_once(':').map_or(self.target, |(before, rest)| {
            if before.is_empty() { self.target } else { rest }
        });
        let (_, name) = rest.split_once('^')?;
        Some(name.trim()).filter(|name| !name.is_empty())
    }
}

/// The bar between what is shown and the target: the first one outside of pictures.
fn divider(text: &str) -> Option<usize> {
    let bar = text.find('|')?;
    let (first, last) = (text.find('!'), text.rfind('!'));
    if first.is_none_or(|first| first > bar) || first == last {
        return Some(bar);
    }
    let mut inside = false;
    text.char_indices().find_map(|(at, c)| {
        inside ^= c == '!';
        (c == '|' && !inside).then_some(at)
    })
}
