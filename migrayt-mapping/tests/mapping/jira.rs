//! Catalogs of Jira projects.

use migrayt_core::catalog::{
    Catalog, Field, FieldKind, FieldRole, KnownPerson, LinkType, Node, NodeKind, State,
    StateCategory, WorkType,
};
use migrayt_core::id::{EndpointId, FieldId, LinkTypeId, NodeId, PersonId, StateId, TypeId};
use migrayt_core::operation::OperationKind;
use migrayt_core::port::TargetCapabilities;

use crate::process::key;

/// A company-managed Scrum project with the types and fields that a new site has.
pub(crate) fn catalog() -> Catalog {
    let mut catalog = Catalog::new(EndpointId::new("jira:example/SHOP"));
    let fields = fields();
    let all: Vec<FieldId> = fields.iter().map(|field| field.id.clone()).collect();
    let work_type = |id: &str, name: &str, level| {
        let mut work_type = WorkType::new(TypeId::new(id), name);
        work_type.level = Some(level);
        work_type.states = states();
        work_type.fields.clone_from(&all);
        work_type.required = vec![FieldId::new("summary")];
        if level < 0 {
            work_type.fields.retain(|id| id.as_str() != "customfield_10020");
        }
        work_type
    };
    catalog.types = vec![
        work_type("10000", "Epic", 1),
        work_type("10001", "Story", 0),
        work_type("10002", "Task", 0),
        work_type("10003", "Bug", 0),
        work_type("10004", "Sub-task", -1),
    ];
    catalog.fields = fields;
    catalog.priorities = ["Highest", "High", "Medium", "Low", "Lowest"].map(String::from).to_vec();
    catalog.nodes = vec![
        Node::new(NodeId::new("Api"), "Api", NodeKind::Component),
        Node::new(NodeId::new("17"), "Sprint 1", NodeKind::Sprint),
    ];
    let link = |name: &str, outward: &str, inward: &str| LinkType {
        id: LinkTypeId::new(name),
        name: name.into(),
        outward: outward.into(),
        inward: inward.into(),
        used: None,
    };
    catalog.link_types = vec![
        link("Blocks", "blocks", "is blocked by"),
        link("Cloners", "clones", "is cloned by"),
        link("Duplicate", "duplicates", "is duplicated by"),
        link("Relates", "relates to", "relates to"),
    ];
    let known =
        |id: &str, email, active| KnownPerson::new(PersonId::new(id), email, active, &key());
    catalog.people = vec![
        known("acc-jamal", Some("Jamal@Fabrikam.example"), true),
        known("acc-closed", Some("closed@fabrikam.example"), false),
    ];
    catalog
}

/// What the Jira connector can do.
pub(crate) fn capabilities() -> TargetCapabilities {
    TargetCapabilities::of(vec![
        OperationKind::Create,
        OperationKind::Attach,
        OperationKind::Comment,
        OperationKind::Transition,
        OperationKind::RemoteLink,
        OperationKind::Link,
    ])
}

fn fields() -> Vec<Field> {
    let field = |id: &str, name: &str, kind, role| {
        let mut field = Field::new(FieldId::new(id), name, kind);
        field.role = role;
        field.max_length = match kind {
            FieldKind::Text | FieldKind::Labels => Some(255),
            FieldKind::RichText => Some(32_767),
            _ => None,
        };
        field
    };
    let many = |field: Field| {
        let mut field = field;
        field.many = true;
        field
    };
    let mut priority = field("priority", "Priority", FieldKind::Choice, Some(FieldRole::Priority));
    priority.allowed = ["Highest", "High", "Medium", "Low", "Lowest"].map(String::from).to_vec();
    let mut severity = field("customfield_10050", "Severity", FieldKind::Choice, None);
    severity.allowed =
        ["1 - Critical", "2 - High", "3 - Medium", "4 - Low"].map(String::from).to_vec();
    vec![
        field("summary", "Summary", FieldKind::Text, Some(FieldRole::Summary)),
        field("description", "Description", FieldKind::RichText, Some(FieldRole::Description)),
        field("assignee", "Assignee", FieldKind::Person, Some(FieldRole::Assignee)),
        field("reporter", "Reporter", FieldKind::Person, Some(FieldRole::Reporter)),
        priority,
        many(field("labels", "Labels", FieldKind::Labels, Some(FieldRole::Labels))),
        many(field("components", "Components", FieldKind::Node, Some(FieldRole::Components))),
        field("customfield_10020", "Sprint", FieldKind::Node, Some(FieldRole::Sprint)),
        field(
            "customfield_10016",
            "Story Points",
            FieldKind::Decimal,
            Some(FieldRole::StoryPoints),
        ),
        field("customfield_10015", "Start date", FieldKind::Date, Some(FieldRole::StartDate)),
        field("duedate", "Due date", FieldKind::Date, Some(FieldRole::DueDate)),
        field(
            "timeoriginalestimate",
            "Original estimate",
            FieldKind::Duration,
            Some(FieldRole::OriginalEstimate),
        ),
        field(
            "timeestimate",
            "Remaining estimate",
            FieldKind::Duration,
            Some(FieldRole::RemainingEstimate),
        ),
        severity,
    ]
}

/// Every status of the site's usual workflow.
fn states() -> Vec<State> {
    [
        ("1", "To Do", StateCategory::ToDo),
        ("3", "In Progress", StateCategory::InProgress),
        ("4", "In Review", StateCategory::InProgress),
        ("5", "Done", StateCategory::Done),
        ("6", "Cancelled", StateCategory::Done),
    ]
    .map(|(id, name, category)| State { id: StateId::new(id), name: name.into(), category })
    .to_vec()
}
