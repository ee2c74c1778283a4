//! Random trees, also such as no reader of this crate makes.

use migrayt_core::richtext::{
    Block, Cell, Document, Format, Inline, ItemReference, Link, ListItem, Mark, Marks, Media,
    MediaOrigin, Mention, PanelKind, Row, StatusColor, Table, TaskItem, UnknownNode, plain_text,
};
use migrayt_markup::adf;
use proptest::prelude::*;

use crate::chance::config;
use crate::oracle::{letters, missing, of_adf};
use crate::schema::assert_valid;

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn every_tree_becomes_a_document_with_every_letter(document in document()) {
        let written = adf::write(&document).value;
        assert_valid(&written, "tree");
        let expected: Vec<String> =
            plain_text(&document).as_str().split_whitespace().map(str::to_owned).collect();
        let lost = missing(&letters(&expected), &letters(&of_adf(&written)));
        prop_assert!(lost.is_empty(), "{:?} {}", lost, written);
        prop_assert!(!written.to_string().contains("\\u0001"));
    }
}

#[test]
fn panels_stand_where_they_may_and_else_their_blocks() {
    let panel = |blocks| Block::Panel { kind: PanelKind::Warning, blocks };
    let inner = || vec![Block::plain("a"), Block::Rule];
    let written = adf::write(&Document::from(vec![panel(inner())]));
    assert_eq!(written.losses, []);
    assert_valid(&written.value, "panel");
    assert_eq!(written.value["content"][0]["attrs"]["panelType"], "warning");

    let nested = adf::write(&Document::from(vec![panel(vec![panel(inner())])]));
    assert_valid(&nested.value, "panel in panel");
    assert_eq!(nested.losses[0].kind.code(), "panel_flattened");
    assert_eq!(nested.value["content"][0], written.value["content"][0]);
}

/// A random document.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    prop::collection::vec(block(), 0..4).prop_map(Document::from)
}

fn block() -> BoxedStrategy<Block> {
    let leaf = prop_oneof![
        4 => line().prop_map(Block::Paragraph),
        1 => (0_u8..9, line()).prop_map(|(level, inlines)| Block::Heading { level, inlines }),
        1 => (prop::option::of("[a-z]{0,3}"), word())
            .prop_map(|(language, text)| Block::Code { language, text: text.into() }),
        1 => Just(Block::Rule),
        1 => prop::collection::vec(media(), 0..3).prop_map(Block::Media),
        1 => word().prop_map(|text| {
            Block::Unknown(UnknownNode { format: Format::Wiki, raw: "x".into(), text: text.into() })
        }),
    ];
    leaf.prop_recursive(5, 30, 4, |inner| {
        let some = prop::collection::vec(inner, 0..4);
        let items = prop::collection::vec(some.clone().prop_map(ListItem::from), 0..3);
        prop_oneof![
            items.clone().prop_map(Block::BulletList),
            (0_u64..5, items).prop_map(|(start, items)| Block::OrderedList { start, items }),
            tasks().prop_map(Block::TaskList),
            tasks().prop_map(Block::DecisionList),
            some.clone().prop_map(Block::Quote),
            (panel(), some.clone()).prop_map(|(kind, blocks)| Block::Panel { kind, blocks }),
            (word(), some.clone())
                .prop_map(|(title, blocks)| Block::Expand { title: title.into(), blocks }),
            table(some.boxed()).prop_map(Block::Table),
        ]
    })
    .boxed()
}

fn table(blocks: BoxedStrategy<Vec<Block>>) -> impl Strategy<Value = Table> {
    let cell =
        (any::<bool>(), 0_u32..4, 0_u32..4, blocks).prop_map(|(heading, columns, rows, blocks)| {
            Cell {
                columns,
                rows,
                background: heading.then_some([1, 2, 3]),
                ..Cell::new(heading, blocks)
            }
        });
    let row = prop::collection::vec(cell, 0..3).prop_map(Row::from);
    prop::collection::vec(row, 0..3).prop_map(Table::from)
}

fn tasks() -> impl Strategy<Value = Vec<TaskItem>> {
    let task = |children: BoxedStrategy<Vec<TaskItem>>| {
        (any::<bool>(), line(), children).prop_map(|(done, inlines, children)| TaskItem {
            done,
            inlines,
            children,
            details: None,
        })
    };
    let below = prop::collection::vec(task(Just(Vec::new()).boxed()), 0..3).boxed();
    prop::collection::vec(task(below), 0..3)
}

fn panel() -> impl Strategy<Value = PanelKind> {
    prop::sample::select(&[PanelKind::Info, PanelKind::Note, PanelKind::Error][..])
}

fn word() -> impl Strategy<Value = String> {
    "[a-c\u{e4} \u{1}\n]{0,4}"
}

fn line() -> BoxedStrategy<Vec<Inline>> {
    let piece = prop_oneof![
        5 => (word(), marks()).prop_map(|(text, marks)| Inline::marked(text, marks)),
        1 => Just(Inline::Break),
        1 => (word(), any::<bool>()).prop_map(|(name, resolved)| {
            Inline::Mention(Mention { person: "5b".into(), name: name.into(), resolved })
        }),
        1 => (word(), any::<bool>()).prop_map(|(text, linked)| {
            let href = linked.then(|| "https://a.example/17".into());
            Inline::Item(ItemReference { item: "17".into(), text: text.into(), href })
        }),
        1 => media().prop_map(Inline::Media),
        1 => word().prop_map(|text| Inline::Status { text: text.into(), color: StatusColor::Red }),
        1 => Just(Inline::Emoji { short_name: ":smile:".to_owned(), text: "\u{1f604}".into() }),
        1 => word().prop_map(|text| {
            Inline::Unknown(UnknownNode { format: Format::Wiki, raw: "x".into(), text: text.into() })
        }),
    ];
    prop::collection::vec(piece, 0..5).boxed()
}

fn marks() -> impl Strategy<Value = Marks> {
    use Mark::{Code, Emphasis, Strike, Strong, Subscript, Superscript, Underline};
    let all = vec![Strong, Emphasis, Underline, Strike, Code, Subscript, Superscript];
    let simple = prop::sample::subsequence(all, 0..=3);
    (simple, any::<bool>(), prop::option::of(any::<[u8; 3]>())).prop_map(
        |(simple, linked, color)| {
            let mut marks = simple.into_iter().fold(Marks::default(), Marks::with);
            marks.color = color;
            marks.background = color;
            if linked { marks.linked(Link::to("https://a.example/")) } else { marks }
        },
    )
}

fn media() -> impl Strategy<Value = Media> {
    let origin = prop_oneof![
        Just(MediaOrigin::Attachment("a".into())),
        Just(MediaOrigin::Named("n.png".into())),
        "[a-z]{0,2}".prop_map(|id| MediaOrigin::Stored {
            id: id.as_str().into(),
            collection: String::new()
        }),
        Just(MediaOrigin::External("https://a.example/x.png".into())),
    ];
    (origin, prop::option::of(1_u32..400)).prop_map(|(origin, width)| Media {
        origin,
        // Shown pictures show no words.
        alt: "".into(),
        width,
        height: width,
        link: width.map(|_| "https://b.example/".into()),
        caption: Vec::new(),
        details: None,
    })
}
