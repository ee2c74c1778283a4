/// The usual counterparts of a state, the likeliest first.
pub fn states(source: &str) -> &'static [&'static str] {
    const TO_DO: &[&str] =
        &["To Do", "Open", "New", "Backlog", "Proposed", "Selected for Development"];
    const READY: &[&str] =
        &["To Do", "Selected for Development", "Approved", "Open", "New", "Proposed"];
    const DOING: &[&str] = &["In Progress", "Active", "Doing", "Committed"];
    const REVIEW: &[&str] = &["In Review", "Review", "Resolved", "In Progress", "Active", "Doing"];
    const DONE: &[&str] = &["Done", "Closed", "Resolved", "Completed"];
    const CANCELLED: &[&str] = &[
        "Cancelled",
        "Canceled",
        "Removed",
        "Won't Do",
        "Won't Fix",
        "Rejected",
        "Closed",
        "Done",
    ];
    const BLOCKED: &[&str] = &["Blocked", "On Hold", "In Progress", "Active", "Doing"];
    match source.to_lowercase().as_str() {
        "new" | "to do" | "todo" | "open" | "reopened" | "proposed" | "requested" | "design" => {
            TO_DO
        }
        "approved" | "ready" | "accepted" | "selected for development" => READY,
        "backlog" => &["Backlog", "To Do", "New", "Proposed"],
        "active" | "in progress" | "committed" | "doing" | "investigating" | "in planning" => DOING,
        "in review" | "testing" | "review" | "in testing" | "in qa" => REVIEW,
        "resolved" | "closed" | "done" | "completed" | "released" => DONE,
        "removed" | "cancelled" | "canceled" | "won't do" | "won't fix" | "rejected"
        | "inactive" => CANCELLED,
        "on hold" | "blocked" => BLOCKED,
        _ => &[],
    }
}
