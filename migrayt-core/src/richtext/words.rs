use super::{Block, Document, Inline, ListItem, Media, TaskItem};
use crate::content::Content;

/// The visible words of a document as plain text, blocks separated by line breaks: for search,
/// for fallbacks and for targets that take no rich text.
pub fn plain_text(document: &Document) -> Content<String> {
    let mut out = Content::text(String::new());
    blocks(&document.blocks, out.expose_mut());
    let text = out.expose_mut();
    text.truncate(text.trim_end().len());
    out
}

fn blocks(list: &[Block], out: &mut String) {
    for block in list {
        match block {
            Block::Paragraph(line) | Block::Heading { inlines: line, .. } => inlines(line, out),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for ListItem { blocks: inner, .. } in items {
                    blocks(inner, out);
                }
            }
            Block::TaskList(items) | Block::DecisionList(items) => tasks(items, out),
            Block::Quote(inner) | Block::Section(inner) | Block::Panel { blocks: inner, .. } => {
                blocks(inner, out);
            }
            Block::Detailed { block, .. } => blocks(std::slice::from_ref(block), out),
            Block::Code { text, .. } => out.push_str(text.as_str()),
            Block::Expand { title, blocks: inner } => {
                out.push_str(title.as_str());
                out.push('\n');
                blocks(inner, out);
            }
            Block::Rule => {}
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    blocks(&cell.blocks, out);
                }
            }
            Block::Media(files) => files.iter().for_each(|file| media(file, out)),
            Block::Unknown(node) => out.push_str(node.text.as_str()),
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
}

fn tasks(items: &[TaskItem], out: &mut String) {
    for item in items {
        inlines(&item.inlines, out);
        out.push('\n');
        tasks(&item.children, out);
    }
}

fn inlines(line: &[Inline], out: &mut String) {
    for inline in line {
        match inline {
            Inline::Text { text, .. }
            | Inline::Status { text, .. }
            | Inline::Emoji { text, .. } => out.push_str(text.as_str()),
            Inline::Break => out.push('\n'),
            Inline::Mention(mention) => {
                out.push('@');
                out.push_str(mention.name.as_str());
            }
            Inline::Item(reference) => out.push_str(reference.text.as_str()),
            Inline::Media(file) => media(file, out),
            Inline::Date(date) => out.push_str(&date.to_string()),
            Inline::Detailed { inline, .. } => inlines(std::slice::from_ref(inline), out),
            Inline::Unknown(node) => out.push_str(node.text.as_str()),
        }
    }
}

fn media(file: &Media, out: &mut String) {
    out.push_str(file.alt.as_str());
    out.push(' ');
    inlines(&file.caption, out);
}

#[cfg(test)]
mod tests {
    use super::plain_text;
    use crate::richtext::{Block, Document, Inline, Mark, Marks};

    #[test]
    fn words_come_in_reading_order() {
        let document = Document::from(vec![
            Block::Heading { level: 1, inlines: vec![Inline::plain("Title")] },
            Block::Paragraph(vec![
                Inline::plain("one "),
                Inline::marked("two", Marks::of(Mark::Strong)),
            ]),
        ]);
        assert_eq!(plain_text(&document).as_str(), "Title\none two");
    }
}
