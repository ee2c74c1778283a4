use migrayt_core::Result;
use serde_json::json;

use super::Site;

/// The site, its people, its project and its fields.
pub(super) fn run(site: &Site) -> Result<()> {
    for target in [
        "/_edge/tenant_info",
        "/rest/api/3/serverInfo",
        "/rest/api/3/configuration",
        "/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS,ADMINISTER",
        "/rest/api/3/issue/limit/report",
        "/rest/api/3/myself",
        "/rest/api/3/user?accountId=5b10ac8d82e05b22cc7d4ef5",
        "/rest/api/3/user/bulk?accountId=5b10ac8d82e05b22cc7d4ef5&maxResults=10",
        "/rest/api/3/user/search?query=emma",
        "/rest/api/3/user/assignable/search?project=MIG",
        "/rest/api/3/users/search?startAt=0&maxResults=50",
        "/rest/api/3/project",
        "/rest/api/3/project/search",
        "/rest/api/3/project/MIG",
        "/rest/api/3/project/MIG/statuses",
        "/rest/api/3/project/MIG/components",
        "/rest/api/3/project/MIG/component",
        "/rest/api/3/project/MIG/versions",
        "/rest/api/3/project/MIG/version",
        "/rest/api/3/issuetype",
        "/rest/api/3/issuetype/project?projectId=10000",
        "/rest/api/3/issuetype/10001",
        "/rest/api/3/status",
        "/rest/api/3/statuses/search",
        "/rest/api/3/priority",
        "/rest/api/3/priority/search",
        "/rest/api/3/priority/1",
        "/rest/api/3/status/Done",
        "/rest/api/3/resolution/10000",
        "/rest/api/3/issueLinkType/10000",
        "/rest/api/3/project/10000/hierarchy",
        "/rest/api/3/resolution",
        "/rest/api/3/resolution/search",
        "/rest/api/3/issueLinkType",
        "/rest/api/3/field",
        "/rest/api/3/field/search",
        "/rest/api/3/field/customfield_10651/context",
        "/rest/api/3/field/customfield_10651/context/10751/option",
        "/rest/api/3/issue/createmeta/MIG/issuetypes",
        "/rest/api/3/issue/createmeta/MIG/issuetypes/10001?maxResults=200",
        "/rest/api/3/attachment/meta",
    ] {
        site.ask("GET", target, (), 200)?;
    }
    let options = json!({ "options": [{ "value": "5 - None" }] });
    let target = "/rest/api/3/field/customfield_10651/context/10751/option";
    site.ask("POST", target, options, 200)?;
    let kind = "com.atlassian.jira.plugin.system.customfieldtypes:textarea";
    site.ask("POST", "/rest/api/3/field", json!({ "name": "Notes", "type": kind }), 201)?;
    site.ask("DELETE", "/rest/api/3/field/customfield_10900", (), 303)?;
    let project = json!({ "key": "OTHER", "name": "Other", "projectTypeKey": "business" });
    site.ask("POST", "/rest/api/3/project", project, 201)?;
    site.ask("GET", "/rest/api/3/project/OTHER", (), 200)?;
    site.ask("POST", "/rest/api/3/project/OTHER/delete", (), 303)?;
    site.ask("GET", "/rest/api/3/task/2", (), 200)?;
    let refresh = json!({
        "grant_type": "refresh_token",
        "client_id": "an-app",
        "client_secret": "a-secret",
        "refresh_token": "first",
    });
    site.ask("POST", "/oauth/token", refresh, 200)?;
    site.ask("GET", "/oauth/token/accessible-resources", (), 200)?;
    parts(site, "component", &json!({ "project": "MIG", "name": "Shelves" }))?;
    parts(site, "version", &json!({ "projectId": 10000, "name": "2.0" }))?;
    let version = json!({ "projectId": 10000, "name": "3.0" });
    let made = site.ask("POST", "/rest/api/3/version", version, 201)?.text("/id");
    let target = format!("/rest/api/3/version/{made}/removeAndSwap");
    site.ask("POST", &target, json!({}), 204)?;
    Ok(())
}

/// Components and versions.
fn parts(site: &Site, noun: &str, new: &serde_json::Value) -> Result<()> {
    let made = site.ask("POST", &format!("/rest/api/3/{noun}"), new.clone(), 201)?.text("/id");
    let one = format!("/rest/api/3/{noun}/{made}");
    site.ask("GET", &one, (), 200)?;
    site.ask("PUT", &one, json!({ "description": "What it is" }), 200)?;
    site.ask("DELETE", &one, (), 204)?;
    site.ask("GET", &one, (), 404)?;
    Ok(())
}
