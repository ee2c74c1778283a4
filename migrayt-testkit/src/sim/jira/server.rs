//! The site itself: its version, its settings, what the caller may do.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::Refusal;
use super::options::Rights;
use super::reply::Reply;
use super::router::{Access, Route};
use super::stamp;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/serverInfo", Access::Open, |call| Ok(info(call))),
    Route::get("/rest/api/3/configuration", Access::Members, |_| Ok(configuration())),
    Route::get("/rest/api/3/mypermissions", Access::Open, permissions),
    Route::get("/rest/api/3/issue/limit/report", Access::Members, |call| Ok(limits(call))),
];

/// Keys of permissions, and what a caller must be to have them.
const PERMISSIONS: [(&str, Rights); 24] = [
    ("ADMINISTER", Rights::Admin),
    ("ADMINISTER_PROJECTS", Rights::Admin),
    ("SYSTEM_ADMIN", Rights::Admin),
    ("MANAGE_SPRINTS_PERMISSION", Rights::Admin),
    ("DELETE_ALL_COMMENTS", Rights::Admin),
    ("DELETE_ALL_ATTACHMENTS", Rights::Admin),
    ("EDIT_ALL_COMMENTS", Rights::Admin),
    ("BROWSE_PROJECTS", Rights::Read),
    ("USER_PICKER", Rights::Read),
    ("CREATE_ISSUES", Rights::Write),
    ("EDIT_ISSUES", Rights::Write),
    ("DELETE_ISSUES", Rights::Write),
    ("TRANSITION_ISSUES", Rights::Write),
    ("ASSIGN_ISSUES", Rights::Write),
    ("ASSIGNABLE_USER", Rights::Write),
    ("MODIFY_REPORTER", Rights::Write),
    ("SCHEDULE_ISSUES", Rights::Write),
    ("RESOLVE_ISSUES", Rights::Write),
    ("CLOSE_ISSUES", Rights::Write),
    ("LINK_ISSUES", Rights::Write),
    ("ADD_COMMENTS", Rights::Write),
    ("CREATE_ATTACHMENTS", Rights::Write),
    ("WORK_ON_ISSUES", Rights::Write),
    ("MANAGE_WATCHERS", Rights::Write),
];

fn info(call: &Call<'_>) -> Reply {
    Reply::ok(&json!({
        "baseUrl": call.base,
        "version": "1001.0.0-SNAPSHOT",
        "versionNumbers": [1001, 0, 0],
        "deploymentType": "Cloud",
        "buildNumber": 100_300,
        "buildDate": "2026-09-07T00:00:00.000+0000",
        "serverTime": stamp::platform(call.now),
        "scmInfo": "c69b1b3ac22a0efe14837fa9e25386d5c357b9e5",
        "serverTitle": "Jira",
        "defaultLocale": { "locale": "en_US" },
        "serverTimeZone": "Etc/UTC",
    }))
}

fn configuration() -> Reply {
    Reply::ok(&json!({
        "votingEnabled": true,
        "watchingEnabled": true,
        "unassignedIssuesAllowed": true,
        "subTasksEnabled": true,
        "issueLinkingEnabled": true,
        "timeTrackingEnabled": true,
        "attachmentsEnabled": true,
        "timeTrackingConfiguration": {
            "workingHoursPerDay": 8.0,
            "workingDaysPerWeek": 5.0,
            "timeFormat": "pretty",
            "defaultUnit": "minute",
        },
    }))
}

fn permissions(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let wanted = call.query_list("permissions");
    if wanted.is_empty() {
        return Err(Refusal::bad("The 'permissions' query parameter is required."));
    }
    if let Some(key) = call.query("projectKey").filter(|key| !call.site.is_project(key)) {
        return Err(Refusal::no_project(key));
    }
    let rights = call.rights();
    let mut shown = Map::new();
    for key in wanted {
        let Some(at) = PERMISSIONS.iter().position(|(known, _)| *known == key) else {
            let message = format!("Unrecognized permission keys: {key}");
            return Err(Refusal::new(StatusCode::BAD_REQUEST, message));
        };
        let needed = PERMISSIONS.get(at).map_or(Rights::Admin, |(_, needed)| *needed);
        let global = matches!(key.as_str(), "ADMINISTER" | "SYSTEM_ADMIN" | "USER_PICKER");
        let entry = json!({
            "id": at.to_string(),
            "key": key,
            "name": key,
            "type": if global { "GLOBAL" } else { "PROJECT" },
            "description": "",
            "havePermission": rights.is_some_and(|rights| rights >= needed)
                && !call.state.revoked.contains(&key),
        });
        shown.insert(key, entry);
    }
    Ok(Reply::ok(&json!({ "permissions": Value::Object(shown) })))
}

fn limits(call: &Call<'_>) -> Reply {
    let limits = call.site.options.issue_limits;
    Reply::ok(&json!({
        "issuesApproachingLimit": {},
        "issuesBreachingLimit": {},
        "limits": {
            "attachment": limits.attachments,
            "comment": limits.comments,
            "issuelinks": limits.links,
            "remoteIssueLinks": limits.remote_links,
            "worklog": limits.worklogs,
        },
    }))
}
