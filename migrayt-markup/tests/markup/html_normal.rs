//! The tree that comes back after a tree was written as HTML: the rules of
//! `docs/richtext/html.md` as a function.

use std::mem;

use migrayt_core::richtext::{
    Block, Cell, Document, Inline, ListItem, Mark, Marks, Media, Row, Table, TaskItem,
};

/// The normal form of a document.
pub(crate) fn normal(document: &Document) -> Document {
    Document::from(trimmed(blocks(&document.blocks)))
}

fn blocks(list: &[Block]) -> Vec<Block> {
    list.iter().flat_map(block).collect()
}

/// Empty paragraphs at the ends of what holds blocks are not seen.
fn trimmed(mut list: Vec<Block>) -> Vec<Block> {
    let blank = |block: &Block| matches!(block, Block::Paragraph(line) if line.is_empty());
    while list.last().is_some_and(blank) {
        list.pop();
    }
    let leading = list.iter().take_while(|block| blank(block)).count();
    list.split_off(leading)
}

fn block(block: &Block) -> Vec<Block> {
    match block {
        Block::Paragraph(inlines) => paragraph(inlines),
        Block::Heading { level, inlines } => {
            let (level, inlines) = ((*level).clamp(1, 6), line(inlines));
            if inlines.is_empty() { vec![] } else { vec![Block::Heading { level, inlines }] }
        }
        Block::BulletList(list) if list.is_empty() => vec![],
        Block::BulletList(list) => vec![Block::BulletList(items(list))],
        Block::OrderedList { items: list, .. } if list.is_empty() => vec![],
        Block::OrderedList { start, items: list } => {
            vec![Block::OrderedList { start: *start, items: items(list) }]
        }
        Block::TaskList(list) | Block::DecisionList(list) if list.is_empty() => vec![],
        Block::TaskList(list) => vec![Block::TaskList(tasks(list))],
        Block::DecisionList(list) => vec![Block::DecisionList(tasks(list))],
        Block::Quote(inner) => match trimmed(blocks(inner)) {
            inner if inner.is_empty() => vec![],
            inner => vec![Block::Quote(inner)],
        },
        Block::Code { language, text } => {
            let text = text.as_str().trim_end_matches(['\n', '\r']);
            let language = language.as_deref().and_then(|it| it.split_ascii_whitespace().next());
            let language = language.map(str::to_owned);
            if text.is_empty() { vec![] } else { vec![Block::Code { language, text: text.into() }] }
        }
        Block::Panel { kind, blocks: inner } => {
            vec![Block::Panel { kind: *kind, blocks: trimmed(blocks(inner)) }]
        }
        Block::Expand { title, blocks: inner } => {
            let title = one_line(title.as_str()).into();
            vec![Block::Expand { title, blocks: trimmed(blocks(inner)) }]
        }
        Block::Table(table) if table.rows.iter().all(|row| row.cells.is_empty()) => vec![],
        Block::Table(table) => {
            let rows = table
                .rows
                .iter()
                .map(|row| Row::from(row.cells.iter().map(cell).collect::<Vec<_>>()));
            vec![Block::Table(Table::from(rows.collect::<Vec<_>>()))]
        }
        Block::Media(files) => files.iter().map(|it| Block::Media(vec![media(it)])).collect(),
        Block::Section(inner) => blocks(inner),
        Block::Detailed { block: inner, .. } => self::block(inner),
        Block::Unknown(node) => paragraph(&[Inline::plain(node.text.as_str())]),
        other => vec![other.clone()],
    }
}

fn items(list: &[ListItem]) -> Vec<ListItem> {
    list.iter().map(|item| trimmed(blocks(&item.blocks)).into()).collect()
}

fn tasks(list: &[TaskItem]) -> Vec<TaskItem> {
    let task = |item: &TaskItem| {
        let mut inlines = line(&item.inlines);
        if is_media(&inlines) {
            inlines.retain(|inline| matches!(inline, Inline::Media(_)));
        }
        TaskItem { done: item.done, inlines, children: tasks(&item.children), details: None }
    };
    list.iter().map(task).collect()
}

fn cell(cell: &Cell) -> Cell {
    Cell {
        columns: cell.columns.clamp(1, 1_000),
        rows: cell.rows.clamp(1, 65_534),
        background: cell.background.filter(|color| *color != [255; 3]),
        ..Cell::new(cell.heading, trimmed(blocks(&cell.blocks)))
    }
}

/// A line of media alone is media.
fn paragraph(inlines: &[Inline]) -> Vec<Block> {
    let inlines = line(inlines);
    if !is_media(&inlines) {
        return vec![Block::Paragraph(inlines)];
    }
    let file = |inline| if let Inline::Media(file) = inline { Some(file) } else { None };
    inlines.into_iter().filter_map(file).map(|file| Block::Media(vec![file])).collect()
}

fn is_media(line: &[Inline]) -> bool {
    let around = |inline: &Inline| matches!(inline, Inline::Media(_) | Inline::Break);
    line.iter().any(|it| matches!(it, Inline::Media(_)))
        && line.iter().all(|it| around(it) || is_blank(it))
}

/// Texts of equal marks are one; line breaks in a text are breaks; a line of spaces is empty.
fn line(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        piece(inline, &mut out);
    }
    if inlines.iter().all(|inline| is_blank(through(inline))) {
        out.clear();
    }
    out
}

fn piece(inline: &Inline, out: &mut Vec<Inline>) {
    match through(inline) {
        Inline::Text { text, marks } => words(text.as_str(), &self::marks(marks), out),
        Inline::Unknown(node) => words(node.text.as_str(), &Marks::default(), out),
        Inline::Mention(mention) => {
            let mut mention = mention.clone();
            let name = one_line(mention.name.as_str());
            let name = if name.is_empty() { mention.person.to_string() } else { name };
            (mention.name, mention.resolved) = (name.into(), false);
            out.push(Inline::Mention(mention));
        }
        Inline::Item(reference) => {
            let mut reference = reference.clone();
            let text = one_line(reference.text.as_str());
            let number = || format!("#{}", reference.item);
            reference.text = if text.is_empty() { number() } else { text }.into();
            out.push(Inline::Item(reference));
        }
        Inline::Status { text, color } => {
            out.push(Inline::Status { text: one_line(text.as_str()).into(), color: *color });
        }
        Inline::Emoji { short_name, text } => {
            let text = one_line(text.as_str());
            let text = if text == *short_name { String::new() } else { text };
            out.push(Inline::Emoji { short_name: short_name.clone(), text: text.into() });
        }
        Inline::Media(file) => {
            let mut file = media(file);
            let caption = mem::take(&mut file.caption);
            out.push(Inline::Media(file));
            if !caption.is_empty() {
                words(" ", &Marks::default(), out);
                for inline in &caption {
                    piece(inline, out);
                }
            }
        }
        other => out.push(other.clone()),
    }
}

fn words(text: &str, marks: &Marks, out: &mut Vec<Inline>) {
    for (index, part) in text.split('\n').enumerate() {
        if index > 0 {
            out.push(Inline::Break);
        }
        let part = part.strip_suffix('\r').unwrap_or(part);
        match out.last_mut() {
            _ if part.is_empty() => {}
            Some(Inline::Text { text, marks: last }) if last == marks => {
                text.expose_mut().push_str(part);
            }
            _ => out.push(Inline::marked(part, marks.clone())),
        }
    }
}

fn marks(marks: &Marks) -> Marks {
    let drops = |mark: Mark| match mark {
        Mark::Underline => marks.link.is_some(),
        Mark::Superscript => marks.has(Mark::Subscript),
        _ => false,
    };
    let simple = marks.simple().iter().filter(|mark| !drops(**mark));
    let mut normal = simple.fold(Marks::default(), |normal, mark| normal.with(*mark));
    normal.link.clone_from(&marks.link);
    normal.color = marks.color.filter(|color| *color != [0; 3]);
    normal.background = marks.background.filter(|color| *color != [255; 3]);
    normal
}

fn media(file: &Media) -> Media {
    Media {
        alt: file.alt.as_str().trim().into(),
        width: file.width.filter(|pixels| *pixels > 0),
        height: file.height.filter(|pixels| *pixels > 0),
        caption: line(&file.caption),
        details: None,
        ..file.clone()
    }
}

fn through(mut inline: &Inline) -> &Inline {
    while let Inline::Detailed { inline: inner, .. } = inline {
        inline = inner;
    }
    inline
}

fn is_blank(inline: &Inline) -> bool {
    let text = match inline {
        Inline::Text { text, .. } => text.as_str(),
        Inline::Unknown(node) => node.text.as_str(),
        _ => return false,
    };
    text.chars().all(char::is_whitespace)
}

fn one_line(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r', '\x0c'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
