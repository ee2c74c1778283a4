use migrayt_core::richtext::{Block, ListItem};

use super::flow::{Node, blocks};
use super::macros::Call;
use super::read::{Place, Reader};
use super::skip::Skip;
use super::source::Span;
use crate::loss::{LossKind, Noting as _};

/// How many symbols may mark an item, which is how deep lists may be nested.
const DEPTH: usize = 20;

impl Reader<'_> {
    /// The list that begins in this line, and where it ends: at an empty line, or with the text.
    pub(super) fn list(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
    ) -> Option<(Vec<Node>, usize)> {
        let first = self.symbols(at, span, place).filter(|first| first.begins)?;
        if place.room() < 2 || !self.may_go_deeper(place) {
            self.note(LossKind::Depth);
            return None;
        }
        let room = usize::from(place.room() / 2).min(DEPTH);
        let mut lists = Lists::default();
        let mut symbols = first;
        loop {
            let (end, next) = self.item_end(symbols.end, span, place);
            let item = Span::new(symbols.end, end);
            let depth = symbols.depth.min(room);
            if depth < symbols.depth {
                self.note(LossKind::Depth);
            }
            let levels = u8::try_from(2 * depth).unwrap_or(u8::MAX);
            let inside = place.inside(Skip::ITEM, levels);
            let nodes = self.at("item", lists.count, |reader| reader.flow(item, &inside));
            lists.add(depth, symbols.ordered, blocks(nodes));
            match next {
                Some(next) => symbols = next,
                None => return Some((lists.finish(), end)),
            }
        }
    }

    /// Where an item ends that begins here, and the symbols of the next one.
    fn item_end(&mut self, start: usize, span: Span, place: &Place) -> (usize, Option<Symbols>) {
        let mut at = start;
        loop {
            match self.source.byte(at, span) {
                None => return (span.end, None),
                Some(b'{') => {
                    at = Call::at(&self.source, at, span).map_or(at + 1, |call| call.end);
                }
                Some(b'\\') if self.source.byte(at + 1, span) == Some(b'{') => at += 2,
                Some(b'\n' | b'\r') => {
                    let next = at + self.source.newline(at, span);
                    if let Some(symbols) = self.symbols(next, span, place) {
                        return (next, Some(symbols));
                    }
                    if self.source.is_empty_line(next, span) {
                        return (next, None);
                    }
                    at = next;
                }
                Some(_) => at += 1,
            }
        }
    }

    /// The symbols of an item at the beginning of a line.
    fn symbols(&self, at: usize, span: Span, _place: &Place) -> Option<Symbols> {
        let mut start = at;
        while self.source.byte(start, span) == Some(b' ') {
            start += 1;
        }
        let rest = self.source.text(span.from(start)).as_bytes();
        let depth = rest.iter().take(DEPTH + 1).take_while(|it| b"*#-".contains(it)).count();
        let end = start + depth + 1;
        if !(1..=DEPTH).contains(&depth) || self.source.byte(end - 1, span) != Some(b' ') {
            return None;
        }
        let symbols = rest.get(..depth)?;
        let dashes = symbols.iter().all(|byte| *byte == b'-');
        if dashes && (4..=5).contains(&depth) && self.source.is_empty_line(end, span) {
            return None;
        }
        let begins = !symbols.contains(&b'-') || symbols == b"-";
        Some(Symbols { depth, ordered: symbols.last() == Some(&b'#'), begins, end })
    }
}

/// What marks an item.
#[derive(Clone, Copy, Debug)]
struct Symbols {
    depth: usize,
    ordered: bool,
    /// Whether a list may begin with it.
    begins: bool,
    end: usize,
}

/// Lists that are still open, outermost first, and those that have ended.
#[derive(Debug, Default)]
struct Lists {
    done: Vec<Node>,
    open: Vec<Open>,
    count: usize,
}

#[derive(Debug)]
struct Open {
    ordered: bool,
    items: Vec<ListItem>,
}

impl Lists {
    fn add(&mut self, depth: usize, ordered: bool, content: Vec<Block>) {
        while self.open.len() > depth {
            self.close();
        }
        let other =
            self.open.len() == depth && self.open.last().is_some_and(|it| it.ordered != ordered);
        if other {
            self.close();
        }
        while self.open.len() < depth {
            if let Some(outer) = self.open.last_mut()
                && outer.items.is_empty()
            {
                outer.items.push(ListItem::default());
            }
            self.open.push(Open { ordered, items: Vec::new() });
        }
        self.count += 1;
        // A rule is no part of an item: it parts the whole list, and the words behind it are an
        // item of the next one.
        let mut rest = Vec::new();
        for block in content {
            if matches!(block, Block::Rule) {
                if !rest.is_empty() || self.depth_items() == 0 {
                    self.item(std::mem::take(&mut rest));
                }
                self.part(Block::Rule);
                while self.open.len() < depth {
                    self.open.push(Open { ordered, items: Vec::new() });
                }
            } else {
                rest.push(block);
            }
        }
        self.item(rest);
    }

    fn depth_items(&self) -> usize {
        self.open.iter().map(|list| list.items.len()).sum()
    }

    fn item(&mut self, blocks: Vec<Block>) {
        if let Some(list) = self.open.last_mut() {
            list.items.push(blocks.into());
        }
    }

    /// Ends all lists, puts a block behind them.
    fn part(&mut self, block: Block) {
        while !self.open.is_empty() {
            self.close();
        }
        self.done.push(Node::Block(block));
    }

    /// Ends the innermost list and puts it into the item that it stands below.
    fn close(&mut self) {
        let Some(Open { ordered, items }) = self.open.pop() else { return };
        let items: Vec<ListItem> = items.into_iter().filter(|it| !it.blocks.is_empty()).collect();
        if items.is_empty() {
            return;
        }
        let list =
            if ordered { Block::OrderedList { start: 1, items } } else { Block::BulletList(items) };
        match self.open.last_mut() {
            Some(outer) => match outer.items.last_mut() {
                Some(item) => item.blocks.push(list),
                None => outer.items.push(vec![list].into()),
            },
            None => self.done.push(Node::Block(list)),
        }
    }

    fn finish(mut self) -> Vec<Node> {
        while !self.open.is_empty() {
            self.close();
        }
        self.done
    }
}
