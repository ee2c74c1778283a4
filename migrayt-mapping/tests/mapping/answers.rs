//! Counts how often the first suggestion is one that a careful person would make: the answers were
//! written by hand (`tests/answers`), and before the suggester was held against them.

mod customs;
mod score;
mod site;
mod table;
mod template;
mod templates;

use migrayt_core::catalog::Catalog;
use migrayt_mapping::MappingDocument;
use migrayt_mapping::document::{FieldRule, TypeRule};
use migrayt_testkit::reference;

use self::score::Score;
use self::table::{Custom, Standard};
use crate::items::proposed;
use crate::process;

/// The least share of right answers, in percent.
const STANDARD: usize = 95;
const CUSTOM: usize = 80;

#[test]
fn first_suggestions_for_standard_types_and_fields_are_right() {
    let Some(folder) = reference::find("data/ado-process-templates/Import") else { return };
    let (answers, site) = (Standard::read(), site::catalog());
    let mut score = Score::default();
    for process in ["Agile", "Scrum", "CMMI"] {
        let source = template::catalog(&folder.join(process), &answers);
        assert!(source.types.len() >= 14 && source.fields.len() >= 60, "{process}");
        let document = proposed(&source, &site);
        for work_type in &source.types {
            let name = work_type.name.as_str();
            score.count(name, &told_type(&document, name), &answers.types[name].right);
        }
        for field in &source.fields {
            let id = field.id.as_str();
            score.count(id, &told_field(&document, id, &site), &answers.fields[id].right);
        }
        let table = &document.values["Microsoft.VSTS.Common.Priority"];
        assert_eq!(table, &answers.values["Microsoft.VSTS.Common.Priority"], "{process}");
    }
    assert!(score.percent() >= STANDARD, "{score}");
    insta::assert_snapshot!("answers_standard", score);
}

#[test]
fn first_suggestions_for_custom_fields_are_right() {
    let (answers, site) = (Custom::read(), site::catalog());
    assert!(answers.fields.len() >= 70);
    let mut score = Score::default();
    for (id, answer) in &answers.fields {
        let mut source = process::catalog("Agile");
        source.fields.push(answer.field(id));
        let document = proposed(&source, &site);
        score.count(id, &told_field(&document, id, &site), &answer.right);
    }
    assert!(score.percent() >= CUSTOM, "{score}");
    insta::assert_snapshot!("answers_custom", score);
}

#[test]
fn every_type_and_field_of_real_items_has_an_answer() {
    let Some(folder) = reference::find("data/ado-demo-generator") else { return };
    let (standard, custom) = (Standard::read(), Custom::read());
    let real = templates::read(&folder);
    assert!(real.types.len() >= 9 && real.fields.len() >= 23, "{real:?}");
    for name in &real.types {
        assert!(standard.types.contains_key(name), "{name}");
    }
    for field in &real.fields {
        let own = customs::is_custom(field);
        let known = if own { custom.has(field) } else { standard.fields.contains_key(field) };
        assert!(known, "{field}");
    }
}

fn told_type(document: &MappingDocument, name: &str) -> String {
    match document.types.get(name) {
        Some(TypeRule::To(to)) => to.clone(),
        Some(TypeRule::ByParent(rule)) => format!("{} below, {} alone", rule.below, rule.alone),
        Some(TypeRule::Leave) => "leave".into(),
        other => format!("{other:?}"),
    }
}

/// The rule as the answers write it. Bookkeeping gets no rule, and is left out.
fn told_field(document: &MappingDocument, id: &str, site: &Catalog) -> String {
    let to = |field: &String| {
        let found = site.fields.iter().find(|one| one.id.as_str() == field);
        found.map_or("a field that is not there", |one| one.name.as_str())
    };
    match document.fields.get(id) {
        Some(FieldRule::Copy(field)) => format!("copy:{}", to(field)),
        Some(FieldRule::CopyIfEmpty(field)) => format!("copy_if_empty:{}", to(field)),
        Some(FieldRule::Day(field)) => format!("day:{}", to(field)),
        Some(FieldRule::Hours(field)) => format!("hours:{}", to(field)),
        Some(FieldRule::Description) => "description".into(),
        Some(FieldRule::Section(_)) => "section".into(),
        Some(FieldRule::Note) => "note".into(),
        Some(FieldRule::Labels) => "labels".into(),
        Some(FieldRule::Label(_)) => "label".into(),
        Some(FieldRule::Area) => "area".into(),
        Some(FieldRule::Iteration) => "iteration".into(),
        Some(FieldRule::Leave) | None => "leave".into(),
        Some(other) => format!("{other:?}"),
    }
}
