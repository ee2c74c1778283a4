use migrayt_core::Content;
use migrayt_core::richtext::{
    Block, Details, Format as Form, Inline, Mark, Marks, PanelKind, UnknownNode,
};

use super::color;
use super::flow::{Node, blocks, tidy};
use super::language;
use super::macros::{Call, Macro};
use super::parameters::Parameters;
use super::read::{Place, Reader};
use super::skip::Skip;
use super::source::Span;
use crate::loss::{LossKind, Noting as _};
use crate::names;

impl Reader<'_> {
    /// What begins at the beginning of a line, and where it ends.
    pub(super) fn leading(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
    ) -> Option<(Vec<Node>, usize)> {
        let byte = self.source.byte(at, span)?;
        match byte {
            b'b' if self.source.starts_with(at, span, "bq.") && self.may_hold(place, 1) => {
                let end = self.source.line_end(at, span);
                Some((self.quote(Span::new(at + 3, end), place), end))
            }
            b'h' => self.heading(at, span, place),
            b'-' if !place.skip.has(Skip::RULE) && self.is_rule(at, span) => {
                let count = if self.source.byte(at + 4, span) == Some(b'-') { 5 } else { 4 };
                let end = at + count;
                let space = self.source.char(end, span).filter(|c| c.is_whitespace());
                Some((vec![Node::Block(Block::Rule)], end + space.map_or(0, char::len_utf8)))
            }
            b'*' | b'#' | b'-' if !place.skip.has(Skip::LIST) => self.list(at, span, place),
            b'|' if !place.skip.has(Skip::TABLE) && self.may_hold(place, 3) => {
                Some(self.table(at, span, place))
            }
            _ => None,
        }
    }

    /// Four or five dashes and nothing else right behind them.
    fn is_rule(&self, at: usize, span: Span) -> bool {
        let ends = |at| self.source.char(at, span).is_none_or(char::is_whitespace);
        self.source.starts_with(at, span, "----")
            && (ends(at + 4) || self.source.byte(at + 4, span) == Some(b'-') && ends(at + 5))
    }

    /// A heading; where blocks stand in its line, those alone.
    fn heading(&mut self, at: usize, span: Span, place: &Place) -> Option<(Vec<Node>, usize)> {
        let level = self.source.byte(at + 1, span).filter(|byte| (b'1'..=b'6').contains(byte))?;
        if self.source.byte(at + 2, span) != Some(b'.') || !self.may_go_deeper(place) {
            return None;
        }
        let line = Span::new(at + 3, self.source.line_end(at, span));
        if self.has_block(line, span) {
            let space = usize::from(self.source.byte(at + 3, span) == Some(b' '));
            return Some((Vec::new(), at + 3 + space));
        }
        let nodes = self.flow(line, &place.within(Skip::DASHES, place.marks.clone()));
        if nodes.iter().any(Node::is_block) {
            return Some((nodes, line.end));
        }
        let inlines = nodes.into_iter().filter_map(|node| match node {
            Node::Inline(inline) => Some(inline),
            _ => None,
        });
        let inlines = tidy(inlines.collect());
        Some((vec![Node::Block(Block::Heading { level: level - b'0', inlines })], line.end))
    }

    /// Whether a macro that is a block begins in a line.
    fn has_block(&self, line: Span, span: Span) -> bool {
        let text = self.source.text(line);
        text.match_indices('{').any(|(at, _)| {
            let call = Call::at(&self.source, line.start + at, span);
            call.is_some_and(|call| !call.kind.is_inline())
        })
    }

    /// What a macro stands for; nothing if it may not stand here.
    pub(super) fn call(&mut self, call: Call<'_>, place: &Place) -> Option<Vec<Node>> {
        let parameters = Parameters::new(call.parameters, '|');
        match call.kind {
            Macro::Adf => Some(vec![self.foreign(call)]),
            Macro::Code | Macro::Noformat => Some(self.code(call, parameters)),
            Macro::Status => {
                let text = parameters.value("title").or_else(|| parameters.value("colour"))?;
                let color = names::status_of(
                    &parameters.value("colour").unwrap_or_default().to_ascii_lowercase(),
                );
                Some(vec![Node::Inline(Inline::Status { text: text.into(), color })])
            }
            Macro::Color => {
                if !self.may_go_deeper(place) {
                    return None;
                }
                let color = color::color(call.parameters);
                if color.is_none() && !call.parameters.is_empty() {
                    self.note(LossKind::Color);
                }
                let mut marks = place.marks.clone();
                marks.color = color.or(marks.color);
                let nodes = self.flow(call.inner, &place.within(Skip::COLOR, marks));
                if color.is_some() && nodes.iter().any(takes_no_color) {
                    self.note(LossKind::Appearance);
                }
                Some(nodes)
            }
            Macro::Quote if self.may_hold(place, 1) => Some(self.quote(call.inner, place)),
            Macro::Panel | Macro::Box | Macro::Expand if self.may_hold(place, 1) => {
                let inner = self.at("panel", 0, |reader| {
                    reader.flow(call.inner, &place.inside(Skip::NOTHING, 1))
                });
                Some(vec![Node::Block(panel(call, parameters, blocks(inner)))])
            }
            Macro::Anchor | Macro::Quote | Macro::Panel | Macro::Box | Macro::Expand => None,
        }
    }

    fn quote(&mut self, inner: Span, place: &Place) -> Vec<Node> {
        let nodes =
            self.at("quote", 0, |reader| reader.flow(inner, &place.inside(Skip::NOTHING, 1)));
        vec![Node::Block(Block::Quote(blocks(nodes)))]
    }

    fn code(&mut self, call: Call<'_>, parameters: Parameters<'_>) -> Vec<Node> {
        let is_code = call.kind == Macro::Code;
        let named = parameters.value("language").or_else(|| parameters.bare());
        let language = if is_code { language::read(named) } else { None };
        let text = self.source.text(call.inner);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let block = Block::Code { language, text: text.replace("\r\n", "\n").into() };
        let mut nodes: Vec<Node> = parameters.value("title").map(title).into_iter().collect();
        let named = if is_code { named.unwrap_or_default() } else { "" };
        let rest = parameters.without(&["title", "language", named]);
        nodes.push(Node::Block(detailed(rest, block)));
        nodes
    }

    /// A node of Atlassian Document Format; what is none is code.
    fn foreign(&mut self, call: Call<'_>) -> Node {
        let raw = self.source.text(call.inner).trim();
        let Ok(node) = serde_json::from_str::<serde_json::Value>(raw) else {
            return Node::Block(Block::Code { language: None, text: raw.into() });
        };
        let mut text = String::new();
        words(&node, &mut text);
        let node = unknown(Form::Adf, raw, text.trim());
        if call.parameters.contains("inline") {
            Node::Inline(Inline::Unknown(node))
        } else {
            Node::Block(Block::Unknown(node))
        }
    }

    /// Whether so many levels of blocks may stand here.
    pub(super) fn may_hold(&mut self, place: &Place, levels: u8) -> bool {
        if place.room() < levels {
            self.note(LossKind::Depth);
            return false;
        }
        self.may_go_deeper(place)
    }
}

fn unknown(format: Form, raw: &str, text: &str) -> UnknownNode {
    UnknownNode { format, raw: raw.into(), text: text.into() }
}

/// The words of a node, without a look at what it is; the parser bounds its depth.
fn words(node: &serde_json::Value, out: &mut String) {
    if let Some(text) = node.get("text").and_then(serde_json::Value::as_str) {
        out.push_str(text);
    }
    for key in ["title", "text", "shortName"] {
        let attribute = node.get("attrs").and_then(|attrs| attrs.get(key));
        if let Some(text) = attribute.and_then(serde_json::Value::as_str) {
            out.push_str(text);
            break;
        }
    }
    for child in node.get("content").and_then(serde_json::Value::as_array).into_iter().flatten() {
        words(child, out);
        if child.get("content").is_some() {
            out.push(' ');
        }
    }
}

/// Whether words in it have no colour of what is around it: Jira's documents give it to lines only.
fn takes_no_color(node: &Node) -> bool {
    match node {
        Node::Block(block) => !matches!(
            block,
            Block::Paragraph(_) | Block::Rule | Block::Media(_) | Block::Code { .. }
        ),
        _ => false,
    }
}

/// What a format says beyond the tree, around a block.
fn detailed(raw: String, block: Block) -> Block {
    if raw.is_empty() {
        return block;
    }
    let details = Details { format: Form::Wiki, raw: Content::text(raw) };
    Block::Detailed { details, block: Box::new(block) }
}

/// A title as Jira shows it: a strong paragraph.
fn title(text: &str) -> Node {
    Node::Block(Block::Paragraph(vec![Inline::marked(text, Marks::of(Mark::Strong))]))
}

fn panel(call: Call<'_>, parameters: Parameters<'_>, mut inner: Vec<Block>) -> Block {
    let name = parameters.value("title");
    if call.kind == Macro::Expand {
        let title = name.or_else(|| parameters.bare()).unwrap_or_default();
        return Block::Expand { title: title.into(), blocks: inner };
    }
    if let Some(Node::Block(title)) = name.map(title) {
        inner.insert(0, title);
    }
    let kind = match call.name.to_ascii_lowercase().as_str() {
        "note" => PanelKind::Note,
        "tip" => PanelKind::Tip,
        "warning" => PanelKind::Warning,
        "panel" => panel_kind(parameters.value("bgColor")),
        _ => PanelKind::Info,
    };
    let rest =
        if call.kind == Macro::Panel { parameters.without(&["title"]) } else { String::new() };
    detailed(rest, Block::Panel { kind, blocks: inner })
}

/// The backgrounds of panels, as Jira writes them.
pub(super) const PANELS: &[(PanelKind, [u8; 3])] = &[
    (PanelKind::Info, [222, 235, 255]),
    (PanelKind::Note, [234, 230, 255]),
    (PanelKind::Success, [227, 252, 239]),
    (PanelKind::Warning, [255, 250, 230]),
    (PanelKind::Error, [255, 235, 230]),
];

/// The kind of panel whose background is nearest to this one.
pub(super) fn panel_kind(background: Option<&str>) -> PanelKind {
    let Some(background) = background.and_then(color::color) else { return PanelKind::Info };
    let distance = |other: &[u8; 3]| -> i32 {
        let channels = other.iter().zip(&background);
        channels.map(|(a, b)| (i32::from(*a) - i32::from(*b)).pow(2)).sum()
    };
    let nearest = PANELS.iter().min_by_key(|(_, color)| distance(color));
    nearest.map_or(PanelKind::Info, |(kind, _)| *kind)
}
