//! What details say that is seen, and is lost in a format that cannot say it.

use migrayt_core::richtext::{Block, Details, Document, Format, Inline, Media, TaskItem};

#[cfg(feature = "adf")]
use crate::adf;
#[cfg(feature = "html")]
use crate::build::Align;
use crate::loss::{LossKind, Noting};
use crate::names;
#[cfg(feature = "wiki")]
use crate::wiki;

/// Notes a loss of appearance for each node of which another format than the one that is written
/// says what is seen: where lines stand, how wide a table is, how a panel or a link looks. Ids,
/// and another spelling of the same, are no loss.
pub(crate) fn note(writer: &mut impl Noting, document: &Document, to: Format) {
    blocks(writer, &document.blocks, to);
}

fn blocks(writer: &mut impl Noting, blocks: &[Block], to: Format) {
    for (index, it) in blocks.iter().enumerate() {
        writer.at(names::block(it), index, |writer| block(writer, it, to));
    }
}

fn block(writer: &mut impl Noting, block: &Block, to: Format) {
    match block {
        Block::Detailed { details, block } => {
            look(writer, Some(details), to);
            self::block(writer, block, to);
        }
        Block::Paragraph(inlines) | Block::Heading { inlines, .. } => line(writer, inlines, to),
        Block::BulletList(items) | Block::OrderedList { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                writer.at("item", index, |writer| {
                    look(writer, item.details.as_ref(), to);
                    blocks(writer, &item.blocks, to);
                });
            }
        }
        Block::TaskList(list) | Block::DecisionList(list) => tasks(writer, list, to),
        Block::Quote(inner)
        | Block::Section(inner)
        | Block::Panel { blocks: inner, .. }
        | Block::Expand { blocks: inner, .. } => blocks(writer, inner, to),
        Block::Table(table) => {
            look(writer, table.details.as_ref(), to);
            for (index, row) in table.rows.iter().enumerate() {
                writer.at("row", index, |writer| {
                    look(writer, row.details.as_ref(), to);
                    for (index, cell) in row.cells.iter().enumerate() {
                        writer.at("cell", index, |writer| {
                            look(writer, cell.details.as_ref(), to);
                            blocks(writer, &cell.blocks, to);
                        });
                    }
                });
            }
        }
        Block::Media(files) => files.iter().for_each(|it| file(writer, it, to)),
        _ => {}
    }
}

fn tasks(writer: &mut impl Noting, tasks: &[TaskItem], to: Format) {
    for (index, task) in tasks.iter().enumerate() {
        writer.at("task", index, |writer| {
            look(writer, task.details.as_ref(), to);
            line(writer, &task.inlines, to);
            self::tasks(writer, &task.children, to);
        });
    }
}

fn line(writer: &mut impl Noting, inlines: &[Inline], to: Format) {
    for inline in inlines {
        match inline {
            Inline::Text { marks, .. } => look(writer, marks.details.as_ref(), to),
            Inline::Media(it) => file(writer, it, to),
            Inline::Detailed { details, inline } => {
                look(writer, Some(details), to);
                line(writer, std::slice::from_ref(inline), to);
            }
            _ => {}
        }
    }
}

fn file(writer: &mut impl Noting, file: &Media, to: Format) {
    look(writer, file.details.as_ref(), to);
    line(writer, &file.caption, to);
}

fn look(writer: &mut impl Noting, details: Option<&Details>, to: Format) {
    if details.is_some_and(|details| details.format != to && is_seen(details)) {
        writer.note(LossKind::Appearance);
    }
}

/// Whether details say something that is seen where the text comes from; of a format whose codec
/// is not part of this build, they may.
fn is_seen(details: &Details) -> bool {
    match details.format {
        #[cfg(feature = "adf")]
        Format::Adf => adf::is_seen(details),
        #[cfg(feature = "html")]
        Format::Html => Align::kept(details.raw.as_str()).is_some(),
        #[cfg(feature = "wiki")]
        Format::Wiki => wiki::is_seen(details.raw.as_str()),
        Format::Markdown => false,
        _ => true,
    }
}
