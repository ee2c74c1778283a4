use migrayt_testkit::sim::oauth::{
    App, Authority, AuthorizeRequest, Authorized, Consent, Loss, Platform, Reason, TokenRequest,
};

use super::{
    ACCOUNT, CALLBACK, CHALLENGE, VERIFIER, asked, authority, authorize, begin, code, minutes,
    opens, redeem, refresh,
};

const BOTH: [Platform; 2] = [Platform::Entra, Platform::Atlassian];

#[test]
fn a_code_comes_back_with_the_state_and_gives_tokens() {
    for platform in BOTH {
        let authority = authority(platform);
        let back = authorize(&authority, &[], minutes(0));
        assert_eq!(back["state"], "a state & more");
        let tokens = redeem(&authority, &back["code"], minutes(1)).unwrap();
        let opened = authority.introspect(&tokens.access_token, minutes(2)).unwrap();
        assert_eq!((&*opened.client_id, &*opened.account), ("app", ACCOUNT));
        assert!(tokens.refresh_token.is_some());
        assert!(opened.scopes.iter().any(|scope| scope == "offline_access"), "{opened:?}");
    }
}

#[test]
fn a_code_waits_for_ten_minutes() {
    for platform in BOTH {
        let authority = authority(platform);
        let (soon, late) = (code(&authority, minutes(0)), code(&authority, minutes(0)));
        assert!(redeem(&authority, &soon, minutes(10) - time::Duration::SECOND).is_ok());
        let refused = redeem(&authority, &late, minutes(10)).unwrap_err();
        assert_eq!(refused.reason, Reason::OldCode);
    }
}

#[test]
fn a_code_is_good_once_and_entra_takes_back_what_it_gave() {
    for (platform, ends) in [(Platform::Entra, true), (Platform::Atlassian, false)] {
        let authority = authority(platform);
        let other = begin(&authority, minutes(0));
        let code = code(&authority, minutes(0));
        let tokens = redeem(&authority, &code, minutes(1)).unwrap();
        let refused = redeem(&authority, &code, minutes(2)).unwrap_err();
        assert_eq!(refused.reason, Reason::UsedCode);
        assert_eq!(authority.tally().replays, 1);
        let lost = authority.grant_view(tokens.grant).unwrap().lost;
        assert_eq!(lost.map(|(_, loss)| loss), ends.then_some(Loss::Replayed));
        assert_eq!(refresh(&authority, &tokens, minutes(3)).is_err(), ends);
        assert!(refresh(&authority, &other, minutes(3)).is_ok(), "another grant lives on");
    }
}

#[test]
fn a_code_is_good_for_its_app_and_its_address() {
    for platform in BOTH {
        let other = App::confidential("other", "other-secret").with_redirect(CALLBACK);
        let authority = authority(platform).with_app(other);
        let code = code(&authority, minutes(0));
        let stolen = TokenRequest::code("other", Some("other-secret"), &code, CALLBACK);
        let refused = authority.token(&stolen, minutes(1)).unwrap_err();
        assert_eq!(refused.reason, Reason::UnknownCode);
        let elsewhere =
            TokenRequest::code("app", Some("app-secret"), &code, "https://app.example/other");
        let refused = authority.token(&elsewhere, minutes(1)).unwrap_err();
        assert_eq!(refused.reason, Reason::OtherRedirect);
        assert!(redeem(&authority, &code, minutes(1)).is_ok());
    }
}

#[test]
fn entra_holds_the_verifier_against_the_challenge_and_atlassian_ignores_both() {
    let challenge = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let try_with = |authority: &Authority, verifier: Option<&str>| {
        let code = authorize(authority, &challenge, minutes(0))["code"].clone();
        let request = TokenRequest::code("app", Some("app-secret"), &code, CALLBACK);
        let request = match verifier {
            Some(verifier) => request.with("code_verifier", verifier),
            None => request,
        };
        authority.token(&request, minutes(1)).map(drop).map_err(|refused| refused.reason)
    };
    let entra = authority(Platform::Entra);
    assert_eq!(try_with(&entra, Some(VERIFIER)), Ok(()));
    let wrong = |given| Err(Reason::WrongVerifier { given });
    assert_eq!(try_with(&entra, Some("another-verifier")), wrong(true));
    assert_eq!(try_with(&entra, None), wrong(false));
    let atlassian = authority(Platform::Atlassian);
    assert_eq!(try_with(&atlassian, Some("another-verifier")), Ok(()));
    assert_eq!(try_with(&atlassian, None), Ok(()));
    let plain = [("code_challenge", VERIFIER), ("code_challenge_method", "plain")];
    assert_eq!(authorize(&entra, &plain, minutes(0))["error"], "invalid_request");
}

#[test]
fn people_are_sent_to_registered_addresses_only() {
    let sent = |platform: Platform, client: &str, uri: &str| {
        let changes = [("client_id", client), ("redirect_uri", uri), ("scope", "offline_access")];
        let request = AuthorizeRequest::parse(&asked(platform, &changes));
        match authority(platform).authorize(&request, minutes(0)) {
            Authorized::Redirect(to) => Some(to.starts_with(uri)),
            Authorized::Stopped(refusal) => {
                assert_eq!(refusal.reason, Reason::WrongRedirect);
                None
            }
            other => panic!("{other:?}"),
        }
    };
    for platform in BOTH {
        assert_eq!(sent(platform, "app", CALLBACK), Some(true));
        for uri in ["https://app.example/callback/", "https://app.example:8443/callback", "", "x"] {
            assert_eq!(sent(platform, "app", uri), None, "{uri}");
        }
        assert_eq!(sent(platform, "native", "http://localhost/other"), None);
        assert_eq!(sent(platform, "native", "http://localhost/back"), Some(true));
    }
    // Entra alone leaves the port of a loopback address aside.
    let port = "http://localhost:50123/back";
    assert_eq!(sent(Platform::Entra, "native", port), Some(true));
    assert_eq!(sent(Platform::Atlassian, "native", port), None);
    assert_eq!(sent(Platform::Entra, "native", "http://127.0.0.1:50123/back"), None);
}

#[test]
fn who_declines_gives_no_code() {
    for platform in BOTH {
        let authority = authority(platform).with_consent(Consent::Decline);
        let back = authorize(&authority, &[], minutes(0));
        assert_eq!((back["error"].as_str(), back.contains_key("code")), ("access_denied", false));
        assert_eq!(back["state"], "a state & more");
        authority.answer_with(Consent::Accept("a stranger".to_owned()));
        assert_eq!(authorize(&authority, &[], minutes(0))["error"], "access_denied");
        let tally = authority.tally();
        assert_eq!((tally.authorizations, tally.codes), (2, 0));
    }
}

#[test]
fn what_an_app_may_not_ask_for_is_refused_at_the_consent() {
    for platform in BOTH {
        let authority = authority(platform);
        for (change, error) in [
            (("scope", "offline_access admin"), "invalid_scope"),
            (("scope", ""), "invalid_request"),
            (("response_type", "token"), "unsupported_response_type"),
        ] {
            assert_eq!(authorize(&authority, &[change], minutes(0))["error"], error, "{change:?}");
        }
        let unknown = AuthorizeRequest::parse(&asked(platform, &[("client_id", "nobody")]));
        let stopped = authority.authorize(&unknown, minutes(0));
        assert!(
            matches!(&stopped, Authorized::Stopped(it) if it.reason == Reason::UnknownApp),
            "{stopped:?}"
        );
    }
    let atlassian = authority(Platform::Atlassian);
    let back = authorize(&atlassian, &[("audience", "elsewhere")], minutes(0));
    assert_eq!(back["error"], "invalid_request");
}

#[test]
fn without_offline_access_there_is_no_refresh_token() {
    for platform in BOTH {
        let scope = super::scope(platform).replace(" offline_access", "");
        let authority = authority(platform);
        let tokens = authority.grant("app", ACCOUNT, &scope, minutes(0)).unwrap();
        assert_eq!(tokens.refresh_token, None);
        assert!(opens(&authority, &tokens, minutes(1)));
        assert!(authority.grant("app", "a stranger", &scope, minutes(0)).is_none());
        assert!(authority.grant("app", ACCOUNT, "admin", minutes(0)).is_none());
    }
}

#[test]
fn the_seed_makes_the_tokens_and_nothing_prints_them() {
    let made = || {
        let authority = authority(Platform::Atlassian);
        let code = code(&authority, minutes(0));
        let tokens = redeem(&authority, &code, minutes(0)).unwrap();
        (authority, code, tokens)
    };
    let ((authority, code, tokens), (_, again, same)) = (made(), made());
    assert_eq!((&code, &tokens), (&again, &same));
    let refreshed = refresh(&authority, &tokens, minutes(1)).unwrap();
    assert_ne!(refreshed.access_token, tokens.access_token);
    assert_ne!(refreshed.refresh_token, tokens.refresh_token);
    let request = TokenRequest::code("app", Some("app-secret"), &code, CALLBACK);
    let printed = format!("{authority:?} {tokens:?} {request:?}");
    for secret in [code.as_str(), &tokens.access_token, "app-secret"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
