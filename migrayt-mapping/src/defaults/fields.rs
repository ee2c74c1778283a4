use migrayt_core::catalog::FieldRole;

/// How a field is usually carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Usual {
    /// To the target's field of a role.
    Role(FieldRole),
    /// To the target's field of a role, unless another field gives it a value.
    RoleIfEmpty(FieldRole),
    /// As the first part of the description.
    Description,
    /// In the description, below a heading.
    Section(&'static str),
    /// As labels.
    Labels,
    /// As an area or component.
    Area,
    /// As an iteration or sprint.
    Iteration,
    /// Not at all.
    Leave,
}

/// How a field is usually carried, by its id or else by its role.
pub fn field(id: &str, role: Option<FieldRole>) -> Option<Usual> {
    by_id(id).or_else(|| by_role(role?))
}

fn by_id(id: &str) -> Option<Usual> {
    Some(match id {
        "System.Description" => Usual::Description,
        "Microsoft.VSTS.Common.AcceptanceCriteria" => Usual::Section("Acceptance Criteria"),
        "Microsoft.VSTS.TCM.ReproSteps" => Usual::Section("Steps to Reproduce"),
        "Microsoft.VSTS.TCM.SystemInfo" | "environment" => Usual::Section("Environment"),
        "Microsoft.VSTS.TCM.Steps" => Usual::Section("Test Steps"),
        "Microsoft.VSTS.Common.Resolution" => Usual::Section("Resolution"),
        "Microsoft.VSTS.CMMI.Symptom" => Usual::Section("Symptom"),
        "Microsoft.VSTS.CMMI.ProposedFix" => Usual::Section("Proposed Fix"),
        "Microsoft.VSTS.CMMI.ImpactAssessmentHtml" => Usual::Section("Impact Assessment"),
        "Microsoft.VSTS.CMMI.Analysis" => Usual::Section("Analysis"),
        "Microsoft.VSTS.CMMI.Justification" => Usual::Section("Justification"),
        "System.AssignedTo" => Usual::Role(FieldRole::Assignee),
        "System.CreatedBy" => Usual::Role(FieldRole::Reporter),
        "Microsoft.VSTS.Common.Priority" => Usual::Role(FieldRole::Priority),
        "Microsoft.VSTS.Scheduling.StoryPoints" => Usual::Role(FieldRole::StoryPoints),
        "Microsoft.VSTS.Scheduling.Effort" | "Microsoft.VSTS.Scheduling.Size" => {
            Usual::RoleIfEmpty(FieldRole::StoryPoints)
        }
        "Microsoft.VSTS.Scheduling.OriginalEstimate" => Usual::Role(FieldRole::OriginalEstimate),
        "Microsoft.VSTS.Scheduling.RemainingWork" => Usual::Role(FieldRole::RemainingEstimate),
        "Microsoft.VSTS.Scheduling.StartDate" => Usual::Role(FieldRole::StartDate),
        "Microsoft.VSTS.Scheduling.DueDate" => Usual::Role(FieldRole::DueDate),
        "Microsoft.VSTS.Scheduling.TargetDate" | "Microsoft.VSTS.Scheduling.FinishDate" => {
            Usual::RoleIfEmpty(FieldRole::DueDate)
        }
        "System.Tags" => Usual::Labels,
        "System.AreaPath" => Usual::Area,
        "System.IterationPath" => Usual::Iteration,
        "Microsoft.VSTS.Common.StackRank" | "Microsoft.VSTS.Common.BacklogPriority" => Usual::Leave,
        _ => return None,
    })
}

fn by_role(role: FieldRole) -> Option<Usual> {
    Some(match role {
        FieldRole::Description => Usual::Description,
        FieldRole::Labels => Usual::Labels,
        FieldRole::Components => Usual::Area,
        FieldRole::Sprint => Usual::Iteration,
        FieldRole::Environment => Usual::Section("Environment"),
        FieldRole::Summary | FieldRole::Parent => return None,
        other => Usual::Role(other),
    })
}
