//! Test steps, which Azure DevOps keeps as XML, as a numbered list.

use migrayt_core::Content;
use migrayt_core::id::ItemId;
use migrayt_core::richtext::{Block, Document, Inline, ItemReference, ListItem, Mark, Marks};
use migrayt_markup::{Loss, Reading, html};

use super::xml::{self, Element};

/// The field that holds them.
pub(super) const FIELD: &str = "Microsoft.VSTS.TCM.Steps";

/// Reads steps: each an item of the list, with what is expected below what is done, and a
/// reference where steps are shared. `None` if the text is not the XML that we know.
pub(super) fn read(text: &Content<String>) -> Option<Reading> {
    let root = xml::read(text.as_str()).filter(|root| root.name == "steps")?;
    let mut reader = Reader::default();
    reader.walk(&root);
    let Reader { items, losses } = reader;
    let blocks =
        if items.is_empty() { Vec::new() } else { vec![Block::OrderedList { start: 1, items }] };
    Some(Reading { document: Document::from(blocks), losses })
}

#[derive(Default)]
struct Reader {
    items: Vec<ListItem>,
    losses: Vec<Loss>,
}

impl Reader {
    fn walk(&mut self, parent: &Element) {
        for child in &parent.children {
            match child.name.as_str() {
                "step" => self.step(child),
                // Steps that follow shared steps stand inside their element.
                "compref" => {
                    self.shared(child);
                    self.walk(child);
                }
                _ => {}
            }
        }
    }

    fn step(&mut self, step: &Element) {
        let mut texts = step.children.iter().filter(|child| child.name == "parameterizedString");
        let mut blocks = texts.next().map(|text| self.blocks(text)).unwrap_or_default();
        let expected = texts.next().map(|text| self.blocks(text)).unwrap_or_default();
        if blocks.is_empty() && expected.is_empty() {
            return;
        }
        if !expected.is_empty() {
            blocks.push(Block::Paragraph(vec![Inline::marked(
                "Expected result:",
                Marks::of(Mark::Strong),
            )]));
            blocks.extend(expected);
        }
        self.items.push(blocks.into());
    }

    fn shared(&mut self, reference: &Element) {
        let Some(id) = reference.attribute("ref").filter(|id| id.parse::<u64>().is_ok()) else {
            return;
        };
        let item = Inline::Item(ItemReference {
            item: ItemId::new(id),
            text: Content::text(format!("#{id}")),
            href: None,
        });
        let blocks = vec![Block::Paragraph(vec![Inline::plain("Shared steps "), item])];
        self.items.push(blocks.into());
    }

    /// A text is HTML, whatever `isformatted` says: plain texts hold no tags.
    fn blocks(&mut self, text: &Element) -> Vec<Block> {
        let reading = html::read(&text.text);
        self.losses.extend(reading.losses);
        reading.document.blocks
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::Content;
    use migrayt_core::richtext::{Block, Inline, plain_text};

    use super::read;

    #[test]
    fn steps_become_a_list() {
        let text = Content::text(
            "<steps id=\"0\" last=\"4\"><step id=\"2\" type=\"ValidateStep\">\
             <parameterizedString isformatted=\"true\">&lt;DIV&gt;&lt;P&gt;Open &lt;B&gt;it&lt;/B&gt;&lt;/P&gt;&lt;/DIV&gt;</parameterizedString>\
             <parameterizedString isformatted=\"true\">&lt;P&gt;It opens&lt;/P&gt;</parameterizedString><description/></step>\
             <compref id=\"3\" ref=\"123\"><step id=\"4\" type=\"ActionStep\">\
             <parameterizedString isformatted=\"true\">Close</parameterizedString>\
             <parameterizedString isformatted=\"true\">&lt;DIV/&gt;</parameterizedString></step></compref></steps>",
        );
        let reading = read(&text).unwrap();
        assert_eq!(
            plain_text(&reading.document).as_str(),
            "Open it\nExpected result:\nIt opens\nShared steps #123\nClose"
        );
        let [Block::OrderedList { start: 1, items }] = reading.document.blocks.as_slice() else {
            panic!("steps are one list")
        };
        assert_eq!(items.len(), 3);
        let [Block::Paragraph(line)] = items[1].blocks.as_slice() else { panic!("one line") };
        assert!(matches!(&line[1], Inline::Item(item) if item.item.as_str() == "123"));
    }

    #[test]
    fn no_steps_are_no_blocks_and_other_texts_are_not_steps() {
        assert!(read(&"<steps id=\"0\" last=\"0\"/>".into()).unwrap().document.is_empty());
        assert!(read(&"<p>not steps</p>".into()).is_none());
        assert!(read(&"words".into()).is_none());
    }
}
