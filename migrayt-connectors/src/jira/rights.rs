//! What the account may do in the project.

use migrayt_core::Result;
use migrayt_core::port::{Held, MethodClass, Right};

use super::answers::Permissions;
use super::{Jira, get};

const SETTINGS: &str = "grant it to the account in the project's settings, under Permissions";

/// A permission of Jira.
struct Permission {
    key: &'static str,
    name: &'static str,
    needed_for: &'static str,
    required: bool,
    help: &'static str,
}

const fn permission(
    key: &'static str,
    name: &'static str,
    needed_for: &'static str,
    required: bool,
    help: &'static str,
) -> Permission {
    Permission { key, name, needed_for, required, help }
}

const PERMISSIONS: &[Permission] = &[
    permission("BROWSE_PROJECTS", "Browse projects", "reading and comparing", true, SETTINGS),
    permission("CREATE_ISSUES", "Create work items", "making items", true, SETTINGS),
    permission(
        "EDIT_ISSUES",
        "Edit work items",
        "fields, pictures and references in texts",
        true,
        SETTINGS,
    ),
    permission("TRANSITION_ISSUES", "Transition work items", "statuses", true, SETTINGS),
    permission("ADD_COMMENTS", "Add comments", "comments", true, SETTINGS),
    permission("CREATE_ATTACHMENTS", "Create attachments", "files", true, SETTINGS),
    permission("LINK_ISSUES", "Link work items", "links between items", true, SETTINGS),
    permission("ASSIGN_ISSUES", "Assign work items", "assignees", true, SETTINGS),
    permission(
        "MODIFY_REPORTER",
        "Modify reporter",
        "reporters",
        false,
        "without it the account itself is every item's reporter; grant it in the project's settings, under Permissions",
    ),
    permission(
        "SCHEDULE_ISSUES",
        "Schedule work items",
        "sprints, due dates and ranks",
        false,
        "without it items are not put into sprints; grant it in the project's settings, under Permissions",
    ),
    permission(
        "MANAGE_SPRINTS_PERMISSION",
        "Manage sprints",
        "making sprints",
        false,
        "without it sprints must exist beforehand; grant it in the project's settings, under Permissions",
    ),
    permission(
        "ADMINISTER_PROJECTS",
        "Administer projects",
        "making components and versions, and writing without mails to those who watch",
        false,
        "without it components must exist beforehand, and changes tell those who watch; make the account a project administrator",
    ),
    permission(
        "WORK_ON_ISSUES",
        "Work on work items",
        "work logs",
        false,
        "without it work logs are left out; grant it in the project's settings, under Permissions",
    ),
    permission(
        "MANAGE_WATCHERS",
        "Manage watcher list",
        "watchers",
        false,
        "without it watchers are left out; grant it in the project's settings, under Permissions",
    ),
];

impl Jira {
    /// Asks for all of them in one request.
    pub(super) async fn told_rights(&self) -> Result<Vec<Right>> {
        let keys: Vec<_> = PERMISSIONS.iter().map(|permission| permission.key).collect();
        let call = get(MethodClass::Discover, &["mypermissions"])
            .query("projectKey", self.key.as_str())
            .query("permissions", keys.join(","));
        let told: Permissions = self.client.json(call).await?;
        let right = |permission: &Permission| {
            let Permission { key, name, needed_for, required, help } = *permission;
            let told = told.permissions.get(key).map(|told| told.have_permission);
            let right = if required {
                Right::required(name, needed_for, help)
            } else {
                Right::useful(name, needed_for, help)
            };
            right.held(told.map_or(Held::Unknown, Held::from))
        };
        Ok(PERMISSIONS.iter().map(right).collect())
    }
}
