//! The gateway, through which apps reach a site by its cloud id and within their scopes.

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{Request, StatusCode, Uri};
use serde_json::json;

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};
use super::site::CLOUD_ID;

pub(super) const ROUTES: &[Route] =
    &[Route::get("/oauth/token/accessible-resources", Access::Members, resources)];

/// Where sites stand behind the gateway.
const PREFIX: &str = "/ex/jira/";

/// What says of a request that it came through the gateway.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passed;

impl Passed {
    /// The path below which the caller finds the site.
    pub(super) fn prefix() -> String {
        format!("{PREFIX}{CLOUD_ID}")
    }
}

/// A request as the site behind the gateway gets it; one that comes another way stays as it is.
pub(super) fn pass(mut request: Request<Bytes>) -> Result<Request<Bytes>, Reply> {
    let Some(rest) = request.uri().path().strip_prefix(PREFIX) else { return Ok(request) };
    let Some(path) = rest.strip_prefix(CLOUD_ID).filter(|path| path.starts_with('/')) else {
        return Err(refusal(StatusCode::NOT_FOUND, "Not Found"));
    };
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let inner = format!("{path}{query}");
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = inner.parse::<PathAndQuery>().ok();
    let uri =
        Uri::from_parts(parts).map_err(|_| refusal(StatusCode::BAD_REQUEST, "Bad Request"))?;
    *request.uri_mut() = uri;
    request.extensions_mut().insert(Passed);
    Ok(request)
}

/// Turns away what an app's scopes do not cover: with 401, and not 403, as the gateway does.
pub(super) fn refuse(scopes: &[String], route: &Route) -> Option<Reply> {
    let needed = scope(route)?;
    let covered = scopes.iter().any(|scope| scope == needed);
    (!covered).then(|| refusal(StatusCode::UNAUTHORIZED, "Unauthorized; scope does not match"))
}

/// Turns away a token that is unknown, too old or superseded.
pub(super) fn unauthorized() -> Reply {
    refusal(StatusCode::UNAUTHORIZED, "Unauthorized")
}

/// The scope of an operation: of the classic ones as the site's own document has it; the boards
/// take granular ones only.
fn scope(route: &Route) -> Option<&'static str> {
    let mut parts = route.path.trim_start_matches('/').split('/');
    let (Some("rest"), Some(api), Some(_), Some(noun)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let writes = route.writes();
    Some(match (api, noun) {
        ("agile" | "software", "sprint") if writes => "write:sprint:jira-software",
        ("agile" | "software", "sprint") => "read:sprint:jira-software",
        ("agile" | "software", "board") if route.path.ends_with("/sprint") => {
            "read:sprint:jira-software"
        }
        ("agile" | "software", _) if writes => "write:board-scope:jira-software",
        ("agile" | "software", _) => "read:board-scope:jira-software",
        (_, "user" | "users" | "myself" | "group" | "groups") => "read:jira-user",
        (_, "component" | "version" | "project" | "projects") if writes => "manage:jira-project",
        (_, "field" | "issueLinkType") if writes => "manage:jira-configuration",
        _ if writes => "write:jira-work",
        _ => "read:jira-work",
    })
}

/// The sites that an app's token reaches.
fn resources(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let Some(grant) = &call.site.options.grant else { return Err(Refusal::unauthenticated()) };
    let name = &call.site.options.site_name;
    Ok(Reply::ok(&json!([{
        "id": CLOUD_ID,
        "url": format!("https://{name}.atlassian.net"),
        "name": name,
        "scopes": grant.scopes,
        "avatarUrl": "",
    }])))
}

fn refusal(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &json!({ "code": status.as_u16(), "message": message }))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{Method, Request, StatusCode};
    use serde_json::{Value, json};
    use time::OffsetDateTime;

    use super::CLOUD_ID;
    use crate::sim::Simulator as _;
    use crate::sim::jira::{Grant, Jira, JiraOptions};

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn site(scopes: &[&str]) -> Jira {
        let mut options = JiraOptions::default();
        let mut grant = Grant::new("app", "app-secret", "first");
        grant.scopes = scopes.iter().map(ToString::to_string).collect();
        options.grant = Some(grant);
        Jira::with_options(options)
    }

    fn token(site: &Jira) -> String {
        let body = json!({
            "grant_type": "refresh_token", "client_id": "app", "client_secret": "app-secret",
            "refresh_token": "first",
        });
        let request = Request::post("/oauth/token")
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let told: Value = serde_json::from_slice(site.answer(request, NOW).body()).unwrap();
        format!("Bearer {}", told["access_token"].as_str().unwrap())
    }

    fn ask(site: &Jira, method: &Method, path: &str, token: &str) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", token)
            .header("content-type", "application/json")
            .header("host", "gateway.example")
            .body(Bytes::from_static(b"{}"))
            .unwrap();
        let answer = site.answer(request, NOW);
        (answer.status(), serde_json::from_slice(answer.body()).unwrap_or_default())
    }

    #[test]
    fn a_site_is_reached_by_its_cloud_id_and_tells_addresses_of_the_gateway() {
        let site = site(&["read:jira-user"]);
        let token = token(&site);
        let (_, sites) = ask(&site, &Method::GET, "/oauth/token/accessible-resources", &token);
        assert_eq!(sites[0]["id"], CLOUD_ID);
        let base = format!("/ex/jira/{CLOUD_ID}");
        let (status, myself) =
            ask(&site, &Method::GET, &format!("{base}/rest/api/3/myself?expand=groups"), &token);
        assert_eq!(status, StatusCode::OK, "{myself}");
        let own = myself["self"].as_str().unwrap();
        assert!(own.starts_with(&format!("http://gateway.example{base}/rest/")), "{own}");
        let (status, _) = ask(&site, &Method::GET, "/ex/jira/other/rest/api/3/myself", &token);
        assert_eq!(status, StatusCode::NOT_FOUND);
    }

    #[test]
    fn what_the_scopes_do_not_cover_is_401() {
        let base = format!("/ex/jira/{CLOUD_ID}/rest");
        for (scope, method, path) in [
            ("read:jira-work", Method::GET, "api/3/field"),
            ("read:jira-work", Method::POST, "api/3/search/jql"),
            ("write:jira-work", Method::POST, "api/3/issue"),
            ("read:jira-user", Method::GET, "api/3/users/search"),
            ("manage:jira-project", Method::POST, "api/3/component"),
            ("read:board-scope:jira-software", Method::GET, "agile/1.0/board"),
            ("read:sprint:jira-software", Method::GET, "agile/1.0/board/1/sprint"),
            ("write:sprint:jira-software", Method::POST, "agile/1.0/sprint"),
        ] {
            let (with, without) = (site(&[scope]), site(&["offline_access"]));
            let path = format!("{base}/{path}");
            let (status, _) = ask(&with, &method, &path, &token(&with));
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{scope}");
            let (status, body) = ask(&without, &method, &path, &token(&without));
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{scope}");
            assert_eq!(body["message"], "Unauthorized; scope does not match");
        }
    }
}
