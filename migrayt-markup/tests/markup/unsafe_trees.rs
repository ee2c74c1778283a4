//! Trees that no reader makes, with addresses that run code: no writer lets them out.

use migrayt_core::richtext::{
    Block, Document, Format, Inline, ItemReference, Link, Marks, Media, MediaOrigin,
};
use migrayt_markup::{LossKind, write};

const CODE: &str = "java\tscript:alert(1)";

fn picture(origin: MediaOrigin, link: Option<&str>) -> Media {
    Media {
        origin,
        alt: "picture".into(),
        width: None,
        height: None,
        link: link.map(Into::into),
        caption: Vec::new(),
        details: None,
    }
}

fn tree() -> Document {
    let shown = MediaOrigin::External("https://a.example/x.png".into());
    Document::from(vec![
        Block::Paragraph(vec![
            Inline::marked("words", Marks::default().linked(Link::to(CODE))),
            Inline::Item(ItemReference {
                item: "17".into(),
                text: "item".into(),
                href: Some(CODE.into()),
            }),
            Inline::Media(picture(MediaOrigin::External(CODE.into()), None)),
        ]),
        Block::Media(vec![picture(MediaOrigin::External(CODE.into()), None)]),
        Block::Media(vec![picture(shown, Some(CODE))]),
    ])
}

#[test]
fn nothing_that_runs_code_is_written_and_the_words_stay() {
    for format in [Format::Html, Format::Markdown, Format::Adf, Format::Wiki] {
        let writing = write(format, &tree()).unwrap();
        let text = writing.value;
        let what = format.name();
        assert!(!text.contains("alert"), "{what}: {text}");
        assert!(text.contains("words") && text.contains("item"), "{what}: {text}");
        let dropped = [LossKind::UnsafeLink, LossKind::LinkNotCarried];
        let told = writing.losses.iter().any(|loss| dropped.contains(&loss.kind));
        assert!(told, "{what}: {:?}", writing.losses);
    }
}
