use std::sync::Arc;
use std::sync::atomic::Ordering;

use migrayt_core::port::Credential as _;
use migrayt_core::{ErrorKind, Retry};
use migrayt_vault::oauth::Access;
use time::Duration;

use crate::scripted::Scripted;
use crate::world::{World, name, row, scope};

/// What the platforms answer to a refresh, and what it means.
const ANSWERS: [(&str, u16, &str, ErrorKind); 16] = [
    (
        "atlassian",
        403,
        r#"{"error":"unauthorized_client","error_description":"refresh_token is invalid"}"#,
        ErrorKind::NeedsConsent,
    ),
    (
        "atlassian",
        403,
        r#"{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}"#,
        ErrorKind::NeedsConsent,
    ),
    (
        "atlassian",
        401,
        r#"{"error":"access_denied","error_description":"Unauthorized"}"#,
        ErrorKind::ConfigInvalid,
    ),
    (
        "atlassian",
        403,
        r#"{"error":"unauthorized_client","error_description":"Grant type not allowed"}"#,
        ErrorKind::ConfigInvalid,
    ),
    ("atlassian", 429, "slow down", ErrorKind::RateLimited),
    ("atlassian", 400, "<html>edge</html>", ErrorKind::Unavailable),
    ("atlassian", 502, "<html>bad gateway</html>", ErrorKind::Unavailable),
    ("atlassian", 200, "<html>sign in</html>", ErrorKind::Unavailable),
    ("atlassian", 302, "", ErrorKind::Unavailable),
    (
        "entra",
        400,
        r#"{"error":"invalid_grant","error_description":"AADSTS70008: The refresh token has expired.","error_codes":[70008]}"#,
        ErrorKind::NeedsConsent,
    ),
    (
        "entra",
        400,
        r#"{"error":"interaction_required","error_codes":[50076]}"#,
        ErrorKind::NeedsConsent,
    ),
    (
        "entra",
        401,
        r#"{"error":"invalid_client","error_description":"AADSTS7000222","error_codes":[7000222]}"#,
        ErrorKind::ConfigInvalid,
    ),
    ("entra", 400, r#"{"error":"invalid_scope"}"#, ErrorKind::ConfigInvalid),
    (
        "entra",
        400,
        r#"{"error":"unauthorized_client","error_codes":[700016]}"#,
        ErrorKind::ConfigInvalid,
    ),
    ("entra", 503, r#"{"error":"temporarily_unavailable"}"#, ErrorKind::Unavailable),
    ("entra", 400, r#"{"error":"temporarily_unavailable"}"#, ErrorKind::Unavailable),
];

#[tokio::test]
async fn each_answer_means_what_the_platform_means() {
    for (platform, status, body, kind) in ANSWERS {
        let world = if platform == "entra" { World::entra() } else { World::atlassian() };
        world.connect().await.unwrap();
        world.pass(Duration::minutes(61));
        let scripted = Arc::new(Scripted::of(status, body));
        let credential = world.through(scripted.clone()).credential(&scope(), &name());
        let error = credential.lend().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{platform} {status} {body}");
        assert!(error.help().is_some());
        let said = format!("{error} {error:?}");
        assert!(!said.contains("AADSTS") && !said.contains("refresh_token is"), "{said}");
        assert_eq!(row(world.parts.rows.as_ref()).await.ended, kind == ErrorKind::NeedsConsent);
        assert_eq!(scripted.asked.load(Ordering::SeqCst), 1);
        if kind == ErrorKind::NeedsConsent {
            continue;
        }
        // The grant is not lost: when the platform answers again, all goes on.
        world.pass(Duration::minutes(2));
        let credential = world.connections().credential(&scope(), &name());
        assert!(world.is_let_in(&credential).await.unwrap(), "{platform} {status} {body}");
    }
}

#[tokio::test]
async fn a_token_that_lives_is_lent_whatever_becomes_of_its_renewal() {
    let world = World::atlassian();
    world.connect().await.unwrap();
    world.pass(Duration::minutes(52));
    let scripted = Arc::new(Scripted::of(500, ""));
    let credential = world.through(scripted.clone()).credential(&scope(), &name());
    for _ in 0..4 {
        assert!(world.is_let_in(&credential).await.unwrap());
        world.pass(Duration::seconds(6));
    }
    assert_eq!(scripted.asked.load(Ordering::SeqCst), 1, "no second request within the lease");
    world.pass(Duration::seconds(30));
    assert!(world.is_let_in(&credential).await.unwrap());
    assert_eq!(scripted.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn nobody_asks_before_the_authority_wants_it() {
    let world = World::atlassian();
    world.connect().await.unwrap();
    world.pass(Duration::minutes(50));
    let scripted = Arc::new(Scripted::pausing(429, "{}", Some("240")));
    let [one, two] =
        [(); 2].map(|()| world.through(scripted.clone()).credential(&scope(), &name()));
    assert!(world.is_let_in(&one).await.unwrap());
    for _ in 0..3 {
        world.pass(Duration::minutes(1));
        assert!(world.is_let_in(&two).await.unwrap() && world.is_let_in(&one).await.unwrap());
    }
    assert_eq!(scripted.asked.load(Ordering::SeqCst), 1);
    world.pass(Duration::minutes(1));
    assert!(world.is_let_in(&two).await.unwrap());
    assert_eq!(scripted.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_code_whose_answer_was_lost_is_asked_for_again() {
    for (status, body) in [(500, ""), (200, "<html>")] {
        let world = World::atlassian();
        let connections = world.through(Arc::new(Scripted::of(status, body)));
        let consent = connections.ask(Access::Read);
        let query = world.answer(consent.url.as_str());
        let lost = connections.connect(&scope(), &name(), consent.pending, &query).await;
        let error = lost.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NeedsConsent);
        assert!(matches!(error.retry(), Retry::Never));
        assert!(world.parts.vault.names(&scope()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_app_that_may_not_stay_connected_is_told_what_it_lacks() {
    let world = World::atlassian();
    let body =
        r#"{"access_token":"a","expires_in":3600,"token_type":"Bearer","scope":"read:jira-work"}"#;
    let connections = world.through(Arc::new(Scripted::of(200, body)));
    let consent = connections.ask(Access::Read);
    let query = world.answer(consent.url.as_str());
    let error = connections.connect(&scope(), &name(), consent.pending, &query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.help().is_some_and(|help| help.contains("offline_access")));
}
