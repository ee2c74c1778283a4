use migrayt_core::richtext::{Block, Document, Inline, Media, TaskItem};

use crate::loss::{Path, Step};
use crate::names;

/// Changes the lines and the media of a document wherever they stand; everything else stays.
pub(crate) trait Rewrite {
    /// A line: of a paragraph, heading, task, or caption.
    fn line(&mut self, line: &mut Vec<Inline>, place: &Place);

    /// Media on lines of their own; captions were rewritten before.
    fn media(&mut self, files: Vec<Media>, place: &Place) -> Vec<Block>;
}

/// The way to the present block.
#[derive(Debug, Default)]
pub(crate) struct Place(Vec<Step>);

impl Place {
    pub(crate) fn path(&self) -> Path {
        Path::of(self.0.iter().copied())
    }

    fn inside(&mut self, kind: &'static str, index: usize, with: impl FnOnce(&mut Self)) {
        self.0.push(Step { kind, index });
        with(self);
        self.0.pop();
    }
}

/// Rewrites a document in reading order.
pub(crate) fn rewrite(document: &mut Document, with: &mut dyn Rewrite) {
    blocks(&mut document.blocks, &mut Place::default(), with);
}

fn blocks(list: &mut Vec<Block>, place: &mut Place, with: &mut dyn Rewrite) {
    let mut out = Vec::with_capacity(list.len());
    for (index, mut block) in list.drain(..).enumerate() {
        place.inside(names::block(&block), index, |place| {
            if let Block::Media(files) = &mut block {
                for file in files.iter_mut() {
                    with.line(&mut file.caption, place);
                }
                out.extend(with.media(std::mem::take(files), place));
            } else {
                inner(&mut block, place, with);
                out.push(block);
            }
        });
    }
    *list = out;
}

fn inner(block: &mut Block, place: &mut Place, with: &mut dyn Rewrite) {
    match block {
        Block::Paragraph(line) | Block::Heading { inlines: line, .. } => with.line(line, place),
        Block::BulletList(items) | Block::OrderedList { items, .. } => {
            for (index, item) in items.iter_mut().enumerate() {
                place.inside("item", index, |place| blocks(&mut item.blocks, place, with));
            }
        }
        Block::TaskList(items) | Block::DecisionList(items) => tasks(items, place, with),
        Block::Quote(list)
        | Block::Section(list)
        | Block::Panel { blocks: list, .. }
        | Block::Expand { blocks: list, .. } => blocks(list, place, with),
        Block::Table(table) => {
            for (index, row) in table.rows.iter_mut().enumerate() {
                place.inside("row", index, |place| {
                    for (index, cell) in row.cells.iter_mut().enumerate() {
                        place.inside("cell", index, |place| blocks(&mut cell.blocks, place, with));
                    }
                });
            }
        }
        Block::Detailed { block, .. } => {
            if let Block::Media(files) = &mut **block {
                for file in files.iter_mut() {
                    with.line(&mut file.caption, place);
                }
                let mut media = with.media(std::mem::take(files), place);
                **block = match media.pop() {
                    Some(only) if media.is_empty() => only,
                    last => Block::Section(media.into_iter().chain(last).collect()),
                };
            } else {
                inner(block, place, with);
            }
        }
        _ => {}
    }
}

fn tasks(items: &mut [TaskItem], place: &mut Place, with: &mut dyn Rewrite) {
    for (index, item) in items.iter_mut().enumerate() {
        place.inside("item", index, |place| {
            with.line(&mut item.inlines, place);
            tasks(&mut item.children, place, with);
        });
    }
}
