//! The default site.

use std::collections::BTreeMap;
use std::time::Duration;

use super::options::{
    Attachments, CustomField, CustomKind, IssueLimits, IssueType, JiraOptions, LinkType, Login,
    Named, Rights, SprintSeed, Status, StatusCategory, Transition, User,
};

impl Default for JiraOptions {
    fn default() -> Self {
        Self {
            site_name: "migrayt-sim".to_owned(),
            project_key: "MIG".to_owned(),
            project_name: "Migration".to_owned(),
            logins: vec![Login {
                email: "admin@example.com".to_owned(),
                token: "jira-simulator-token".to_owned(),
                account_id: "5b10a2844c20165700ede21g".to_owned(),
                rights: Rights::Admin,
            }],
            users: users(),
            unassignable: Vec::new(),
            issue_types: issue_types(),
            statuses: statuses(),
            transitions: transitions(),
            priorities: named(&["Highest", "High", "Medium", "Low", "Lowest"], 1),
            resolutions: named(&["Done", "Won't Do", "Duplicate", "Cannot Reproduce"], 10_000),
            link_types: link_types(),
            custom_fields: custom_fields(),
            screen: screen(),
            type_screens: BTreeMap::new(),
            required: BTreeMap::new(),
            components: vec!["Backend".to_owned(), "Frontend".to_owned()],
            versions: vec!["1.0".to_owned()],
            board_name: "Migration board".to_owned(),
            sprints: vec![
                SprintSeed { name: "Sprint 1".to_owned(), state: "closed".to_owned() },
                SprintSeed { name: "Sprint 2".to_owned(), state: "active".to_owned() },
                SprintSeed { name: "Sprint 3".to_owned(), state: "future".to_owned() },
            ],
            upload_limit: 1 << 30,
            attachments: Attachments::Bytes,
            validate_adf: true,
            check_media: true,
            bulk_limit: 50,
            issue_limits: IssueLimits::default(),
            indexed_properties: Vec::new(),
            parallel_sprints: true,
            media_origin: None,
            search_lag: Duration::ZERO,
            late_commit: None,
            rate_limit: None,
            points: None,
            orphans_go: true,
            grant: None,
            authority: None,
        }
    }
}

fn users() -> Vec<User> {
    let user = |id: &str, name: &str, email: Option<&str>, active: bool| User {
        account_id: id.to_owned(),
        display_name: name.to_owned(),
        email: email.map(str::to_owned),
        active,
    };
    vec![
        user("5b10a2844c20165700ede21g", "Mia Krystof", Some("admin@example.com"), true),
        user("5b10ac8d82e05b22cc7d4ef5", "Emma Richards", Some("emma@example.com"), true),
        user("712020:1f0a8c7e-7f1c-4a55-9a39-0b1f2c3d4e5f", "Noor Aziz", None, true),
        user("557058:2b1c0d9e-0000-4000-8000-3f4e5d6c7b8a", "Jon Former", None, false),
    ]
}

fn issue_types() -> Vec<IssueType> {
    [
        ("10000", "Epic", 1),
        ("10001", "Story", 0),
        ("10002", "Task", 0),
        ("10003", "Sub-task", -1),
        ("10004", "Bug", 0),
    ]
    .into_iter()
    .map(|(id, name, hierarchy_level)| IssueType {
        id: id.to_owned(),
        name: name.to_owned(),
        hierarchy_level,
    })
    .collect()
}

fn statuses() -> Vec<Status> {
    [
        ("10100", "To Do", StatusCategory::ToDo),
        ("10101", "In Progress", StatusCategory::InProgress),
        ("10102", "In Review", StatusCategory::InProgress),
        ("10103", "Done", StatusCategory::Done),
    ]
    .into_iter()
    .map(|(id, name, category)| Status { id: id.to_owned(), name: name.to_owned(), category })
    .collect()
}

/// No step leads from "To Do" to "In Review" or "Done": those are reached over "In Progress".
fn transitions() -> Vec<Transition> {
    let step = |id: &str, name: &str, from: &[&str], to: &str| Transition {
        id: id.to_owned(),
        name: name.to_owned(),
        from: from.iter().map(|&name| name.to_owned()).collect(),
        to: to.to_owned(),
    };
    vec![
        step("11", "Reopen", &[], "To Do"),
        step("21", "Start work", &["To Do", "In Review"], "In Progress"),
        step("31", "Ask for review", &["In Progress"], "In Review"),
        step("41", "Finish", &["In Progress", "In Review"], "Done"),
    ]
}

fn named(names: &[&str], first: u32) -> Vec<Named> {
    (first..)
        .zip(names)
        .map(|(id, &name)| Named { id: id.to_string(), name: name.to_owned() })
        .collect()
}

fn link_types() -> Vec<LinkType> {
    [
        ("10000", "Blocks", "is blocked by", "blocks"),
        ("10001", "Cloners", "is cloned by", "clones"),
        ("10002", "Duplicate", "is duplicated by", "duplicates"),
        ("10003", "Relates", "relates to", "relates to"),
    ]
    .into_iter()
    .map(|(id, name, inward, outward)| LinkType {
        id: id.to_owned(),
        name: name.to_owned(),
        inward: inward.to_owned(),
        outward: outward.to_owned(),
    })
    .collect()
}

fn custom_fields() -> Vec<CustomField> {
    [
        ("customfield_10412", "Story Points", CustomKind::Number, &[][..]),
        ("customfield_10733", "Sprint", CustomKind::Sprint, &[]),
        ("customfield_10518", "Acceptance Criteria", CustomKind::TextArea, &[]),
        (
            "customfield_10651",
            "Severity",
            CustomKind::Select,
            &["1 - Critical", "2 - High", "3 - Medium", "4 - Low"],
        ),
        ("customfield_10652", "Source Id", CustomKind::Text, &[]),
        ("customfield_10653", "Start date", CustomKind::Date, &[]),
        ("customfield_10019", "Rank", CustomKind::Rank, &[]),
    ]
    .into_iter()
    .map(|(id, name, kind, options)| CustomField {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        options: options.iter().map(|&value| value.to_owned()).collect(),
    })
    .collect()
}

fn screen() -> Vec<String> {
    [
        "description",
        "environment",
        "priority",
        "labels",
        "assignee",
        "reporter",
        "components",
        "fixVersions",
        "versions",
        "duedate",
        "timetracking",
        "customfield_10412",
        "customfield_10733",
        "customfield_10518",
        "customfield_10651",
        "customfield_10652",
        "customfield_10653",
    ]
    .map(str::to_owned)
    .to_vec()
}
