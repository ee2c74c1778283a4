/// The usual counterparts of a type, the likeliest first: of the process templates Basic, Agile,
/// Scrum and CMMI in Jira, and of Jira's types in each of them.
pub fn types(source: &str) -> &'static [&'static str] {
    const STORY: &[&str] =
        &["Story", "User Story", "Product Backlog Item", "Requirement", "Issue", "Task"];
    match source.to_lowercase().as_str() {
        "epic" | "initiative" | "legend" => &["Epic"],
        "feature" => &["Feature", "Epic"],
        "user story"
        | "product backlog item"
        | "requirement"
        | "story"
        | "experience"
        | "improvement"
        | "new feature"
        | "enhancement" => STORY,
        "task" => &["Task"],
        "bug" | "defect" | "incident" | "problem" => &["Bug", "Issue", "Task"],
        "sub-task" | "subtask" => &["Sub-task", "Subtask", "Task"],
        "test case" | "test plan" | "test suite" => &["Test", "Task"],
        "issue"
        | "impediment"
        | "risk"
        | "change request"
        | "review"
        | "shared steps"
        | "shared parameter"
        | "code review request"
        | "code review response"
        | "feedback request"
        | "feedback response"
        | "spike"
        | "technical task"
        | "support"
        | "service request" => &["Task", "Issue"],
        _ => &[],
    }
}

/// Whether items of a type usually lie below one of another type, as tasks below a story, so that
/// they fit a target's sub-tasks.
pub fn below_parent(source: &str) -> bool {
    matches!(source.to_lowercase().as_str(), "task" | "sub-task" | "subtask" | "technical task")
}
