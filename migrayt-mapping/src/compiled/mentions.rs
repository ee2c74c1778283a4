use migrayt_core::content::Content;
use migrayt_core::richtext::{Block, Document, Inline, Marks, Mention, TaskItem};

use super::Compiled;
use crate::document::Mentions;

impl Compiled {
    /// The document with its mentions as the options want them, and how many became plain text.
    pub(super) fn rewritten(&self, document: &Document) -> (Document, u32) {
        let mut rewriter = Rewriter { compiled: self, as_text: 0 };
        let mut copy = document.clone();
        rewriter.blocks(&mut copy.blocks);
        (copy, rewriter.as_text)
    }
}

struct Rewriter<'a> {
    compiled: &'a Compiled,
    as_text: u32,
}

impl Rewriter<'_> {
    fn blocks(&mut self, list: &mut [Block]) {
        for block in list {
            match block {
                Block::Paragraph(line) | Block::Heading { inlines: line, .. } => self.line(line),
                Block::BulletList(items) | Block::OrderedList { items, .. } => {
                    for item in items {
                        self.blocks(&mut item.blocks);
                    }
                }
                Block::TaskList(items) | Block::DecisionList(items) => self.tasks(items),
                Block::Quote(inner)
                | Block::Panel { blocks: inner, .. }
                | Block::Expand { blocks: inner, .. } => self.blocks(inner),
                Block::Table(table) => {
                    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                    cells.for_each(|cell| self.blocks(&mut cell.blocks));
                }
                _ => {}
            }
        }
    }

    fn tasks(&mut self, items: &mut [TaskItem]) {
        for item in items {
            self.line(&mut item.inlines);
            self.tasks(&mut item.children);
        }
    }

    fn line(&mut self, line: &mut [Inline]) {
        for inline in line {
            let Inline::Mention(mention) = inline else { continue };
            if mention.resolved {
                continue;
            }
            let account = match self.compiled.document.options.mentions {
                Mentions::Link => self.compiled.people.own(&mention.person),
                Mentions::Text => None,
            };
            if let Some(account) = account {
                mention.person = account.clone();
                mention.resolved = true;
            } else {
                self.as_text = self.as_text.saturating_add(1);
                *inline = Inline::Text { text: named(mention), marks: Marks::default() };
            }
        }
    }
}

/// The mention as words: the name, or the id where the source did not tell the name.
fn named(mention: &Mention) -> Content<String> {
    let name = Some(mention.name.as_str()).filter(|name| !name.trim().is_empty());
    Content::new(format!("@{}", name.unwrap_or(mention.person.as_str())))
}
