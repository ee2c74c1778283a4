use std::collections::BTreeMap;

use migrayt_core::operation::OperationKind;
use migrayt_core::port::{LedgerRow, OutcomeState};
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{IssueView, Jira};
use serde_json::Value;

use crate::tally::Tally;

/// Compares the simulated trackers with each other: it reads their state, not their answers.
pub(super) fn compare(
    source: &AzureDevOps,
    target: &Jira,
    ledger: &[LedgerRow],
    tally: &mut Tally,
    faults: &mut Vec<String>,
) {
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
            tally.duplicate += u64::try_from(standing - 1).unwrap_or(u64::MAX);
            faults.push(format!("{id}: stands {standing} times"));
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
        let issue = issues.get(row.key.item.as_str()).and_then(|issues| issues.first());
        let (Some(issue), true) = (issue, done) else { continue };
        if let Some(booked) = &row.target
            && booked.key.as_str() != issue.key
        {
            tally.wrong += 1;
            faults.push(format!("{}: the journal names another issue", row.key));
        }
        if row.key.kind == OperationKind::Comment {
            let parts = issue.comments.iter().filter_map(|comment| part(&comment.properties));
            count(parts.filter(|part| *part == row.key.part).count(), row, tally, faults);
        }
    }
    for (item, issues) in &issues {
        let Some(issue) = issues.first() else { continue };
        let planned = |row: &&LedgerRow| {
            row.key.item.as_str() == item
                && row.key.kind == OperationKind::Attach
                && matches!(row.state, Some(OutcomeState::Done | OutcomeState::Adopted))
        };
        let files = ledger.iter().filter(planned).count();
        if issue.attachments.len() != files {
            let twice = issue.attachments.len() > files;
            *(if twice { &mut tally.duplicate } else { &mut tally.lost }) += 1;
            faults.push(format!("{item}: {} files of {files}", issue.attachments.len()));
        }
    }
}

fn count(standing: usize, row: &LedgerRow, tally: &mut Tally, faults: &mut Vec<String>) {
    if standing == 1 {
        return;
    }
    *(if standing == 0 { &mut tally.lost } else { &mut tally.duplicate }) += 1;
    faults.push(format!("{}: stands {standing} times", row.key));
}

/// The item that a marker names.
fn marked(properties: &BTreeMap<String, Value>) -> Option<String> {
    properties.get("migrayt")?.get("id")?.as_str().map(str::to_owned)
}

/// The part that a marker names.
fn part(properties: &BTreeMap<String, Value>) -> Option<String> {
    properties.get("migrayt")?.get("part")?.as_str().map(str::to_owned)
}
