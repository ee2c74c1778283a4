use migrayt_core::Result;
use serde_json::json;

use super::Site;

/// The board, its sprints and its order.
pub(super) fn run(site: &Site) -> Result<()> {
    let agile = "/rest/agile/1.0";
    site.ask("GET", &format!("{agile}/board?projectKeyOrId=MIG"), (), 200)?;
    site.ask("GET", &format!("{agile}/board/1"), (), 200)?;
    site.ask("GET", &format!("{agile}/board/1/configuration"), (), 200)?;
    site.ask("GET", &format!("{agile}/board/1/sprint?state=active,future"), (), 200)?;
    let sprint = json!({
        "name": "Sprint 9",
        "originBoardId": 1,
        "startDate": "2026-09-01T08:00:00.000Z",
        "endDate": "2026-09-15T08:00:00.000Z",
        "goal": "Shelves",
    });
    let made = site.ask("POST", &format!("{agile}/sprint"), sprint, 201)?.text("/id");
    let one = format!("{agile}/sprint/{made}");
    site.ask("GET", &one, (), 200)?;
    site.ask("POST", &one, json!({ "state": "active" }), 200)?;
    let whole = json!({
        "name": "Sprint nine",
        "state": "active",
        "startDate": "2026-09-01T08:00:00.000Z",
        "endDate": "2026-09-16T08:00:00.000Z",
    });
    site.ask("PUT", &one, whole, 200)?;
    let issues = json!({ "issues": ["MIG-1", "MIG-2"] });
    site.ask("POST", &format!("{one}/issue"), issues.clone(), 204)?;
    let software = "/rest/software/1.0";
    for page in ["startAt=0&maxResults=1", "jql=project%20%3D%20MIG&fields=summary"] {
        site.ask("GET", &format!("{one}/issue?{page}"), (), 200)?;
        site.ask("GET", &format!("{agile}/board/1/issue?{page}"), (), 200)?;
        site.ask("GET", &format!("{agile}/board/1/backlog?{page}"), (), 200)?;
    }
    let page = "maxResults=1&fields=summary";
    site.ask("GET", &format!("{software}/sprint/{made}/issue?{page}"), (), 200)?;
    site.ask("GET", &format!("{software}/board/1/backlog?{page}"), (), 200)?;
    let first = site.ask("GET", &format!("{software}/board/1/issue?{page}"), (), 200)?;
    let next = format!("{software}/board/1/issue?nextPageToken={}", first.text("/nextPageToken"));
    site.ask("GET", &next, (), 200)?;
    site.ask("POST", &format!("{agile}/backlog/issue"), issues, 204)?;
    let order = json!({ "issues": ["MIG-1"], "rankAfterIssue": "MIG-2" });
    site.ask("PUT", &format!("{agile}/issue/rank"), order, 204)?;
    let partly = json!({ "issues": ["MIG-1", "MIG-999"], "rankAfterIssue": "MIG-2" });
    site.ask("PUT", &format!("{agile}/issue/rank"), partly, 207)?;
    site.ask("DELETE", &one, (), 204)?;
    site.ask("GET", &one, (), 404)?;
    site.ask("GET", &format!("{agile}/board/77"), (), 404)?;
    site.ask("GET", &format!("{agile}/board/77/issue"), (), 404)?;
    Ok(())
}
