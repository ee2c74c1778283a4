use migrayt_core::catalog::{Catalog, Field, FieldKind, WorkType};
use migrayt_core::id::{FieldId, TypeId};
use migrayt_core::operation::Action;
use migrayt_core::port::{Mapper as _, Preparation};
use migrayt_core::value::Value;
use migrayt_mapping::document::{FieldRule, Review, TypeRule};
use time::macros::{date, datetime};

use crate::items::{Outlines, compiled, item, proposed, set};
use crate::{jira, process};

/// The proposal without what was suggested and not accepted.
fn rules(process: &str) -> String {
    let mut document = proposed(&process::catalog(process), &jira::catalog());
    document.review = Review::default();
    document.to_toml().unwrap()
}

#[test]
fn each_process_has_its_proposal() {
    for process in ["Agile", "Scrum", "CMMI", "Basic"] {
        insta::assert_snapshot!(format!("proposal_{process}"), rules(process));
    }
}

#[test]
fn every_type_and_state_of_the_processes_has_a_rule() {
    for process in ["Agile", "Scrum", "CMMI", "Basic"] {
        let source = process::catalog(process);
        let document = proposed(&source, &jira::catalog());
        for work_type in &source.types {
            assert!(document.types.contains_key(&work_type.name), "{process} {}", work_type.name);
            for state in &work_type.states {
                let ruled = document.states[&work_type.name].contains_key(&state.name);
                assert!(ruled, "{process} {} {}", work_type.name, state.name);
            }
        }
        assert!(document.options.default_link.is_some());
    }
}

#[test]
fn what_is_missing_in_the_target_is_prepared_with_names_that_it_takes() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mapper = compiled(proposed(&source, &target), &source, &target);
    let made: Vec<_> =
        mapper.preparations().into_iter().map(|Preparation { name, .. }| name).collect();
    assert_eq!(made, ["Web", "Checkout", "Sprint of the middle of March"]);
    let mut long: Catalog = source;
    for node in &mut long.nodes {
        if node.name.starts_with("Sprint of") {
            node.name.push_str(" and of its end");
            node.id = format!("Shop\\{}", node.name).as_str().into();
        }
    }
    let mapper = compiled(proposed(&long, &target), &long, &target);
    let made = mapper.preparations();
    assert!(made.iter().all(|it| it.name.chars().count() <= 30), "{made:?}");
}

#[test]
fn epics_rise_where_the_target_has_a_level_above_them() {
    let (source, mut target) = (process::catalog("Agile"), jira::catalog());
    let mut above = WorkType::new(TypeId::new("10009"), "Initiative");
    above.level = Some(2);
    target.types.insert(0, above);
    let document = proposed(&source, &target);
    assert_eq!(document.types["Epic"], TypeRule::To("Initiative".into()));
    assert_eq!(document.types["Feature"], TypeRule::To("Epic".into()));
    let mapper = compiled(document, &source, &target);
    assert_eq!(mapper.target_type(&"Epic".into()), Some(("10009".into(), Some(2))));
}

#[test]
fn the_surest_of_several_fields_comes_first_and_the_others_fill_what_it_leaves_empty() {
    let (mut source, target) = (process::catalog("Agile"), jira::catalog());
    let deadline = Field::new(FieldId::new("Custom.Deadline"), "Deadline", FieldKind::Instant);
    source.fields.push(deadline);
    let document = proposed(&source, &target);
    let due = |rule: fn(String) -> FieldRule| rule("duedate".into());
    assert_eq!(document.fields["Microsoft.VSTS.Scheduling.DueDate"], due(FieldRule::Copy));
    assert_eq!(
        document.fields["Microsoft.VSTS.Scheduling.TargetDate"],
        due(FieldRule::CopyIfEmpty)
    );
    assert_eq!(document.fields["Custom.Deadline"], due(FieldRule::CopyIfEmpty));
    let rules = compiled(document, &source, &target);
    let day = |due: Option<Value>| {
        let mut item = item("1", "Issue", "Active", "Late");
        set(&mut item, "Custom.Deadline", Value::Instant(datetime!(2024-04-02 17:00 UTC)));
        if let Some(due) = due {
            set(&mut item, "Microsoft.VSTS.Scheduling.DueDate", due);
        }
        let mapped = rules.map(&item, &Outlines::default()).unwrap();
        let Action::Create(new) = &mapped.commands[0].action else { panic!("{mapped:?}") };
        new.fields.iter().find(|(id, _)| id.as_str() == "duedate").map(|(_, value)| value.clone())
    };
    assert_eq!(day(None), Some(Value::Date(date!(2024 - 04 - 02))));
    let other = Value::Date(date!(2024 - 05 - 01));
    assert_eq!(day(Some(other.clone())), Some(other));
}
