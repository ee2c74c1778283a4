use crate::loss::Noting as _;
use migrayt_core::richtext::{Block, Inline, ListItem, TaskItem};

use super::Writer;
use super::flat::flat;
use super::line::Room;

/// The largest number of an item.
const LARGEST: u64 = 999_999_999;

impl Writer {
    /// A list; `other` asks for the other marker, behind a list of the same kind.
    pub(super) fn list(&mut self, start: Option<u64>, items: &[ListItem], other: bool) {
        let tight = items.iter().all(is_tight);
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !tight {
                self.part();
            }
            let passed = u64::try_from(index).unwrap_or(u64::MAX);
            let marker = match start {
                None => if other { "* " } else { "- " }.to_owned(),
                Some(start) => {
                    let number = start.min(LARGEST).saturating_add(passed).min(LARGEST);
                    format!("{number}{} ", if other { ')' } else { '.' })
                }
            };
            self.at("item", index, |writer| writer.item(&marker, &item.blocks, tight));
        }
    }

    fn item(&mut self, marker: &str, blocks: &[Block], tight: bool) {
        self.inside(marker, &" ".repeat(marker.len()), |writer| {
            // Three bullets on a line would be a rule.
            if !flat(blocks).first().is_some_and(|block| begins_line(block)) {
                writer.put("");
            }
            writer.blocks(blocks, tight);
            if writer.first.is_some() {
                writer.put("");
            }
        });
    }

    pub(super) fn tasks(&mut self, tasks: &[TaskItem], other: bool) {
        let marker = if other { "* " } else { "- " };
        for (index, task) in tasks.iter().enumerate() {
            self.at("task", index, |writer| {
                writer.inside(marker, "  ", |writer| {
                    let state = if task.done { "[x] " } else { "[ ] " };
                    let line = writer.line(&task.inlines, Room::Paragraph);
                    // A box needs something behind it.
                    let line = line.unwrap_or_else(|| "<!-- -->".to_owned());
                    writer.put_lines(&[state, &line].concat());
                    writer.tasks(&task.children, false);
                });
            });
        }
    }
}

/// Whether a block may stand behind a marker on the same line.
fn begins_line(block: &Block) -> bool {
    matches!(block, Block::Paragraph(line) if shows(line))
        || matches!(block, Block::Heading { .. } | Block::Code { .. } | Block::Quote(_))
}

/// Whether an item needs no empty lines: a paragraph, and perhaps a list that is seen as one
/// directly behind it.
fn is_tight(item: &ListItem) -> bool {
    match flat(&item.blocks).as_slice() {
        [] | [Block::Paragraph(_)] => true,
        [Block::Paragraph(line), list] if shows(line) => interrupts(list),
        _ => false,
    }
}

/// Whether a list is seen as one directly behind a paragraph.
fn interrupts(block: &Block) -> bool {
    let items = match block {
        Block::BulletList(items) | Block::OrderedList { start: 1, items } => items,
        Block::TaskList(tasks) => return !tasks.is_empty(),
        _ => return false,
    };
    let first = items.first().map(|item| flat(&item.blocks));
    let line = first.as_ref().and_then(|blocks| blocks.first());
    matches!(line, Some(Block::Paragraph(line)) if shows(line))
}

/// Whether a line begins with something that is surely seen.
pub(super) fn shows(line: &[Inline]) -> bool {
    line.iter().any(|inline| match inline {
        Inline::Text { text, .. } => text.as_str().chars().any(char::is_alphanumeric),
        Inline::Mention(_) => true,
        _ => false,
    })
}
