use std::mem;

use migrayt_core::Content;
use migrayt_core::richtext::{Block, Inline, ListItem, TaskItem};

use super::Builder;
use super::frame::Kind;
use super::lists::box_text;

impl Builder {
    /// Closes the innermost container and puts what it became into the one around it.
    pub(super) fn close(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        let Some(outer) = self.frames.last_mut() else {
            self.frames.push(frame);
            return;
        };
        match frame.kind {
            Kind::Document | Kind::Heading(_) | Kind::Caption => {
                outer.blocks.append(&mut frame.blocks);
            }
            Kind::Quote => outer.blocks.extend(filled(frame.into_blocks()).map(Block::Quote)),
            Kind::Panel(kind) => {
                outer.blocks.push(Block::Panel { kind, blocks: frame.into_blocks() });
            }
            Kind::Expand(ref mut title) => {
                let title = Content::text(mem::take(title));
                outer.blocks.push(Block::Expand { title, blocks: frame.into_blocks() });
            }
            Kind::List { start, .. } => outer.blocks.extend(list(start, frame.items)),
            Kind::Item(task) => {
                outer.items.push((task, frame.into_blocks().into()));
            }
            Kind::Table => {
                outer.blocks.append(&mut frame.blocks);
                if frame.rows.iter().any(|row| !row.cells.is_empty()) {
                    outer.blocks.push(Block::Table(frame.rows.into()));
                }
            }
            Kind::Row => outer.rows.push(frame.cells.into()),
            Kind::Cell(shape) => outer.cells.push(shape.with(frame.into_blocks())),
        }
    }
}

fn filled(blocks: Vec<Block>) -> Option<Vec<Block>> {
    (!blocks.is_empty()).then_some(blocks)
}

/// A list of these items; of tasks only if each item is one and fits into one.
fn list(start: Option<u64>, items: Vec<(Option<bool>, ListItem)>) -> Option<Block> {
    if items.is_empty() {
        return None;
    }
    let fits = |(task, item): &(Option<bool>, ListItem)| task.is_some() && is_task(&item.blocks);
    if start.is_none() && items.iter().all(fits) {
        let task = |(done, item): (Option<bool>, ListItem)| task(done == Some(true), item.blocks);
        return Some(Block::TaskList(items.into_iter().map(task).collect()));
    }
    let items = items.into_iter().map(|(task, item)| with_box(task, item)).collect();
    Some(match start {
        Some(start) => Block::OrderedList { start, items },
        None => Block::BulletList(items),
    })
}

/// Whether these are paragraphs and pictures, and task lists behind them.
fn is_task(blocks: &[Block]) -> bool {
    let is_line = |block: &&Block| matches!(block, Block::Paragraph(_) | Block::Media(_));
    let lines = blocks.iter().take_while(is_line).count();
    blocks.iter().skip(lines).all(|block| matches!(block, Block::TaskList(_)))
}

fn task(done: bool, blocks: Vec<Block>) -> TaskItem {
    let mut task = TaskItem { done, ..TaskItem::default() };
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => {
                if !task.inlines.is_empty() {
                    task.inlines.push(Inline::Break);
                }
                task.inlines.extend(inlines);
            }
            Block::Media(files) => task.inlines.extend(files.into_iter().map(Inline::Media)),
            Block::TaskList(children) => task.children.extend(children),
            _ => {}
        }
    }
    task
}

/// An item with its box as a character, if it is a task.
fn with_box(task: Option<bool>, mut item: ListItem) -> ListItem {
    let Some(done) = task else { return item };
    match item.blocks.first_mut() {
        Some(Block::Paragraph(inlines)) => inlines.insert(0, box_text(done)),
        _ => item.blocks.insert(0, Block::Paragraph(vec![box_text(done)])),
    }
    item
}
