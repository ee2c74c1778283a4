use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use html5ever::interface::create_element;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, QualName, TokenizerResult, local_name, ns};

use super::arena::Arena;
use super::element;
use super::sink::{Handle, Sink};

/// How deep elements may be nested. The cost of each tag grows with the depth that it stands at:
/// without a bound, tree construction would take time that grows with the square of the text.
const DEPTH: usize = 64;
/// How many elements may be made for each tag read: unclosed formatting is made anew in each
/// paragraph, which could multiply a text's size.
const ELEMENTS_PER_TAG: usize = 8;
const ELEMENTS_AT_LEAST: usize = 10_000;

/// A page, parsed.
pub(super) struct Page {
    pub(super) arena: Arena,
    /// Whether tags were passed over, because they were nested too deep or multiplied.
    pub(super) flattened: bool,
}

/// Parses a fragment as if it stood in a page's body.
pub(super) fn parse(html: &str) -> Page {
    let sink = Sink::new();
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&sink, body, Vec::new());
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new_for_fragment(sink, context, None, options);
    let tokenizer = Tokenizer::new(Gate::new(builder), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let gate = &tokenizer.sink;
    Page { arena: gate.builder.sink.take(), flattened: gate.flattened.get() }
}

/// Stands before the tree construction and passes over tags that would nest too deep.
struct Gate {
    builder: TreeBuilder<Handle, Sink>,
    /// How deep the innermost open element is, as far as can be told.
    depth: Cell<usize>,
    /// How many tags were let through.
    tags: Cell<usize>,
    /// The names of start tags that were passed over, innermost last, with their counts.
    passed: RefCell<(Vec<LocalName>, BTreeMap<LocalName, usize>)>,
    /// Whether nothing came since a line was ended in place of a block.
    parted: Cell<bool>,
    flattened: Cell<bool>,
}

impl Gate {
    fn new(builder: TreeBuilder<Handle, Sink>) -> Self {
        Self {
            builder,
            depth: Cell::new(0),
            tags: Cell::new(0),
            passed: RefCell::default(),
            parted: Cell::new(false),
            flattened: Cell::new(false),
        }
    }

    fn is_full(&self) -> bool {
        let allowed = self.tags.get().saturating_mul(ELEMENTS_PER_TAG) + ELEMENTS_AT_LEAST;
        self.depth.get() > DEPTH || self.builder.sink.made() > allowed
    }

    /// Whether a start tag is passed over; it is remembered until its end tag.
    fn passes_over(&self, tag: &Tag) -> bool {
        if !self.is_full() || element::is_void(&tag.name) || element::is_raw(&tag.name) {
            return false;
        }
        self.flattened.set(true);
        if !tag.self_closing {
            let mut passed = self.passed.borrow_mut();
            *passed.1.entry(tag.name.clone()).or_default() += 1;
            passed.0.push(tag.name.clone());
        }
        true
    }

    /// Whether an end tag belongs to a start tag that was passed over.
    fn ends_passed(&self, name: &LocalName) -> bool {
        let mut passed = self.passed.borrow_mut();
        if passed.1.get(name).is_none_or(|count| *count == 0) {
            return false;
        }
        while let Some(top) = passed.0.pop() {
            if let Some(count) = passed.1.get_mut(&top) {
                *count = count.saturating_sub(1);
            }
            if top == *name {
                break;
            }
        }
        true
    }

    /// Parts words that a passed-over block would have parted.
    fn part(&self, name: &LocalName, line: u64) -> TokenSinkResult<Handle> {
        if !element::is_block(name) || self.parted.replace(true) {
            return TokenSinkResult::Continue;
        }
        let tag = Tag {
            kind: TagKind::StartTag,
            name: local_name!("br"),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        self.builder.process_token(Token::TagToken(tag), line)
    }

    fn forward(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let made = self.builder.sink.made();
        let result = self.builder.process_token(token, line);
        if self.builder.sink.made() > made {
            self.depth.set(self.builder.sink.depth());
        }
        result
    }
}

impl TokenSink for Gate {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if let Token::TagToken(tag) = &token {
            let over = match tag.kind {
                TagKind::StartTag => self.passes_over(tag),
                TagKind::EndTag => self.ends_passed(&tag.name),
            };
            if over {
                return self.part(&tag.name, line);
            }
            self.tags.set(self.tags.get() + 1);
            if tag.kind == TagKind::EndTag {
                self.builder.sink.leave(&tag.name);
                self.depth.set(self.builder.sink.depth());
            }
        }
        self.parted.set(false);
        self.forward(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, parse};

    fn deepest(html: &str) -> (usize, bool) {
        let page = parse(html);
        let mut at = page.arena.get(0).and_then(|root| root.first);
        let mut deepest = 0;
        while let Some(id) = at {
            deepest = deepest.max(page.arena.get(id).map_or(0, |node| node.depth));
            at = page.arena.following(id, 0, false);
        }
        (deepest, page.flattened)
    }

    #[test]
    fn no_page_is_deeper_than_the_bound() {
        assert_eq!(deepest(&"<div>".repeat(60)), (61, false));
        let (depth, flattened) = deepest(&"<div>".repeat(10_000));
        assert!(flattened && depth <= 67, "{depth}");
        // Neither end tags of nothing nor tables, out of which words fall, hide any of it.
        for tags in ["<div></x></x>", "<div><li></li></li>", "<table><div>", "<p><b></p>"] {
            let (depth, _) = deepest(&tags.repeat(10_000));
            assert!(depth <= DEPTH + 9, "{tags}: {depth}");
        }
    }

    #[test]
    fn end_tags_of_passed_tags_end_nothing_else() {
        let html = format!("<p id=a>{}<i>x</i>{}y</p>", "<b>".repeat(600), "</b>".repeat(600));
        let page = parse(&html);
        let mut at = page.arena.get(0).and_then(|root| root.first);
        let mut paragraphs = 0;
        while let Some(id) = at {
            paragraphs += usize::from(page.arena.name(id) == "p");
            at = page.arena.following(id, 0, false);
        }
        assert_eq!(paragraphs, 1);
    }

    #[test]
    fn formatting_that_is_never_closed_does_not_multiply() {
        let html = "<p><b><i><u><s><em><code><sub><sup><tt><big><small><strong>x".to_owned()
            + &"<p>x".repeat(50_000);
        let page = parse(&html);
        let mut elements = 0;
        let mut at = page.arena.get(0).and_then(|root| root.first);
        while let Some(id) = at {
            elements += usize::from(!page.arena.name(id).is_empty());
            at = page.arena.following(id, 0, false);
        }
        assert!(page.flattened && elements < 9 * 50_013 + 10_000, "{elements}");
    }
}
