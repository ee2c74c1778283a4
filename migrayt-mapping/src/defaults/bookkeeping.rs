use migrayt_core::catalog::{Field, FieldRole};

/// Whether a field is the tracker's own bookkeeping, or carried as something other than a field:
/// the title, the type, the state, the parent, comments and files have their own places, and the
/// author and times of an item stand in the origin note.
///
/// The list is closed. A field outside it that has a value and no rule is a named loss.
pub fn is_bookkeeping(field: &str) -> bool {
    AZURE_DEVOPS.binary_search(&field).is_ok()
        || JIRA.binary_search(&field).is_ok()
        || PREFIXES.iter().any(|prefix| field.starts_with(prefix))
}

/// Whether a field is bookkeeping by its id or by the part it plays.
pub(crate) fn is_bookkeeping_field(field: &Field) -> bool {
    is_bookkeeping(field.id.as_str())
        || matches!(field.role, Some(FieldRole::Summary | FieldRole::Parent))
}

/// Board columns, and the levels of area and iteration paths, which the paths repeat.
const PREFIXES: &[&str] = &["WEF_", "System.AreaLevel", "System.IterationLevel"];

/// Azure DevOps, sorted.
const AZURE_DEVOPS: &[&str] = &[
    "Microsoft.VSTS.Common.StateChangeDate",
    "System.AreaId",
    "System.AttachedFileCount",
    "System.AuthorizedAs",
    "System.AuthorizedDate",
    "System.BoardColumn",
    "System.BoardColumnDone",
    "System.BoardLane",
    "System.ChangedBy",
    "System.ChangedDate",
    "System.CommentCount",
    "System.CreatedDate",
    "System.ExternalLinkCount",
    "System.History",
    "System.HyperLinkCount",
    "System.Id",
    "System.IsDeleted",
    "System.IterationId",
    "System.NodeName",
    "System.Parent",
    "System.PersonId",
    "System.RelatedLinkCount",
    "System.RemoteLinkCount",
    "System.Rev",
    "System.RevisedDate",
    "System.State",
    "System.TeamProject",
    "System.Title",
    "System.Watermark",
    "System.WorkItemType",
];

/// Jira, sorted.
const JIRA: &[&str] = &[
    "aggregateprogress",
    "aggregatetimeestimate",
    "aggregatetimeoriginalestimate",
    "aggregatetimespent",
    "attachment",
    "comment",
    "created",
    "creator",
    "issuelinks",
    "issuetype",
    "lastViewed",
    "parent",
    "progress",
    "project",
    "status",
    "statusCategory",
    "statuscategorychangedate",
    "subtasks",
    "summary",
    "thumbnail",
    "timetracking",
    "updated",
    "votes",
    "watches",
    "worklog",
    "workratio",
];

#[cfg(test)]
mod tests {
    use super::{AZURE_DEVOPS, JIRA, is_bookkeeping};

    #[test]
    fn the_lists_are_sorted_and_found() {
        assert!(AZURE_DEVOPS.is_sorted() && JIRA.is_sorted());
        for field in AZURE_DEVOPS.iter().chain(JIRA) {
            assert!(is_bookkeeping(field), "{field}");
        }
        assert!(is_bookkeeping("WEF_1_Kanban.Column"));
        assert!(!is_bookkeeping("Microsoft.VSTS.Common.Severity"));
        assert!(!is_bookkeeping("System.Reason"));
    }
}
