//! The authorities that give OAuth tokens, without and with sockets.

mod consent;
mod faults;
mod pages;
mod refusals;
mod rotation;
mod sequences;
mod trackers;

use std::collections::BTreeMap;
use std::time::Duration;

use migrayt_testkit::clock::VirtualClock;
use migrayt_testkit::sim::jira::CLOUD_ID;
use migrayt_testkit::sim::oauth::{
    AZURE_DEVOPS, App, Authority, AuthorizeRequest, Authorized, Consent, Person, Platform, Refusal,
    Resource, TokenRequest, Tokens,
};
use time::OffsetDateTime;
use url::Url;

/// The account of the default login of the simulated site.
const ACCOUNT: &str = "5b10a2844c20165700ede21g";
const TENANT: &str = "8f2c1c5e-0f0e-4a57-9d3c-0c7a4f6f1b2d";
const CALLBACK: &str = "https://app.example/callback";
const JIRA: [&str; 4] = ["read:jira-work", "write:jira-work", "read:jira-user", "read:me"];
/// The sample of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn after(time: Duration) -> OffsetDateTime {
    VirtualClock::START + time
}

fn minutes(minutes: u64) -> OffsetDateTime {
    after(Duration::from_mins(minutes))
}

fn days(days: u64) -> OffsetDateTime {
    after(Duration::from_hours(24 * days))
}

/// An authority with one app and one person, who accepts.
fn authority(platform: Platform) -> Authority {
    let app = App::confidential("app", "app-secret").with_redirect(CALLBACK);
    let authority = match platform {
        Platform::Entra => {
            let scopes = ["vso.work_write", "vso.project"];
            let scopes = scopes.map(|scope| format!("{AZURE_DEVOPS}/{scope}"));
            Authority::entra(TENANT, 7).with_app(app.with_scopes(scopes))
        }
        Platform::Atlassian => Authority::atlassian(7)
            .with_app(app.with_scopes(JIRA))
            .with_resource(Resource::site(CLOUD_ID, "migrayt-sim")),
    };
    authority
        .with_app(App::public("native").with_redirect("http://localhost/back"))
        .with_person(Person::new(ACCOUNT, "Ada"))
        .with_consent(Consent::Accept(ACCOUNT.to_owned()))
}

/// All that the app may ask for.
fn scope(platform: Platform) -> String {
    match platform {
        Platform::Entra => format!("{AZURE_DEVOPS}/.default offline_access"),
        Platform::Atlassian => format!("{} offline_access", JIRA.join(" ")),
    }
}

/// A request for consent, as the platform documents it, with other or more parameters.
fn asked(platform: Platform, changes: &[(&str, &str)]) -> String {
    let scope = scope(platform);
    let mut parameters = BTreeMap::from([
        ("client_id", "app"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("state", "a state & more"),
        ("scope", scope.as_str()),
    ]);
    if platform == Platform::Atlassian {
        parameters.extend([("audience", "api.atlassian.com"), ("prompt", "consent")]);
    }
    parameters.extend(changes.iter().copied());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters).finish()
}

/// What the browser brings back.
fn brought(authorized: &Authorized) -> BTreeMap<String, String> {
    let Authorized::Redirect(to) = authorized else { panic!("not sent back: {authorized:?}") };
    Url::parse(to).unwrap().query_pairs().into_owned().collect()
}

fn authorize(
    authority: &Authority,
    changes: &[(&str, &str)],
    now: OffsetDateTime,
) -> BTreeMap<String, String> {
    let request = AuthorizeRequest::parse(&asked(authority.platform(), changes));
    brought(&authority.authorize(&request, now))
}

fn code(authority: &Authority, now: OffsetDateTime) -> String {
    authorize(authority, &[], now)["code"].clone()
}

fn redeem(authority: &Authority, code: &str, now: OffsetDateTime) -> Result<Tokens, Refusal> {
    authority.token(&TokenRequest::code("app", Some("app-secret"), code, CALLBACK), now)
}

fn begin(authority: &Authority, now: OffsetDateTime) -> Tokens {
    authority.grant("app", ACCOUNT, &scope(authority.platform()), now).unwrap()
}

fn refresh(authority: &Authority, tokens: &Tokens, now: OffsetDateTime) -> Result<Tokens, Refusal> {
    let token = tokens.refresh_token.as_deref().unwrap();
    authority.token(&TokenRequest::refresh("app", Some("app-secret"), token), now)
}

fn opens(authority: &Authority, tokens: &Tokens, now: OffsetDateTime) -> bool {
    authority.introspect(&tokens.access_token, now).is_some()
}
