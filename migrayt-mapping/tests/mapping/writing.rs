//! Texts that show files and refer to items.

use migrayt_core::Content;
use migrayt_core::id::{ItemId, PartId};
use migrayt_core::item::{AttachmentRef, Comment, Item};
use migrayt_core::operation::{Action, Command, OperationKind};
use migrayt_core::plan::LossKind;
use migrayt_core::port::Mapper as _;
use migrayt_core::richtext::{
    Block, Document, Inline, ItemReference, Media, MediaOrigin, plain_text,
};
use migrayt_core::value::Value;

use crate::items::{Outlines, compiled, item, proposed, set};
use crate::{jira, process};

fn picture(id: &str) -> Media {
    Media {
        origin: MediaOrigin::Attachment(PartId::new(id)),
        alt: Content::text(format!("{id}.png")),
        width: None,
        height: None,
        link: None,
        caption: vec![Inline::plain("below")],
        details: None,
    }
}

fn reference(id: &str, organization: &str) -> Inline {
    let href = format!("https://dev.azure.com/{organization}/Shop/_workitems/edit/{id}");
    Inline::Item(ItemReference {
        item: ItemId::new(id),
        text: Content::text(format!("#{id}")),
        href: Some(Content::text(href)),
    })
}

fn text() -> Document {
    Document::from(vec![
        Block::Section(vec![Block::Paragraph(vec![
            Inline::plain("after "),
            reference("18", "fabrikam"),
            reference("99", "fabrikam"),
            reference("18", "contoso"),
        ])]),
        Block::Media(vec![picture("a"), picture("nowhere")]),
    ])
}

fn story() -> Item {
    let mut story = item("17", "User Story", "New", "Story");
    set(&mut story, "System.Description", Value::rich(text()));
    story.attachments = vec![AttachmentRef {
        item: story.id.clone(),
        id: PartId::new("a"),
        name: "a.png".into(),
        size: Some(10),
        media_type: None,
        created: None,
        note: None,
    }];
    story.comments = vec![Comment {
        id: PartId::new("5"),
        author: None,
        created: None,
        edited: None,
        body: Content::new(text()),
    }];
    story
}

/// What of a document has no identity before it is made: files by id, references by number.
fn pending(document: &Document) -> Vec<String> {
    use migrayt_core::richtext::Piece;
    let mut found = Vec::new();
    document.visit(&mut |piece| match piece {
        Piece::Media(Media { origin: MediaOrigin::Attachment(id), .. }) => {
            found.push(id.to_string());
        }
        Piece::Inline(Inline::Item(reference)) => {
            let href = reference.href.as_ref().map(Content::as_str).unwrap_or_default();
            found.push(format!("#{} {}", reference.item, href.contains("fabrikam")));
        }
        _ => {}
    });
    found
}

fn count(commands: &[Command], kind: LossKind) -> u32 {
    let losses = commands.iter().flat_map(|command| &command.losses);
    losses.filter(|loss| loss.kind == kind).map(|loss| loss.count).sum()
}

#[test]
fn a_text_is_written_again_once_what_it_names_stands() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let rules = compiled(proposed(&source, &target), &source, &target);
    let known = Outlines::of(&[("17", "User Story", None), ("18", "Task", None)]);
    let commands = rules.map(&story(), &known).unwrap().commands;

    let kinds: Vec<_> = commands.iter().map(|command| command.key.kind).take(4).collect();
    let expected = [
        OperationKind::Create,
        OperationKind::Attach,
        OperationKind::RewriteBody,
        OperationKind::Comment,
    ];
    assert_eq!(kinds, expected);
    let Action::Create(new) = &commands[0].action else { panic!("a creation") };
    let field = new.fields.iter().find(|(field, _)| field.as_str() == "description").unwrap();
    assert_eq!(new.provisional.as_slice(), std::slice::from_ref(&field.0));
    let Value::RichText(first) = &field.1 else { panic!("a text") };
    assert_eq!(pending(first.expose()), [""; 0]);
    let words = plain_text(first.expose());
    for word in ["#18#99#18", "a.png", "nowhere.png", "below"] {
        assert!(words.as_str().contains(word), "{word}: {}", words.as_str());
    }
    let Action::RewriteBody { field, body, before } = &commands[2].action else { panic!("a text") };
    assert_eq!(field.as_str(), "description");
    assert_eq!(pending(body.expose()), ["#18 true", "a"]);
    assert_eq!(before.as_ref(), Some(first));
    let Action::Comment { body, .. } = &commands[3].action else { panic!("a comment") };
    assert_eq!(pending(body.expose()), ["#18 true", "a"]);

    // In the description and in the comment: 99 is not in scope, contoso is somewhere else.
    assert_eq!(count(&commands, LossKind::TextReference), 4);
    assert_eq!(count(&commands, LossKind::TextImage), 2);
}

#[test]
fn pictures_are_named_where_files_are_left_behind() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mut document = proposed(&source, &target);
    document.options.attachments = false;
    let rules = compiled(document, &source, &target);
    let commands = rules.map(&story(), &Outlines::of(&[("17", "User Story", None)])).unwrap();
    let kinds: Vec<_> = commands.commands.iter().map(|command| command.key.kind).collect();
    assert!(!kinds.contains(&OperationKind::RewriteBody), "{kinds:?}");
    assert_eq!(count(&commands.commands, LossKind::TextImage), 4);
    assert_eq!(count(&commands.commands, LossKind::TextReference), 6);
}
