use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::catalog::FieldKind;
use migrayt_core::id::{FieldId, NodeId};
use migrayt_core::operation::{Action, Command};
use migrayt_core::port::Mapper as _;
use migrayt_core::richtext::plain_text;
use migrayt_core::richtext::{Block, Cell, Inline, ListItem, Mention, Row, Table};
use migrayt_core::value::Value;
use migrayt_mapping::document::{FieldRule, OtherFields};
use proptest::prelude::*;

use crate::items::{Outlines, compiled, item, person, proposed};
use crate::{jira, process, shape};

/// Words that no text of ours has, each once.
#[derive(Default)]
struct Words(u32);

impl Words {
    fn fresh(&mut self) -> String {
        self.0 += 1;
        format!("wörd{}x", self.0)
    }
}

/// A value of a kind with fresh words, in one of a few shapes.
fn value(kind: FieldKind, shape: u8, words: &mut Words) -> Value {
    match kind {
        FieldKind::Text => Value::text(format!("{} {}", words.fresh(), words.fresh())),
        FieldKind::Choice => Value::Choice(words.fresh().into()),
        FieldKind::Labels => {
            let list = (0..=shape % 3).map(|_| Value::text(words.fresh()));
            Value::Many(list.collect())
        }
        FieldKind::Node => Value::Node(NodeId::new(format!("Shop\\{}", words.fresh()))),
        FieldKind::Person => Value::Person(person(&words.fresh(), &words.fresh(), None)),
        FieldKind::RichText => Value::rich(vec![blocks(shape, words)].into()),
        _ => Value::Opaque(words.fresh().into()),
    }
}

fn blocks(shape: u8, words: &mut Words) -> Block {
    let mention = Mention { person: "nobody".into(), name: words.fresh().into(), resolved: false };
    let line = vec![Inline::plain(words.fresh()), Inline::Mention(mention), Inline::Break];
    let paragraph = Block::Paragraph(line);
    match shape % 4 {
        0 => paragraph,
        1 => Block::BulletList(vec![ListItem::from(vec![paragraph])]),
        2 => Block::Quote(vec![paragraph]),
        _ => {
            let row = Row::from(vec![Cell::new(false, vec![paragraph])]);
            Block::Table(Table::from(vec![row]))
        }
    }
}

/// The words that were put into a value.
fn words_in(value: &Value) -> String {
    match value {
        Value::RichText(document) => plain_text(document.expose()).into_inner(),
        Value::Many(list) => list.iter().map(words_in).collect::<Vec<_>>().join(" "),
        // The id is no word that people see.
        Value::Person(person) => person.name.as_str().to_owned(),
        other => other.as_text().unwrap_or_default().to_owned(),
    }
}

fn words_of(command: &Command) -> String {
    let Action::Create(new) = &command.action else { panic!("a creation") };
    new.fields.iter().map(|(_, value)| words_in(value)).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Every word of every field is in the creation, or its field is named in a loss; as long as
    /// the document keeps what has no place of its own, every word is there in any case.
    #[test]
    fn every_word_is_carried_or_named(
        process in prop::sample::select(vec!["Agile", "Scrum", "CMMI", "Basic"]),
        shapes in prop::collection::vec(any::<u8>(), 30),
        title in 0_usize..120,
        ruled in any::<bool>(),
    ) {
        let (source, target) = (process::catalog(process), jira::catalog());
        let mut document = proposed(&source, &target);
        if !ruled {
            // Without any rule for them, fields are left and each is named.
            document.fields.clear();
            document.options.other_fields = OtherFields::Leave;
        }
        let left: BTreeSet<_> = document.fields.iter()
            .filter(|(_, rule)| **rule == FieldRule::Leave)
            .map(|(field, _)| FieldId::new(field.as_str()))
            .collect();
        let mapper = compiled(document, &source, &target);
        let mut words = Words::default();
        let mut bug = item("7", "Task", "New", "");
        let title: Vec<_> = (0..title).map(|_| words.fresh()).collect();
        bug.title = title.join(" ").into();
        let fields = source.fields.iter().filter(|field| {
            !migrayt_mapping::defaults::is_bookkeeping(field.id.as_str())
        });
        let fields: Vec<_> = fields.collect();
        let mut expected: BTreeMap<FieldId, Vec<String>> = BTreeMap::new();
        for (place, shape) in shapes.iter().enumerate() {
            let field = fields[(place * 7 + usize::from(*shape)) % fields.len()];
            let value = value(field.kind, *shape, &mut words);
            let said = words_in(&value).replace('\\', " ");
            let said = said.split_whitespace().filter(|word| word.contains("wörd"));
            let said = said.map(|word| word.trim_start_matches('@').to_owned()).collect();
            expected.insert(field.id.clone(), said);
            bug.fields.insert(field.id.clone(), value);
        }
        let known = Outlines::of(&[("7", "Task", None)]);
        let mapped = mapper.map(&bug, &known).unwrap();
        let create = &mapped.commands[0];
        let text = words_of(create);
        let lost: BTreeSet<_> = create.losses.iter().filter_map(|it| it.field.clone()).collect();
        for word in &title {
            prop_assert!(text.contains(word.as_str()), "title: {word}");
        }
        for (field, said) in &expected {
            for word in said {
                let there = text.contains(word.as_str());
                let named = lost.contains(field) && (!ruled || left.contains(field));
                prop_assert!(there || named, "{field}: {word}");
            }
        }
        let again = mapper.map(&bug, &known).unwrap();
        prop_assert_eq!(shape::mapped(&mapped), shape::mapped(&again));
    }
}
