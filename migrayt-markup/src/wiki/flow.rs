use std::mem;

use migrayt_core::richtext::{Block, Inline, Marks, Media};

/// What a text was read as so far: a block, or a piece of a line.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Inline(Inline),
    Block(Block),
    /// A file in a line, which stands with those beside it in a group of its own.
    File(Media),
}

impl Node {
    pub(super) fn is_block(&self) -> bool {
        !matches!(self, Self::Inline(_))
    }

    fn is_break(&self) -> bool {
        matches!(self, Self::Inline(Inline::Break))
    }

    fn is_blank(&self) -> bool {
        match self {
            Self::Inline(Inline::Text { text, .. }) => text.as_str().trim().is_empty(),
            Self::Inline(Inline::Break) => true,
            _ => false,
        }
    }
}

/// Puts pieces of lines and blocks in their order, and finds paragraphs in them: one line break
/// stays one, two or more part paragraphs, and one next to a block means nothing.
#[derive(Debug)]
pub(super) struct Flow {
    done: Vec<Node>,
    line: Vec<Node>,
    breaks: usize,
    /// Pieces that go with the text in front of them.
    words: Vec<Node>,
    text: String,
    marks: Marks,
}

impl Flow {
    pub(super) fn new(marks: Marks) -> Self {
        let (done, line, words) = (Vec::new(), Vec::new(), Vec::new());
        Self { done, line, breaks: 0, words, text: String::new(), marks }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn push(&mut self, c: char) {
        self.text.push(c);
    }

    /// Adds a piece that stands in a text as a word does.
    pub(super) fn word(&mut self, inline: Inline) {
        self.take_text();
        self.words.push(Node::Inline(inline));
    }

    pub(super) fn nodes(&mut self, nodes: Vec<Node>) {
        if self.breaks >= 2 {
            self.paragraph();
        }
        let last = self.line.last().is_none_or(Node::is_block);
        let between = match nodes.first() {
            _ if self.has_words() => true,
            Some(first) => !first.is_break() && !first.is_block(),
            None => false,
        };
        self.settle(between && !last);
        if !nodes.is_empty() {
            self.breaks = 0;
        }
        self.line.extend(nodes);
    }

    pub(super) fn newline(&mut self) {
        if self.breaks >= 2 && self.has_words() {
            self.paragraph();
        }
        let last = self.line.last().is_none_or(Node::is_block);
        self.settle(self.has_words() && !last);
        self.breaks += 1;
    }

    /// All nodes; what comes behind the last paragraph is not put into one.
    pub(super) fn finish(mut self) -> Vec<Node> {
        if self.has_words() {
            if self.breaks >= 2 {
                self.paragraph();
            }
            let last = self.line.last().is_none_or(Node::is_block);
            self.settle(!last);
        }
        self.done.append(&mut self.line);
        self.done
    }

    fn paragraph(&mut self) {
        self.done.extend(blocks(mem::take(&mut self.line)).into_iter().map(Node::Block));
        self.breaks = 0;
    }

    /// Writes what is still open: line breaks, if they mean something, and the text.
    fn settle(&mut self, with_breaks: bool) {
        if self.line.is_empty() {
            self.breaks = 0;
        }
        if with_breaks {
            let breaks = mem::take(&mut self.breaks);
            self.line.extend((0..breaks).map(|_| Node::Inline(Inline::Break)));
        }
        self.take_text();
        self.line.append(&mut self.words);
    }

    fn has_words(&self) -> bool {
        !self.text.is_empty() || !self.words.is_empty()
    }

    fn take_text(&mut self) {
        if !self.text.is_empty() {
            let text = mem::take(&mut self.text);
            self.words.push(Node::Inline(Inline::marked(text, self.marks.clone())));
        }
    }
}

/// The nodes as blocks: runs of pieces of lines are paragraphs, runs of files are groups.
pub(super) fn blocks(nodes: Vec<Node>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut line = Vec::new();
    let mut files = Vec::new();
    // What stands behind the last file, and is nothing if another one follows.
    let mut between = Vec::new();
    for node in nodes {
        match node {
            Node::File(file) => {
                if files.is_empty() {
                    out.extend(paragraph(mem::take(&mut line)));
                }
                between.clear();
                files.push(file);
            }
            node if !files.is_empty()
                && node.is_blank()
                && !(node.is_break() && between.iter().any(Node::is_break)) =>
            {
                between.push(node);
            }
            node => {
                if !files.is_empty() {
                    out.push(Block::Media(mem::take(&mut files)));
                    let behind = between.drain(..).filter_map(inline);
                    line.extend(behind);
                }
                match node {
                    Node::Inline(inline) => line.push(inline),
                    Node::Block(block) => {
                        out.extend(paragraph(mem::take(&mut line)));
                        out.push(block);
                    }
                    Node::File(_) => {}
                }
            }
        }
    }
    if files.is_empty() {
        out.extend(paragraph(line));
    } else {
        out.push(Block::Media(files));
    }
    out
}

fn inline(node: Node) -> Option<Inline> {
    if let Node::Inline(inline) = node { Some(inline) } else { None }
}

/// A paragraph without spaces at the ends of its lines and without breaks at its own.
fn paragraph(inlines: Vec<Inline>) -> Option<Block> {
    let line = tidy(inlines);
    (!line.is_empty()).then_some(Block::Paragraph(line))
}

/// A line of pieces: neighbouring texts are joined, spaces at the ends of lines go.
pub(super) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Break => {
                trim_end(&mut out);
                if !out.is_empty() {
                    out.push(Inline::Break);
                }
            }
            Inline::Text { text, marks } => {
                let fresh = out.last().is_none_or(|last| matches!(last, Inline::Break));
                let text =
                    if fresh { text.as_str().trim_start_matches(SPACE) } else { text.as_str() };
                match out.last_mut() {
                    _ if text.is_empty() => {}
                    Some(Inline::Text { text: last, marks: same }) if *same == marks => {
                        last.expose_mut().push_str(text);
                    }
                    _ => out.push(Inline::marked(text, marks)),
                }
            }
            other => out.push(other),
        }
    }
    trim_end(&mut out);
    while matches!(out.last(), Some(Inline::Break)) {
        out.pop();
        trim_end(&mut out);
    }
    out
}

const SPACE: [char; 2] = [' ', '\t'];

fn trim_end(out: &mut Vec<Inline>) {
    while let Some(Inline::Text { text, .. }) = out.last_mut() {
        let length = text.as_str().trim_end_matches(SPACE).len();
        if length > 0 {
            text.expose_mut().truncate(length);
            return;
        }
        out.pop();
    }
}
