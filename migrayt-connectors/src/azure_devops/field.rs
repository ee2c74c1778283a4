use std::collections::BTreeMap;

use migrayt_core::catalog::{FieldKind, FieldRole};
use migrayt_core::id::FieldId;

use super::answers::RawField;
use super::steps;

/// The fields of an organisation by reference name.
#[derive(Clone, Default)]
pub(super) struct Definitions(BTreeMap<String, RawField>);

impl Definitions {
    /// Keeps the fields of work items that we read.
    pub(super) fn new(fields: Vec<RawField>) -> Self {
        let ours = |field: &RawField| {
            let usage = field.usage.as_deref().unwrap_or("workItem");
            !field.is_deleted
                && matches!(usage, "workItem" | "workItemTypeExtension" | "none")
                && !is_omitted(&field.reference_name)
        };
        Self(
            fields
                .into_iter()
                .filter(ours)
                .map(|field| (field.reference_name.clone(), field))
                .collect(),
        )
    }

    /// The fields by reference name, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = &RawField> {
        self.0.values()
    }

    /// What a field holds; `None` for a field that was made since.
    pub(super) fn kind(&self, reference: &str) -> Option<FieldKind> {
        self.0.get(reference).map(kind)
    }
}

/// What a field holds.
pub(super) fn kind(field: &RawField) -> FieldKind {
    let reference = field.reference_name.as_str();
    if reference == "System.Tags" {
        return FieldKind::Labels;
    }
    if reference == steps::FIELD {
        return FieldKind::RichText;
    }
    if OPAQUE.contains(&reference) {
        return FieldKind::Opaque;
    }
    if DAYS.contains(&reference) {
        return FieldKind::Date;
    }
    if field.is_identity {
        return FieldKind::Person;
    }
    match field.kind.to_ascii_lowercase().as_str() {
        "string" if field.is_picklist || CHOICES.contains(&reference) => FieldKind::Choice,
        "string" | "guid" | "plaintext" => FieldKind::Text,
        "pickliststring" => FieldKind::Choice,
        "integer" | "picklistinteger" => FieldKind::Integer,
        "double" | "picklistdouble" => FieldKind::Decimal,
        "datetime" => FieldKind::Instant,
        "html" | "history" => FieldKind::RichText,
        "treepath" => FieldKind::Node,
        "boolean" => FieldKind::Bool,
        "identity" => FieldKind::Person,
        _ => FieldKind::Opaque,
    }
}

/// The part a field plays.
pub(super) fn role(reference: &str) -> Option<FieldRole> {
    let role = match reference {
        "System.Title" => FieldRole::Summary,
        "System.Description" => FieldRole::Description,
        "System.AssignedTo" => FieldRole::Assignee,
        "System.CreatedBy" => FieldRole::Reporter,
        "Microsoft.VSTS.Common.Priority" => FieldRole::Priority,
        "System.Tags" => FieldRole::Labels,
        "System.AreaPath" => FieldRole::Components,
        "System.IterationPath" => FieldRole::Sprint,
        "Microsoft.VSTS.Scheduling.StartDate" => FieldRole::StartDate,
        "Microsoft.VSTS.Scheduling.OriginalEstimate" => FieldRole::OriginalEstimate,
        "Microsoft.VSTS.Scheduling.RemainingWork" => FieldRole::RemainingEstimate,
        "Microsoft.VSTS.TCM.SystemInfo" => FieldRole::Environment,
        _ => return None,
    };
    Some(role)
}

/// The fields that may play a part in different processes; the first that is used plays it.
pub(super) const ALTERNATIVES: [(FieldRole, &[&str]); 2] = [
    (
        FieldRole::StoryPoints,
        &[
            "Microsoft.VSTS.Scheduling.StoryPoints",
            "Microsoft.VSTS.Scheduling.Effort",
            "Microsoft.VSTS.Scheduling.Size",
        ],
    ),
    (
        FieldRole::DueDate,
        &[
            "Microsoft.VSTS.Scheduling.DueDate",
            "Microsoft.VSTS.Scheduling.TargetDate",
            "Microsoft.VSTS.Scheduling.FinishDate",
        ],
    ),
];

/// Whether a field is carried elsewhere in the model, or follows from others.
pub(super) fn is_omitted(reference: &str) -> bool {
    OMITTED.contains(&reference)
        || reference.starts_with("System.AreaLevel")
        || reference.starts_with("System.IterationLevel")
}

/// The field's id in the model.
pub(super) fn id(reference: &str) -> FieldId {
    FieldId::new(reference)
}

const OMITTED: &[&str] = &[
    // In the model's own places.
    "System.Id",
    "System.Rev",
    "System.Parent",
    "System.WorkItemType",
    "System.State",
    "System.TeamProject",
    "System.History",
    "System.CommentCount",
    // Follow from others.
    "System.AreaId",
    "System.IterationId",
    "System.NodeName",
    "System.NodeType",
    "System.Watermark",
    "System.PersonId",
    "System.AuthorizedAs",
    "System.AuthorizedDate",
    "System.RevisedDate",
    "System.AttachedFileCount",
    "System.ExternalLinkCount",
    "System.HyperLinkCount",
    "System.RelatedLinkCount",
    "System.RemoteLinkCount",
    "System.Links.LinkType",
    "System.BISLinks",
    "System.InBackground",
    "System.TFServer",
];

/// Strings whose values come from a list that the process fixes, though they are no picklists.
const CHOICES: &[&str] = &[
    "System.Reason",
    "System.BoardColumn",
    "System.BoardLane",
    "Microsoft.VSTS.Common.Severity",
    "Microsoft.VSTS.Common.Activity",
    "Microsoft.VSTS.Common.Discipline",
    "Microsoft.VSTS.Common.Risk",
    "Microsoft.VSTS.Common.ValueArea",
    "Microsoft.VSTS.Common.Triage",
    "Microsoft.VSTS.Common.Resolution",
    "Microsoft.VSTS.Common.ResolvedReason",
    "Microsoft.VSTS.TCM.AutomationStatus",
    "Microsoft.VSTS.CMMI.TaskType",
    "Microsoft.VSTS.CMMI.RequirementType",
    "Microsoft.VSTS.CMMI.Blocked",
    "Microsoft.VSTS.CMMI.Committed",
    "Microsoft.VSTS.CMMI.Probability",
];

/// Points in time that people pick as days.
const DAYS: &[&str] = &[
    "Microsoft.VSTS.Scheduling.StartDate",
    "Microsoft.VSTS.Scheduling.FinishDate",
    "Microsoft.VSTS.Scheduling.DueDate",
    "Microsoft.VSTS.Scheduling.TargetDate",
];

/// XML of test parameters and their data, of type HTML.
const OPAQUE: &[&str] = &["Microsoft.VSTS.TCM.Parameters", "Microsoft.VSTS.TCM.LocalDataSource"];
