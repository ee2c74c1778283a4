use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::draw::Draw;
use super::sheet::Sheet;

/// Copies are spread over so many moments, nine days apart.
const MOMENTS: usize = 150;

/// Gives an item another state and moves its dates.
pub(super) fn vary(sheet: &mut Sheet, draw: &mut Draw, copy: usize) {
    // The sample has hardly any bugs. Both types have the same states and place.
    if sheet.kind() == "Product Backlog Item" && draw.chance(300) {
        sheet.set("System.WorkItemType", "Bug");
    }
    if draw.chance(750)
        && let Some((state, reason)) = draw.pick(states(sheet.kind()))
    {
        sheet.set("System.State", *state);
        sheet.set("System.Reason", *reason);
    }
    let days = i64::try_from(copy % MOMENTS).unwrap_or_default() * 9;
    for field in ["System.CreatedDate", "System.ChangedDate"] {
        let moved = moment(sheet.text(field)).map(|moment| stamp(moment + Duration::days(days)));
        if let Some(moved) = moved {
            sheet.set(field, moved);
        }
    }
    if matches!(sheet.text("System.State"), "Done" | "Closed") {
        let (closed, by) = (sheet.text("System.ChangedDate"), sheet.text("System.ChangedBy"));
        let (closed, by) = (closed.to_owned(), by.to_owned());
        sheet.set("Microsoft.VSTS.Common.ClosedDate", closed);
        sheet.set("Microsoft.VSTS.Common.ClosedBy", by);
    }
}

/// The states of a type with a usual reason for each.
fn states(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "Epic" | "Feature" => &[
            ("New", "Moved to the backlog"),
            ("In Progress", "Implementation started"),
            ("In Progress", "Implementation started"),
            ("Done", "Work finished"),
        ],
        "Product Backlog Item" | "Bug" => &[
            ("New", "Moved to the backlog"),
            ("Approved", "Approved by the Product Owner"),
            ("Committed", "Commitment made by the team"),
            ("Done", "Work finished"),
            ("Done", "Work finished"),
            ("Removed", "Removed from the backlog"),
        ],
        "User Story" => &[
            ("New", "New"),
            ("Active", "Implementation started"),
            ("Resolved", "Code complete and unit tests pass"),
            ("Closed", "Acceptance tests pass"),
        ],
        "Task" => &[
            ("To Do", "New task"),
            ("In Progress", "Work started"),
            ("Done", "Work finished"),
            ("Done", "Work finished"),
            ("Removed", "Removed from the backlog"),
        ],
        "Test Case" => &[("Design", "New"), ("Ready", "Completed"), ("Closed", "Duplicate")],
        _ => &[],
    }
}

/// The moment that a field names.
pub(super) fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// The moment as fields name it.
pub(super) fn stamp(moment: OffsetDateTime) -> String {
    moment.format(&Rfc3339).unwrap_or_default()
}
