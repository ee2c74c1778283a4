use migrayt_core::content::Content;
use migrayt_core::id::FieldId;
use migrayt_core::richtext::{Block, Cell, Document, Inline, Original, Row, Table};

/// The description as it is gathered: who wrote it if no field says so, the whole of a shortened title, the source's own
/// description, sections below headings, a table of what has no place of its own, and where the
/// item comes from.
#[derive(Debug, Default)]
pub(super) struct Description {
    attribution: Option<Block>,
    opening: Option<Block>,
    body: Vec<Block>,
    sections: Vec<Block>,
    notes: Vec<Note>,
    closing: Option<Block>,
    originals: Vec<Original>,
}

#[derive(Debug)]
struct Note {
    field: FieldId,
    name: String,
    blocks: Vec<Block>,
}

impl Description {
    /// Says who wrote it, as its first line.
    pub(super) fn attribute(&mut self, line: Block) {
        self.attribution = Some(line);
    }

    /// Says what stands above everything else.
    pub(super) fn open(&mut self, opening: Option<Block>) {
        self.opening = opening;
    }

    /// Keeps the texts that parts of it were read from.
    pub(super) fn keep(&mut self, originals: Vec<Original>) {
        self.originals.extend(originals);
    }

    /// Adds to the first part.
    pub(super) fn body(&mut self, blocks: Vec<Block>) {
        self.body.extend(blocks);
    }

    /// Adds a section, unless it is empty.
    pub(super) fn section(&mut self, heading: &str, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            let inlines = vec![Inline::plain(heading)];
            self.sections.push(Block::Heading { level: 2, inlines });
            self.sections.extend(blocks);
        }
    }

    /// Adds to the field's row of the table.
    pub(super) fn note(&mut self, field: &FieldId, name: &str, blocks: Vec<Block>) {
        if blocks.is_empty() {
            return;
        }
        match self.notes.iter_mut().find(|note| note.field == *field) {
            // The same words once: a value may be lost in two ways.
            Some(note) if note.blocks.ends_with(&blocks) => {}
            Some(note) => note.blocks.extend(blocks),
            None => self.notes.push(Note { field: field.clone(), name: name.to_owned(), blocks }),
        }
    }

    /// Says what stands below everything.
    pub(super) fn close(&mut self, closing: Block) {
        self.closing = Some(closing);
    }

    /// The whole, if there is anything in it.
    pub(super) fn into_document(self) -> Option<Content<Document>> {
        let mut blocks: Vec<Block> = self.attribution.into_iter().chain(self.opening).collect();
        blocks.extend(self.body);
        blocks.extend(self.sections);
        if !self.notes.is_empty() {
            let inlines = vec![Inline::plain("More Fields")];
            blocks.push(Block::Heading { level: 2, inlines });
            blocks.push(Block::Table(table(self.notes)));
        }
        if let Some(closing) = self.closing {
            if !blocks.is_empty() {
                blocks.push(Block::Rule);
            }
            blocks.push(closing);
        }
        let originals = self.originals;
        (!blocks.is_empty()).then(|| Content::new(Document { blocks, originals }))
    }
}

fn table(notes: Vec<Note>) -> Table {
    let row = |note: Note| {
        Row::from(vec![
            Cell::new(true, vec![Block::plain(note.name)]),
            Cell::new(false, note.blocks),
        ])
    };
    notes.into_iter().map(row).collect::<Vec<_>>().into()
}
