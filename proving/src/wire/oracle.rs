use std::collections::BTreeMap;

use migrayt_core::operation::OperationKind;
use migrayt_core::port::{LedgerRow, OutcomeState};
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{IssueView, Jira};
use serde_json::Value;

use crate::tally::Tally;

/// Compares the simulated trackers with each other: it reads their state, not their answers. Says
/// how many items, comments and files stand beside the first of each.
pub(super) fn compare(
    source: &AzureDevOps,
    target: &Jira,
    ledger: &[LedgerRow],
    tally: &mut Tally,
    faults: &mut Vec<String>,
) -> u64 {
    let mut twice = 0;
    let mut issues: BTreeMap<String, Vec<IssueView>> = BTreeMap::new();
    for issue in target.issues() {
        if let Some(id) = marked(&issue.properties) {
            issues.entry(id).or_default().push(issue);
        }
    }
    for id in source.ids() {
        let standing = issues.get(&id.to_string()).map_or(0, Vec::len);
        if standing == 0 {
            tally.lost += 1;
            faults.push(format!("{id}: does not stand"));
        } else if standing > 1 {
            twice += u64::try_from(standing - 1).unwrap_or(u64::MAX);
        }
    }
    for row in ledger {
        tally.operations += 1;
        let done = matches!(row.state, Some(OutcomeState::Done | OutcomeState::Adopted));
        if row.in_doubt || row.state.is_none() {
            tally.lost += 1;
            faults.push(format!("{}: neither done nor given up", row.key));
        }
        tally.given_up += u64::from(row.state.is_some() && !done);
        let standing = issues.get(row.key.item.as_str()).map_or(&[][..], Vec::as_slice);
        if let Some(booked) = &row.target
            && !standing.iter().any(|issue| issue.key == booked.key.as_str())
        {
            tally.wrong += 1;
            faults.push(format!("{}: the journal names another issue", row.key));
        }
        let (Some(issue), true) = (booked(row.key.item.as_str(), standing, ledger), done) else {
            continue;
        };
        if row.key.kind == OperationKind::Comment {
            let parts = issue.comments.iter().filter_map(|comment| part(&comment.properties));
            let standing = parts.filter(|part| *part == row.key.part).count();
            if standing == 0 {
                tally.lost += 1;
                faults.push(format!("{}: does not stand", row.key));
            }
            twice += u64::try_from(standing.saturating_sub(1)).unwrap_or(u64::MAX);
        }
    }
    for (item, issues) in &issues {
        let Some(issue) = booked(item, issues, ledger) else { continue };
        let planned = |row: &&LedgerRow| {
            row.key.item.as_str() == item
                && row.key.kind == OperationKind::Attach
                && matches!(row.state, Some(OutcomeState::Done | OutcomeState::Adopted))
        };
        let files = ledger.iter().filter(planned).count();
        let standing = issue.attachments.len();
        if standing < files {
            tally.lost += 1;
            faults.push(format!("{item}: {standing} files of {files}"));
        }
        twice += u64::try_from(standing.saturating_sub(files)).unwrap_or(u64::MAX);
    }
    twice
}

/// The issue of an item that the journal names, or the first one.
fn booked<'a>(
    item: &str,
    standing: &'a [IssueView],
    ledger: &[LedgerRow],
) -> Option<&'a IssueView> {
    let create =
        |row: &&LedgerRow| row.key.kind == OperationKind::Create && row.key.item.as_str() == item;
    let key = ledger.iter().find(create).and_then(|row| row.target.as_ref());
    let named = standing.iter().find(|issue| key.is_some_and(|it| it.key.as_str() == issue.key));
    named.or_else(|| standing.first())
}

/// The item that a marker names.
fn marked(properties: &BTreeMap<String, Value>) -> Option<String> {
    properties.get("migrayt")?.get("id")?.as_str().map(str::to_owned)
}

/// The part that a marker names.
fn part(properties: &BTreeMap<String, Value>) -> Option<String> {
    properties.get("migrayt")?.get("part")?.as_str().map(str::to_owned)
}
