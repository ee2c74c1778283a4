use std::collections::BTreeMap;

use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::operation::{Action, OperationKind};
use migrayt_core::plan::{Backlog, LossKind, Outline, RefusalKind};
use migrayt_core::port::{Mapped, Mapper as _};
use migrayt_mapping::Compiled;
use proptest::prelude::*;

use crate::items::{Outlines, compiled, item, proposed};
use crate::{jira, process};

fn agile() -> Compiled {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    compiled(proposed(&source, &target), &source, &target)
}

fn map(rules: &Compiled, known: &Outlines, id: &str) -> Mapped {
    let outline = known.0.get(&ItemId::new(id)).unwrap();
    let mut item = item(id, outline.type_id.as_str(), "New", "An item");
    item.parent.clone_from(&outline.parent);
    rules.map(&item, known).unwrap()
}

fn kinds(mapped: &Mapped) -> Vec<RefusalKind> {
    mapped.refusals.iter().map(|refusal| refusal.kind).collect()
}

#[test]
fn an_unknown_type_is_refused_and_nothing_is_written() {
    let known = Outlines::of(&[("1", "Wombat", None)]);
    let mapped = map(&agile(), &known, "1");
    assert!(mapped.commands.is_empty());
    assert_eq!(kinds(&mapped), [RefusalKind::TypeUnmapped]);
}

#[test]
fn a_task_below_a_story_is_a_sub_task_and_a_lone_one_a_task() {
    let rules = agile();
    let known = Outlines::of(&[
        ("1", "User Story", None),
        ("2", "Task", Some("1")),
        ("3", "Task", None),
        ("4", "Task", Some("9")),
        ("5", "Task", Some("2")),
    ]);
    let of = |id| {
        let mapped = map(&rules, &known, id);
        let Action::Create(new) = &mapped.commands[0].action else { panic!("a creation") };
        let losses: Vec<_> = mapped.losses.iter().map(|loss| loss.kind).collect();
        (new.type_id.to_string(), new.parent.as_ref().map(ToString::to_string), losses)
    };
    assert_eq!(of("2"), ("10004".into(), Some("1".into()), Vec::new()));
    assert_eq!(of("3"), ("10002".into(), None, Vec::new()));
    assert_eq!(of("4"), ("10002".into(), None, vec![LossKind::ParentOutside]));
    assert_eq!(of("5"), ("10002".into(), None, vec![LossKind::ParentAsLink]));
    let linked = map(&rules, &known, "5");
    assert!(linked.commands.iter().any(|it| it.key.kind == OperationKind::Link));
}

#[test]
fn a_circle_of_parents_is_refused_and_what_links_to_it_is_named() {
    let rules = agile();
    let mut known = Outlines::of(&[("1", "Task", Some("2")), ("2", "Task", Some("1"))]);
    known.0.values_mut().for_each(|outline| outline.circular = true);
    assert_eq!(kinds(&map(&rules, &known, "1")), [RefusalKind::CircularParent]);
    let own = Outlines::of(&[("3", "Task", Some("3"))]);
    assert_eq!(kinds(&map(&rules, &own, "3")), [RefusalKind::CircularParent]);
}

/// Sets what sealing an outline sets: which items are their own ancestors, or below such.
fn seal(mut outlines: BTreeMap<ItemId, Outline>) -> Outlines {
    let circular = |start: &ItemId| {
        let mut at = start;
        for _ in 0..=outlines.len() {
            match outlines.get(at).and_then(|outline| outline.parent.as_ref()) {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        true
    };
    let found: Vec<_> = outlines.keys().filter(|id| circular(id)).cloned().collect();
    for id in found {
        outlines.get_mut(&id).unwrap().circular = true;
    }
    Outlines(outlines)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the parents, mapping ends, and every item is made or refused.
    #[test]
    fn every_item_is_made_or_refused(
        list in prop::collection::vec((0_usize..6, prop::option::of(0_usize..9)), 1..9)
    ) {
        const TYPES: [&str; 6] = ["Epic", "Feature", "User Story", "Task", "Bug", "Wombat"];
        let rules = agile();
        let outlines = list.iter().enumerate().map(|(place, (of, parent))| {
            let outline = Outline {
                item: ItemId::new(place.to_string()),
                revision: 1,
                type_id: TypeId::new(TYPES[*of]),
                parent: parent.map(|parent| ItemId::new(parent.to_string())),
                level: 0,
                circular: false,
                backlog: Backlog::default(),
            };
            (outline.item.clone(), outline)
        });
        let known = seal(outlines.collect());
        for (id, outline) in &known.0 {
            let mapped = map(&rules, &known, id.as_str());
            let first = mapped.commands.first().map(|command| command.key.kind);
            if outline.type_id.as_str() == "Wombat" {
                prop_assert_eq!(kinds(&mapped), [RefusalKind::TypeUnmapped]);
            } else {
                prop_assert_eq!(first, Some(OperationKind::Create));
                prop_assert_eq!(outline.circular, kinds(&mapped).contains(&RefusalKind::CircularParent));
            }
            let Some(Action::Create(new)) = mapped.commands.first().map(|it| &it.action) else {
                continue;
            };
            // A parent is held, linked, or named as lost.
            let linked = mapped.commands.iter().any(|it| it.key.kind == OperationKind::Link);
            let named = mapped.losses.iter().any(|loss| loss.kind == LossKind::ParentOutside);
            let carried = new.parent.is_some() || linked || named || outline.circular;
            prop_assert!(outline.parent.is_none() || carried);
        }
    }
}
