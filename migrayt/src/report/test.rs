use migrayt_core::error::ErrorKind;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetKey, TypeId};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{PlanSummary, Refusal, RefusalKind};
use migrayt_core::port::{AccountLine, Closing, KindCounts, PlanAccount, RunCounts};
use time::macros::datetime;

use super::{
    Cause, ItemLine, Outcome, Outcomes, People, Places, Report, Tally, Titles, TypeLine, VERSION,
    Why,
};
use crate::people::{Group, How};
use crate::verify::Verification;

fn outcomes(migrated: u64, partial: u64, failed: u64, skipped: u64) -> Outcomes {
    let scanned = migrated + partial + failed + skipped;
    Outcomes { scanned, migrated, partial, failed, skipped, open: 0, found_made: 3 }
}

fn types() -> Vec<TypeLine> {
    let line = |name: &str, target: Option<&str>, target_level, outcomes| TypeLine {
        type_id: TypeId::new(name),
        name: name.into(),
        level: None,
        target: target.map(str::to_owned),
        target_level,
        outcomes,
    };
    vec![
        line("Epic", Some("Epic"), Some(1), outcomes(42, 0, 0, 0)),
        line("Feature", Some("Epic"), Some(1), outcomes(86, 1, 0, 0)),
        line("User Story", Some("Story"), Some(0), outcomes(2_845, 0, 2, 0)),
        line("Bug", Some("Bug"), Some(0), outcomes(991, 1, 0, 0)),
        line("Impediment", None, None, outcomes(0, 0, 0, 7)),
    ]
}

fn tally() -> Tally {
    let cause = |operation, why| Cause { operation, why };
    let lost = cause(OperationKind::Attach, Why::Failed(ErrorKind::DataCorrupt));
    let refused = cause(OperationKind::Create, Why::Failed(ErrorKind::InputInvalid));
    let unmapped = cause(OperationKind::Create, Why::Refused(RefusalKind::TypeUnmapped));
    let item = |id: &str, target: Option<&str>, outcome, cause| ItemLine {
        item: ItemId::new(id),
        type_id: TypeId::new("Bug"),
        target: target.map(TargetKey::new),
        outcome,
        causes: vec![cause],
    };
    Tally {
        outcomes: outcomes(3_964, 2, 2, 7),
        types: types(),
        causes: vec![(refused, 2), (unmapped, 7), (lost, 2)],
        unfinished: vec![
            item("17", Some("SHOP-17"), Outcome::Partial, lost),
            item("18", None, Outcome::Failed, refused),
            item("19", None, Outcome::Skipped, unmapped),
        ],
        doubts: 1,
        doubtful: vec![OperationKey::part(ItemId::new("20"), OperationKind::Comment, "7")],
    }
}

/// What verification found, as an earlier report has it at rest.
fn verification() -> Verification {
    serde_json::from_value(serde_json::json!({
        "items": 3975, "matched": 3963, "missing": 2, "mismatches": 1, "duplicates": 1, "drifted": 1,
        "refused": 7, "gone": 0, "attachment_bytes": 4_200_000_000_u64,
        "checks": [
            { "aspect": "type", "name": "Bug", "planned": 992, "found": 991 },
            { "aspect": "state", "name": "Done", "planned": 700, "found": 699 },
            { "aspect": "comment", "name": "", "planned": 8302, "found": 8302 },
        ],
        "kinds": [["item_missing", 2], ["item_duplicate", 1], ["field_differs", 1]],
        "differences": [
            { "item": "18", "target": null, "kind": "item_missing", "place": null },
            { "item": "21", "target": "SHOP-21", "kind": "field_differs", "place": "summary" },
        ],
    }))
    .unwrap()
}

fn report() -> Report {
    let line = |code: &str, field: &str, count| AccountLine {
        code: code.into(),
        field: field.into(),
        operations: count,
        count,
    };
    let counts = |planned, failed| KindCounts {
        planned,
        done: planned - failed,
        failed,
        ..KindCounts::default()
    };
    Report {
        version: VERSION,
        written_by: "migrayt 0.0.0".into(),
        written_at: datetime!(2026-11-28 9:00 UTC),
        source: "azure-devops:fabrikam/Shop".into(),
        target: "jira:fabrikam/SHOP".into(),
        places: Places {
            source: Some("https://dev.azure.com/fabrikam/Shop/_workitems/edit/".into()),
            target: Some("https://fabrikam.atlassian.net/browse/".into()),
        },
        plan: PlanId::from_bits(1),
        planned: PlanSummary { items: 3_975, creates: 3_968, ..PlanSummary::default() },
        account: PlanAccount {
            losses: vec![
                line("author_in_text", "", 8_302),
                line("parent_as_link", "parent", 42),
                line("person_unknown", "assignee", 12),
            ],
            refusals: vec![line("type_unmapped", "", 7)],
            refused: vec![(ItemId::new("19"), Refusal::of(RefusalKind::TypeUnmapped))],
        },
        tally: tally(),
        people: Some(People {
            found: 40,
            matched: 37,
            unmatched: 3,
            unassignable: 1,
            groups: vec![
                Group { how: How::Address, people: 37, used: 400 },
                Group { how: How::NoAccount, people: 3, used: 12 },
            ],
        }),
        run: Some(RunId::from_bits(1)),
        closing: Some(Closing::Completed),
        counts: Some(RunCounts {
            kinds: vec![
                (OperationKind::Create, counts(3_968, 2)),
                (OperationKind::Attach, counts(891, 2)),
                (OperationKind::Comment, counts(8_302, 0)),
                (OperationKind::Transition, counts(3_000, 0)),
                (OperationKind::Link, counts(1_204, 0)),
            ],
        }),
        ledger: None,
        verification: Some(verification()),
    }
}

#[test]
fn the_page_has_its_shape() {
    insta::assert_snapshot!("page", report().to_html(&Titles::default()));
}

#[test]
fn the_json_has_its_shape() {
    let json = serde_json::to_string_pretty(&report()).unwrap();
    insta::assert_snapshot!("json", json);
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report());
}

#[test]
fn what_people_wrote_is_escaped() {
    let mut report = report();
    report.tally.types[0].name = "<script>alert(1)</script>".into();
    let mut titles = Titles::default();
    titles.extend([(ItemId::new("17"), "\"><img src=x>".into())]);
    let page = report.to_html(&titles);
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(page.contains("&quot;&gt;&lt;img src=x&gt;"));
    assert!(!serde_json::to_string(&report).unwrap().contains("img src"));
}

#[test]
fn a_report_of_the_first_version_can_be_read() {
    let earlier: Report =
        serde_json::from_str(include_str!("../../tests/fixtures/report-1.json")).unwrap();
    assert_eq!((earlier.version, earlier.tally, earlier.people), (1, Tally::default(), None));
    let found = earlier.verification.unwrap();
    assert_eq!((found.items, found.matched, found.differences.len()), (3, 2, 1));
}
