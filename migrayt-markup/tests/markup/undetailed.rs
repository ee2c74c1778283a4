//! A tree without what only one format says of its nodes, to compare what all of them can say.

use migrayt_core::richtext::{
    Block, Cell, Document, Inline, ListItem, Media, Mention, Row, Table, TaskItem,
};

/// The document without details. No mention in it is resolved, since no reader can know that.
pub(crate) fn undetailed(document: &Document) -> Document {
    Document::from(blocks(&document.blocks))
}

fn blocks(list: &[Block]) -> Vec<Block> {
    list.iter().map(block).collect()
}

fn block(block: &Block) -> Block {
    match block {
        Block::Detailed { block, .. } => self::block(block),
        Block::Paragraph(inlines) => Block::Paragraph(line(inlines)),
        Block::Heading { level, inlines } => {
            Block::Heading { level: *level, inlines: line(inlines) }
        }
        Block::BulletList(list) => Block::BulletList(items(list)),
        Block::OrderedList { start, items: list } => {
            Block::OrderedList { start: *start, items: items(list) }
        }
        Block::TaskList(list) => Block::TaskList(tasks(list)),
        Block::DecisionList(list) => Block::DecisionList(tasks(list)),
        Block::Quote(inner) => Block::Quote(blocks(inner)),
        Block::Panel { kind, blocks: inner } => Block::Panel { kind: *kind, blocks: blocks(inner) },
        Block::Expand { title, blocks: inner } => {
            Block::Expand { title: title.clone(), blocks: blocks(inner) }
        }
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| Row::from(cells(&row.cells)));
            Block::Table(Table::from(rows.collect::<Vec<_>>()))
        }
        Block::Media(files) => Block::Media(files.iter().map(media).collect()),
        Block::Section(inner) => Block::Section(blocks(inner)),
        other => other.clone(),
    }
}

fn items(list: &[ListItem]) -> Vec<ListItem> {
    list.iter().map(|item| blocks(&item.blocks).into()).collect()
}

fn tasks(list: &[TaskItem]) -> Vec<TaskItem> {
    let task = |item: &TaskItem| TaskItem {
        done: item.done,
        inlines: line(&item.inlines),
        children: tasks(&item.children),
        details: None,
    };
    list.iter().map(task).collect()
}

fn cells(list: &[Cell]) -> Vec<Cell> {
    let cell = |cell: &Cell| Cell { blocks: blocks(&cell.blocks), details: None, ..cell.clone() };
    list.iter().map(cell).collect()
}

fn line(inlines: &[Inline]) -> Vec<Inline> {
    inlines.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Inline {
    match inline {
        Inline::Detailed { inline, .. } => self::inline(inline),
        Inline::Text { text, marks } => {
            let mut marks = marks.clone();
            marks.details = None;
            Inline::Text { text: text.clone(), marks }
        }
        Inline::Mention(mention) => Inline::Mention(Mention { resolved: false, ..mention.clone() }),
        Inline::Media(file) => Inline::Media(media(file)),
        other => other.clone(),
    }
}

fn media(file: &Media) -> Media {
    Media { caption: line(&file.caption), details: None, ..file.clone() }
}
