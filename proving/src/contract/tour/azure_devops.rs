use std::sync::Arc;

use migrayt_core::Result;
use migrayt_testkit::contract::Contract;
use migrayt_testkit::generate::WorkItems;
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::{AzureDevOps, Process};
use serde_json::json;

use super::super::visitor::{Sent, Visitor};

const TOKEN: &str = "simulated-token";
// `:simulated-token` in base 64.
const BASIC: &str = "Basic OnNpbXVsYXRlZC10b2tlbg==";

/// Asks for every route of the organisation, and for what it refuses.
pub(super) fn run(contract: &Arc<Contract>) -> Result<()> {
    let visitor = visitor(contract)?;
    service(&visitor)?;
    people(&visitor)?;
    metadata(&visitor)?;
    nodes(&visitor)?;
    team(&visitor)?;
    items(&visitor)?;
    changes(&visitor)?;
    comments(&visitor)?;
    files(&visitor)?;
    refusals(&visitor)
}

fn visitor(contract: &Arc<Contract>) -> Result<Visitor<AzureDevOps>> {
    let organisation =
        AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN).with_process(Process::Agile);
    WorkItems::new(sample::PROJECT, 120, 9)?.load_into(&organisation)?;
    Ok(Visitor::new(organisation, contract, BASIC))
}

type Site = Visitor<AzureDevOps>;

fn service(site: &Site) -> Result<()> {
    let organisation = "/fabrikam/_apis";
    for target in ["", "/wit", "/Location"] {
        site.ask("OPTIONS", &format!("{organisation}{target}"), (), 200)?;
    }
    site.ask("GET", "/fabrikam/_apis/ResourceAreas?api-version=7.1-preview.1", (), 200)?;
    site.ask("GET", "/fabrikam/_apis/connectionData?api-version=7.1-preview.1", (), 200)?;
    let me = site.ask("GET", "/_apis/profile/profiles/me?api-version=7.1", (), 200)?.text("/id");
    site.ask("GET", &format!("/_apis/accounts?memberId={me}&api-version=7.1"), (), 200)?;
    Ok(())
}

fn people(site: &Site) -> Result<()> {
    let graph = "/fabrikam/_apis/graph";
    let version = "api-version=7.1-preview.1";
    let users = site.ask("GET", &format!("{graph}/users?{version}"), (), 200)?;
    let (who, address) = (users.text("/value/0/descriptor"), users.text("/value/0/mailAddress"));
    site.ask("GET", &format!("{graph}/users?subjectTypes=aad,msa&{version}"), (), 200)?;
    site.ask("GET", &format!("{graph}/users/{who}?{version}"), (), 200)?;
    let key = site.ask("GET", &format!("{graph}/storagekeys/{who}?api-version=7.1"), (), 200)?;
    let key = key.text("/value");
    site.ask("GET", &format!("{graph}/descriptors/{key}?api-version=7.1"), (), 200)?;
    let query = json!({ "query": "a", "subjectKind": ["User"] });
    site.ask("POST", &format!("{graph}/subjectquery?{version}"), query, 200)?;
    for query in [
        format!("identityIds={key}"),
        format!("subjectDescriptors={who}"),
        format!("searchFilter=MailAddress&filterValue={address}"),
    ] {
        site.ask("GET", &format!("/fabrikam/_apis/identities?{query}&api-version=7.1"), (), 200)?;
    }
    site.ask("GET", &format!("{graph}/users/aad.nobody?{version}"), (), 404)?;
    Ok(())
}

fn metadata(site: &Site) -> Result<()> {
    for target in [
        "projects?stateFilter=wellFormed&$top=10",
        "projects/Fabrikam?includeCapabilities=true",
        "projects/Fabrikam/teams",
        "process/processes",
        "work/processes",
        "wit/fields",
        "wit/fields/System.Title",
        "wit/workitemrelationtypes",
        "wit/workitemrelationtypes/System.LinkTypes.Related",
    ] {
        let mark = if target.contains('?') { '&' } else { '?' };
        site.ask("GET", &format!("/fabrikam/_apis/{target}{mark}api-version=7.1"), (), 200)?;
    }
    for target in [
        "work/teamsettings/iterations",
        "work/teamsettings",
        "work/teamsettings/teamfieldvalues",
        "wit/workitemtypes",
        "wit/workitemtypes/Bug",
        "wit/workitemtypes/User%20Story/states",
        "wit/workitemtypes/Task/fields",
        "wit/workitemtypes/Task/fields?$expand=allowedValues",
        "wit/workitemtypes/Task/fields/System.State",
        "wit/workitemtypecategories",
        "wit/workitemtypecategories/Microsoft.BugCategory",
        "wit/tags",
        "wit/fields",
    ] {
        let mark = if target.contains('?') { '&' } else { '?' };
        let target = format!("/fabrikam/Fabrikam/_apis/{target}{mark}api-version=7.1");
        site.ask("GET", &target, (), 200)?;
    }
    Ok(())
}

fn nodes(site: &Site) -> Result<()> {
    let nodes = "/fabrikam/Fabrikam/_apis/wit/classificationnodes";
    let version = "api-version=7.1";
    let root = site.ask("GET", &format!("{nodes}?$depth=14&{version}"), (), 200)?;
    let id = root.text("/value/0/id");
    site.ask("GET", &format!("{nodes}?ids={id}&{version}"), (), 200)?;
    site.ask("GET", &format!("{nodes}/areas?$depth=2&{version}"), (), 200)?;
    let area = json!({ "name": "Shelves" });
    site.ask("POST", &format!("{nodes}/areas?{version}"), area.clone(), 201)?;
    site.ask("POST", &format!("{nodes}/areas?{version}"), area, 400)?;
    site.ask("POST", &format!("{nodes}/areas/Shelves?{version}"), json!({ "name": "Top" }), 201)?;
    let dates =
        json!({ "startDate": "2026-09-01T00:00:00Z", "finishDate": "2026-09-14T00:00:00Z" });
    let sprint = json!({ "name": "Sprint 77", "attributes": dates });
    site.ask("POST", &format!("{nodes}/iterations?{version}"), sprint, 201)?;
    site.ask("GET", &format!("{nodes}/areas/Shelves/Top?{version}"), (), 200)?;
    site.ask("GET", &format!("{nodes}/areas/Nowhere?{version}"), (), 404)?;
    Ok(())
}

fn items(site: &Site) -> Result<()> {
    let wit = "/fabrikam/Fabrikam/_apis/wit";
    let version = "api-version=7.1";
    let query = json!({ "query": "SELECT [System.Id] FROM WorkItems WHERE \
        [System.TeamProject] = @project ORDER BY [System.Id]" });
    site.ask("POST", &format!("{wit}/wiql?$top=5&timePrecision=true&{version}"), query, 200)?;
    let links = json!({ "query": "SELECT [System.Id] FROM WorkItemLinks WHERE \
        [System.Links.LinkType] = 'System.LinkTypes.Hierarchy-Forward' MODE (Recursive)" });
    site.ask("POST", &format!("/fabrikam/_apis/wit/wiql?{version}"), links, 400)?;
    for expand in ["none", "relations", "fields", "links", "all"] {
        let batch = json!({ "ids": [1, 2, 3], "$expand": expand, "errorPolicy": "omit" });
        site.ask("POST", &format!("{wit}/workitemsbatch?{version}"), batch, 200)?;
        site.ask("GET", &format!("{wit}/workitems/1?$expand={expand}&{version}"), (), 200)?;
    }
    let fields = json!({ "ids": [1, 999_999], "fields": ["System.Title"], "errorPolicy": "omit" });
    site.ask("POST", &format!("{wit}/workitemsbatch?{version}"), fields, 200)?;
    site.ask("GET", &format!("{wit}/workitems?ids=1,2&fields=System.Title&{version}"), (), 200)?;
    site.ask("GET", &format!("{wit}/workItems/1/updates?$top=20&{version}"), (), 200)?;
    site.ask("GET", &format!("{wit}/workItems/1/revisions?$expand=all&{version}"), (), 200)?;
    site.ask("GET", &format!("{wit}/workItems/1/revisions/1?{version}"), (), 200)?;
    let feed = format!("{wit}/reporting/workitemrevisions");
    let first = site.ask("GET", &format!("{feed}?$maxPageSize=20&{version}"), (), 200)?;
    let token = first.text("/continuationToken");
    let next = format!("{feed}?continuationToken={token}&includeLatestOnly=true&{version}");
    site.ask("GET", &next, (), 200)?;
    let wanted = json!({ "types": ["Bug", "Task"], "fields": ["System.Title"] });
    site.ask("POST", &format!("{feed}?{version}"), wanted, 200)?;
    Ok(())
}

fn changes(site: &Site) -> Result<()> {
    let wit = "/fabrikam/Fabrikam/_apis/wit";
    let version = "api-version=7.1";
    let document = |document: &'static str| Sent::of("application/json-patch+json", document);
    let title = r#"[{ "op": "add", "path": "/fields/System.Title", "value": "Toured" }]"#;
    let create = format!("{wit}/workitems/$Task?{version}");
    let made = site.ask("POST", &create, document(title), 200)?.text("/id");
    site.ask(
        "POST",
        &format!("{wit}/workitems/$Task?validateOnly=true&{version}"),
        document(title),
        200,
    )?;
    site.ask("POST", &create, document("[]"), 400)?;
    site.err("POST", &create, json!([]), 415)?;
    let one = format!("{wit}/workitems/{made}?{version}");
    let state = r#"[
        { "op": "test", "path": "/rev", "value": 1 },
        { "op": "add", "path": "/fields/System.State", "value": "Active" },
        { "op": "add", "path": "/fields/System.History", "value": "So it is" }
    ]"#;
    site.ask("PATCH", &one, document(state), 200)?;
    site.ask("PATCH", &one, document(state), 412)?;
    let link = r#"[{ "op": "add", "path": "/relations/-", "value": {
        "rel": "System.LinkTypes.Related", "url": "https://dev.azure.com/fabrikam/_apis/wit/workItems/1"
    } }]"#;
    site.ask("PATCH", &one, document(link), 200)?;
    site.ask("GET", &format!("{wit}/workItems/{made}/updates?{version}"), (), 200)?;
    let unlink = r#"[{ "op": "remove", "path": "/relations/0" }]"#;
    site.ask("PATCH", &one, document(unlink), 200)?;
    site.ask("GET", &format!("{wit}/workItems/{made}/updates/1?{version}"), (), 200)?;
    let links = format!("{wit}/reporting/workitemlinks?linkTypes=System.LinkTypes.Related");
    let first = site.ask("GET", &format!("{links}&{version}"), (), 200)?;
    let token = first.text("/continuationToken");
    site.ask("GET", &format!("{links}&continuationToken={token}&{version}"), (), 200)?;
    site.ask("DELETE", &one, (), 200)?;
    site.ask("GET", &one, (), 404)?;
    binned(site, &made)
}

fn binned(site: &Site, made: &str) -> Result<()> {
    let bin = "/fabrikam/Fabrikam/_apis/wit/recyclebin";
    let version = "api-version=7.1";
    let one = format!("{bin}/{made}?{version}");
    site.ask("GET", &format!("{bin}?ids={made}&{version}"), (), 200)?;
    site.ask("GET", &one, (), 200)?;
    site.ask("PATCH", &one, json!({ "isDeleted": false }), 200)?;
    site.ask("GET", &one, (), 404)?;
    let item = format!("/fabrikam/Fabrikam/_apis/wit/workitems/{made}?{version}");
    site.ask("DELETE", &item, (), 200)?;
    site.ask("DELETE", &one, (), 204)?;
    Ok(())
}

/// What the one team of the project has chosen.
fn team(site: &Site) -> Result<()> {
    let version = "api-version=7.1";
    let teams = "/fabrikam/_apis/projects/Fabrikam/teams";
    let id = site.ask("GET", &format!("{teams}?{version}"), (), 200)?.text("/value/0/id");
    site.ask("GET", &format!("{teams}/{id}?{version}"), (), 200)?;
    site.ask("GET", &format!("{teams}/{id}/members?{version}"), (), 200)?;
    site.ask("GET", "/fabrikam/_apis/teams?api-version=7.1-preview.3", (), 200)?;
    let work = format!("/fabrikam/Fabrikam/{id}/_apis/work/teamsettings");
    let nodes = "/fabrikam/Fabrikam/_apis/wit/classificationnodes/iterations";
    let sprint = site.ask("GET", &format!("{nodes}/Sprint%2077?{version}"), (), 200)?;
    let sprint = sprint.text("/identifier");
    let taken = json!({ "id": sprint });
    site.ask("POST", &format!("{work}/iterations?{version}"), taken, 201)?;
    let settings = json!({ "backlogIteration": sprint, "defaultIteration": sprint });
    site.ask("PATCH", &format!("{work}?{version}"), settings, 200)?;
    let areas = json!({
        "defaultValue": "Fabrikam",
        "values": [{ "value": "Fabrikam", "includeChildren": true }],
    });
    site.ask("PATCH", &format!("{work}/teamfieldvalues?{version}"), areas, 200)?;
    let one = format!("{work}/iterations/{sprint}");
    site.ask("GET", &format!("{one}?{version}"), (), 200)?;
    site.ask("GET", &format!("{one}/workitems?{version}"), (), 200)?;
    site.ask("DELETE", &format!("{one}?{version}"), (), 204)?;
    site.ask("GET", &format!("{one}?{version}"), (), 404)?;
    let shelves = "/fabrikam/Fabrikam/_apis/wit/classificationnodes/areas/Shelves";
    let name = json!({ "name": "Racks" });
    site.ask("PATCH", &format!("{shelves}/Top?{version}"), name, 200)?;
    site.ask("DELETE", &format!("{shelves}/Racks?{version}"), (), 204)?;
    Ok(())
}

fn comments(site: &Site) -> Result<()> {
    let comments = "/fabrikam/Fabrikam/_apis/wit/workItems/1/comments";
    let version = "api-version=7.1-preview.4";
    let text = || json!({ "text": "Said" });
    let made = site.ask("POST", &format!("{comments}?{version}"), text(), 200)?.text("/id");
    site.ask("POST", &format!("{comments}?format=markdown&{version}"), text(), 200)?;
    let page = format!("{comments}?$top=1&order=asc&$expand=renderedText&{version}");
    let token = site.ask("GET", &page, (), 200)?.text("/continuationToken");
    site.ask("GET", &format!("{comments}?continuationToken={token}&{version}"), (), 200)?;
    let one = format!("{comments}/{made}?{version}");
    site.ask("GET", &one, (), 200)?;
    site.ask("PATCH", &one, json!({ "text": "Said otherwise" }), 200)?;
    let preview = "api-version=7.1-preview.1";
    let parts = format!("{comments}/{made}");
    site.ask("GET", &format!("{parts}/versions?{preview}"), (), 200)?;
    site.ask("GET", &format!("{parts}/versions/1?{preview}"), (), 200)?;
    site.ask("PUT", &format!("{parts}/reactions/heart?{preview}"), (), 200)?;
    site.ask("GET", &format!("{parts}/reactions?{preview}"), (), 200)?;
    site.ask("GET", &format!("{parts}/reactions/heart/users?{preview}"), (), 200)?;
    site.ask("DELETE", &format!("{parts}/reactions/heart?{preview}"), (), 200)?;
    site.ask("DELETE", &one, (), 204)?;
    site.ask("GET", &format!("{comments}?includeDeleted=true&{version}"), (), 200)?;
    site.ask("GET", &format!("{comments}/999999?{version}"), (), 404)?;
    Ok(())
}

fn files(site: &Site) -> Result<()> {
    let files = "/fabrikam/Fabrikam/_apis/wit/attachments";
    let bytes = || Sent::of("application/octet-stream", "bytes");
    let upload = format!("{files}?fileName=a%20b.txt&uploadType=Simple&api-version=7.1");
    let made = site.ask("POST", &upload, bytes(), 201)?.text("/id");
    for query in ["", "fileName=a%20b.txt&download=true&"] {
        site.ask("GET", &format!("{files}/{made}?{query}api-version=7.1"), (), 200)?;
    }
    let nowhere = format!("{files}/00000000-0000-4000-8000-000000000000?api-version=7.1");
    site.ask("GET", &nowhere, (), 404)?;
    Ok(())
}

fn refusals(site: &Site) -> Result<()> {
    let wit = "/fabrikam/Fabrikam/_apis/wit";
    let version = "api-version=7.1";
    site.ask("GET", &format!("{wit}/workitems/999999?{version}"), (), 404)?;
    site.ask("GET", &format!("{wit}/workitemtypes/Saga?{version}"), (), 404)?;
    site.ask("GET", &format!("{wit}/fields/Custom.None?{version}"), (), 400)?;
    site.ask("GET", &format!("/fabrikam/Nowhere/_apis/wit/fields?{version}"), (), 404)?;
    let broken = json!({ "query": "SELECT [System.Id] FROM WorkItems WHERE [No.Such] = 1" });
    site.ask("POST", &format!("{wit}/wiql?{version}"), broken, 400)?;
    let many: Vec<u32> = (1..=201).collect();
    site.ask("POST", &format!("{wit}/workitemsbatch?{version}"), json!({ "ids": many }), 400)?;
    site.err("POST", &format!("{wit}/wiql"), json!({ "query": "SELECT [System.Id]" }), 400)?;
    site.err("GET", &format!("{wit}/fields?api-version=9.0"), (), 400)?;
    site.err("GET", &format!("{wit}/workItems/1/comments?{version}"), (), 400)?;
    site.err("GET", &format!("{wit}/workitems/one?{version}"), (), 400)?;
    let stranger = site.known_by("");
    let plain = Sent::from(()).with("x-tfs-fedauthredirect", "Suppress");
    stranger.ask("GET", &format!("{wit}/fields?{version}"), plain, 401)?;
    stranger.ask("GET", &format!("{wit}/fields?{version}"), (), 203)?;
    Ok(())
}
