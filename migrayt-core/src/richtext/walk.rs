use super::{Block, Document, Inline, Media, TaskItem};

/// Something that a document holds, as [`Document::visit`] meets it.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// A piece of a line that is no file.
    Inline(&'a Inline),
    /// A picture or file, in a line or on lines of its own.
    Media(&'a Media),
}

/// Changes lines and files wherever they stand in a document.
pub trait Rewrite {
    /// A line: of a paragraph, a heading, a task, or below a picture on lines of its own. The words
    /// below a picture within the line are the line's own affair.
    fn line(&mut self, line: &mut Vec<Inline>);

    /// Files on lines of their own, whose lines below were rewritten before; what is returned
    /// stands in their place.
    fn media(&mut self, files: Vec<Media>) -> Vec<Block>;
}

impl Document {
    /// Shows every piece of the document in reading order, whatever its format says of it besides.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(Piece<'a>)) {
        blocks(&self.blocks, see);
    }

    /// Rewrites the document in reading order. What its format says of a block besides the tree
    /// stays, but for files that became something else.
    pub fn rewrite(&mut self, with: &mut dyn Rewrite) {
        change_all(&mut self.blocks, with);
    }
}

fn blocks<'a>(list: &'a [Block], see: &mut dyn FnMut(Piece<'a>)) {
    for block in list {
        match block {
            Block::Paragraph(line) | Block::Heading { inlines: line, .. } => inlines(line, see),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for item in items {
                    blocks(&item.blocks, see);
                }
            }
            Block::TaskList(items) | Block::DecisionList(items) => tasks(items, see),
            Block::Quote(inner)
            | Block::Section(inner)
            | Block::Panel { blocks: inner, .. }
            | Block::Expand { blocks: inner, .. } => blocks(inner, see),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| blocks(&cell.blocks, see));
            }
            Block::Media(files) => files.iter().for_each(|file| media(file, see)),
            Block::Detailed { block, .. } => blocks(std::slice::from_ref(block), see),
            Block::Code { .. } | Block::Rule | Block::Unknown(_) => {}
        }
    }
}

fn tasks<'a>(items: &'a [TaskItem], see: &mut dyn FnMut(Piece<'a>)) {
    for item in items {
        inlines(&item.inlines, see);
        tasks(&item.children, see);
    }
}

fn inlines<'a>(line: &'a [Inline], see: &mut dyn FnMut(Piece<'a>)) {
    for inline in line {
        match inline {
            Inline::Media(file) => media(file, see),
            Inline::Detailed { inline, .. } => inlines(std::slice::from_ref(inline), see),
            other => see(Piece::Inline(other)),
        }
    }
}

fn media<'a>(file: &'a Media, see: &mut dyn FnMut(Piece<'a>)) {
    see(Piece::Media(file));
    inlines(&file.caption, see);
}

fn change_all(list: &mut Vec<Block>, with: &mut dyn Rewrite) {
    let mut out = Vec::with_capacity(list.len());
    for block in list.drain(..) {
        change(block, with, &mut out);
    }
    *list = out;
}

fn change(mut block: Block, with: &mut dyn Rewrite, out: &mut Vec<Block>) {
    match &mut block {
        Block::Paragraph(line) | Block::Heading { inlines: line, .. } => with.line(line),
        Block::BulletList(items) | Block::OrderedList { items, .. } => {
            for item in items {
                change_all(&mut item.blocks, with);
            }
        }
        Block::TaskList(items) | Block::DecisionList(items) => change_tasks(items, with),
        Block::Quote(inner)
        | Block::Section(inner)
        | Block::Panel { blocks: inner, .. }
        | Block::Expand { blocks: inner, .. } => change_all(inner, with),
        Block::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.for_each(|cell| change_all(&mut cell.blocks, with));
        }
        Block::Media(files) => {
            for file in files.iter_mut() {
                with.line(&mut file.caption);
            }
            out.extend(with.media(std::mem::take(files)));
            return;
        }
        Block::Detailed { block: inner, .. } => {
            let bare = std::mem::replace(&mut **inner, Block::Rule);
            let mut changed = Vec::with_capacity(1);
            change(bare, with, &mut changed);
            let only = changed.pop();
            match only {
                Some(only) if changed.is_empty() => **inner = only,
                last => {
                    out.extend(changed.into_iter().chain(last));
                    return;
                }
            }
        }
        Block::Code { .. } | Block::Rule | Block::Unknown(_) => {}
    }
    out.push(block);
}

fn change_tasks(items: &mut [TaskItem], with: &mut dyn Rewrite) {
    for item in items {
        with.line(&mut item.inlines);
        change_tasks(&mut item.children, with);
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Rewrite};
    use crate::content::Content;
    use crate::id::PartId;
    use crate::richtext::{
        Block, Cell, Details, Document, Format, Inline, ListItem, Media, MediaOrigin, Row, TaskItem,
    };

    fn picture(name: &str) -> Media {
        Media {
            origin: MediaOrigin::Attachment(PartId::new(name)),
            alt: Content::text(name),
            width: None,
            height: None,
            link: None,
            caption: vec![Inline::plain(format!("below {name}"))],
            details: None,
        }
    }

    fn details() -> Details {
        Details { format: Format::Html, raw: Content::text("x") }
    }

    /// A document that has words or a picture in every place that can hold one.
    fn document() -> Document {
        let word = |word: &str| Block::plain(word);
        let detailed = |block| Block::Detailed { details: details(), block: Box::new(block) };
        let task = TaskItem {
            inlines: vec![Inline::plain("task")],
            children: vec![TaskItem {
                inlines: vec![Inline::Media(picture("in a task"))],
                ..TaskItem::default()
            }],
            ..TaskItem::default()
        };
        let rows = vec![Row::from(vec![Cell::new(false, vec![word("cell")])])];
        Document::from(vec![
            Block::Heading { level: 1, inlines: vec![Inline::plain("heading")] },
            Block::BulletList(vec![ListItem::from(vec![word("item")])]),
            Block::DecisionList(vec![task]),
            Block::Quote(vec![Block::Section(vec![word("section")])]),
            Block::Expand { title: Content::text("title"), blocks: vec![word("expand")] },
            Block::Table(rows.into()),
            detailed(Block::Paragraph(vec![Inline::Detailed {
                details: details(),
                inline: Box::new(Inline::plain("detailed")),
            }])),
            Block::Code { language: None, text: Content::text("code") },
            detailed(Block::Media(vec![picture("one"), picture("two")])),
        ])
    }

    fn words(document: &Document) -> Vec<String> {
        let mut words = Vec::new();
        document.visit(&mut |piece| match piece {
            Piece::Inline(Inline::Text { text, .. }) => words.push(text.as_str().to_owned()),
            Piece::Inline(_) => {}
            Piece::Media(file) => words.push(format!("[{}]", file.alt.as_str())),
        });
        words
    }

    #[test]
    fn nothing_is_passed_by() {
        let all = [
            "heading",
            "item",
            "task",
            "[in a task]",
            "below in a task",
            "section",
            "expand",
            "cell",
            "detailed",
            "[one]",
            "below one",
            "[two]",
            "below two",
        ];
        assert_eq!(words(&document()), all);
    }

    struct Loud;

    impl Rewrite for Loud {
        fn line(&mut self, line: &mut Vec<Inline>) {
            line.insert(0, Inline::plain("!"));
        }

        fn media(&mut self, files: Vec<Media>) -> Vec<Block> {
            files.into_iter().map(|file| Block::plain(file.alt.as_str())).collect()
        }
    }

    #[test]
    fn every_line_is_rewritten_and_files_give_way() {
        let mut changed = document();
        changed.rewrite(&mut Loud);
        let words = words(&changed);
        assert_eq!(words.iter().filter(|word| *word == "!").count(), 8, "{words:?}");
        assert!(words.ends_with(&["one".to_owned(), "two".to_owned()]), "{words:?}");
        assert_eq!(changed.blocks.len(), 10, "two paragraphs stand where the group did");
    }
}
