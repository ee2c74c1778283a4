use migrayt_core::richtext::{Block, Inline, ListItem, TaskItem};

use super::{Room, Tight, Writer};
use crate::loss::{LossKind, Noting as _};

/// How many symbols may mark an item.
const DEPTH: usize = 20;

impl Writer {
    /// A list below items that are marked by `outer`.
    pub(super) fn list(
        &mut self,
        ordered: bool,
        items: &[ListItem],
        outer: &str,
        room: Room,
    ) -> String {
        let mut symbols = outer.to_owned();
        if symbols.len() < DEPTH {
            symbols.push(if ordered { '#' } else { '*' });
        } else {
            self.note(LossKind::Depth);
        }
        let mut lines = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let text = self.at("item", index, |writer| writer.item(&symbols, &item.blocks, room));
            if text.is_empty() {
                self.note(LossKind::EmptyParagraph);
            } else {
                lines.push(text);
            }
        }
        lines.join("\n")
    }

    fn item(&mut self, symbols: &str, blocks: &[Block], room: Room) -> String {
        let room = Room { tight: Some(Tight::Item), ..room };
        let mut out = String::new();
        for block in blocks {
            let text = match inner(block) {
                Block::BulletList(items) => self.list(false, items, symbols, room),
                Block::OrderedList { items, .. } => self.list(true, items, symbols, room),
                Block::TaskList(tasks) | Block::DecisionList(tasks) => {
                    self.note(LossKind::TasksFlattened);
                    let is_task = matches!(inner(block), Block::TaskList(_));
                    self.tasks(tasks, is_task, &below(symbols))
                }
                _ => {
                    let text = self.block(block, None, room);
                    if out.is_empty() && !text.is_empty() {
                        out = format!("{symbols} ");
                    } else if !text.is_empty() {
                        out.push('\n');
                    }
                    out.push_str(&text);
                    continue;
                }
            };
            if !out.is_empty() && !text.is_empty() {
                out.push('\n');
            }
            out.push_str(&text);
        }
        out
    }

    /// Tasks as a list of bullets, with their boxes as characters.
    pub(super) fn tasks(&mut self, tasks: &[TaskItem], boxes: bool, symbols: &str) -> String {
        let mut lines = Vec::new();
        for task in tasks {
            let state = if task.done { "\u{2611} " } else { "\u{2610} " };
            let mut line = Vec::new();
            if boxes {
                line.push(Inline::plain(state));
            }
            line.extend_from_slice(&task.inlines);
            let text = self.line(&line, true);
            if !text.is_empty() {
                lines.push(format!("{symbols} {text}"));
            }
            let children = self.tasks(&task.children, boxes, &below(symbols));
            if !children.is_empty() {
                lines.push(children);
            }
        }
        lines.join("\n")
    }
}

fn below(symbols: &str) -> String {
    if symbols.len() < DEPTH { format!("{symbols}*") } else { symbols.to_owned() }
}

fn inner(block: &Block) -> &Block {
    match block {
        Block::Detailed { block, .. } => inner(block),
        block => block,
    }
}
