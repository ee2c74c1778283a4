use migrayt_testkit::sim::oauth::{AZURE_DEVOPS, Platform, Reason, Refusal, TokenRequest};

use super::{CALLBACK, authority, begin, minutes, refresh};

fn refused(platform: Platform, request: &TokenRequest) -> Refusal {
    authority(platform).token(request, minutes(0)).unwrap_err()
}

#[test]
fn an_app_must_be_known_and_prove_itself() {
    let by = |client: &str, secret: Option<&str>| TokenRequest::refresh(client, secret, "r");
    for (request, entra, atlassian) in [
        (by("nobody", Some("s")), (400, "unauthorized_client", 700_016), (401, "access_denied")),
        (by("app", Some("wrong")), (401, "invalid_client", 7_000_215), (401, "access_denied")),
        (by("app", None), (401, "invalid_client", 7_000_218), (401, "access_denied")),
        (by("native", Some("s")), (401, "invalid_client", 700_025), (401, "access_denied")),
        (TokenRequest::default(), (400, "invalid_request", 900_144), (400, "invalid_request")),
        (by("app", Some("app-secret")), (400, "invalid_grant", 9_002_313), (403, "invalid_grant")),
        (
            TokenRequest::code("app", Some("app-secret"), "c", CALLBACK),
            (400, "invalid_grant", 9_002_313),
            (403, "invalid_grant"),
        ),
        (
            TokenRequest::default()
                .with("client_id", "app")
                .with("client_secret", "app-secret")
                .with("grant_type", "password"),
            (400, "unsupported_grant_type", 70_003),
            (403, "unsupported_grant_type"),
        ),
    ] {
        let of = refused(Platform::Entra, &request);
        assert_eq!((of.status.as_u16(), of.error, of.code), (entra.0, entra.1, Some(entra.2)));
        let of = refused(Platform::Atlassian, &request);
        assert_eq!((of.status.as_u16(), of.error, of.code), (atlassian.0, atlassian.1, None));
    }
}

#[test]
fn a_refresh_may_ask_for_less_and_not_for_more() {
    let authority = authority(Platform::Entra);
    let part = format!("{AZURE_DEVOPS}/vso.project offline_access");
    let tokens = authority.grant("app", super::ACCOUNT, &part, minutes(0)).unwrap();
    let asking = |scope: &str| {
        let token = tokens.refresh_token.as_deref().unwrap();
        let request = TokenRequest::refresh("app", Some("app-secret"), token);
        authority.token(&request.with("scope", scope), minutes(1))
    };
    let less = format!("{AZURE_DEVOPS}/vso.project");
    assert_eq!(asking(&less).unwrap().scopes, [less]);
    let more = asking(&format!("{AZURE_DEVOPS}/vso.work_write")).unwrap_err();
    assert_eq!((more.reason, more.code), (Reason::MoreScope, Some(65_001)));
    assert_eq!(more.suberror, Some("consent_required"));
    let other = asking("https://elsewhere.example/read").unwrap_err();
    assert_eq!((other.error, other.code), ("invalid_scope", Some(70_011)));
    assert_eq!(authority.tally().refreshes, 1, "what is refused gives nothing");
}

#[test]
fn a_refresh_token_is_good_for_its_app_only() {
    for platform in [Platform::Entra, Platform::Atlassian] {
        let authority = authority(platform);
        let tokens = begin(&authority, minutes(0));
        let token = tokens.refresh_token.as_deref().unwrap();
        let stolen = TokenRequest::refresh("native", None, token);
        let refused = authority.token(&stolen, minutes(1)).unwrap_err();
        assert_eq!(refused.reason, Reason::UnknownToken);
        assert!(refresh(&authority, &tokens, minutes(1)).is_ok());
    }
}
