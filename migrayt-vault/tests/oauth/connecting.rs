use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_core::port::Credential as _;
use migrayt_testkit::sim::oauth::Consent;
use migrayt_vault::SecretName;
use migrayt_vault::oauth::{Access, PendingConsent};
use time::Duration;

use crate::world::{Cut, PERSON, World, name, scope, tenant};

#[tokio::test]
async fn a_person_consents_and_a_token_is_lent() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        assert!(world.is_let_in(&credential).await.unwrap(), "{}", world.platform);
        assert_eq!(world.authority.tally().token_calls, 1);
        let granted = world.authority.grant_view(0).unwrap();
        assert!(!granted.scopes.join(" ").contains("write"), "{:?}", granted.scopes);
    }
}

#[tokio::test]
async fn a_target_asks_for_the_right_to_write() {
    for world in World::both() {
        let connections = world.connections();
        let consent = connections.ask(Access::Write);
        let query = world.answer(consent.url.as_str());
        connections.connect(&scope(), &name(), consent.pending, &query).await.unwrap();
        let granted = world.authority.grant_view(0).unwrap();
        assert!(granted.scopes.join(" ").contains("write"), "{:?}", granted.scopes);
    }
}

#[tokio::test]
async fn every_question_has_a_state_and_entras_a_challenge_of_its_own() {
    for world in World::both() {
        let connections = world.connections();
        let value = |url: &url::Url, key: &str| {
            url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
        };
        let (one, two) = (connections.ask(Access::Read).url, connections.ask(Access::Read).url);
        let (state, other) = (value(&one, "state").unwrap(), value(&two, "state").unwrap());
        assert!(state.len() == 43 && state != other, "{state}");
        let challenge = value(&one, "code_challenge");
        let is_entra = world.platform.name() == "entra";
        assert_eq!(challenge.is_some(), is_entra);
        assert!(challenge.is_none_or(|one| one != value(&two, "code_challenge").unwrap()));
    }
}

#[tokio::test]
async fn an_answer_to_another_question_is_refused_and_nothing_is_sent() {
    for world in World::both() {
        let connections = world.through(Arc::new(Cut));
        let consent = connections.ask(Access::Read);
        let good = world.answer(consent.url.as_str());
        let other = world.answer(connections.ask(Access::Read).url.as_str());
        let again = format!("{good}&{}", good.split('&').next().unwrap());
        let bad = [
            other,
            again,
            good.replace("state=", "stat="),
            good.replace("code=", "cod="),
            good.replace("state=", "state=x"),
            "code=&state=".to_owned(),
            String::new(),
        ];
        for query in bad {
            let kept = consent.pending.to_secret().unwrap();
            let pending = PendingConsent::from_secret(&kept).unwrap();
            let refused = connections.connect(&scope(), &name(), pending, &query).await;
            assert_eq!(refused.unwrap_err().kind(), ErrorKind::Unauthenticated, "{query}");
        }
        assert!(world.parts.vault.names(&scope()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn another_platforms_question_is_not_answered() {
    let [entra, atlassian] = World::both();
    let consent = entra.connections().ask(Access::Read);
    let query = entra.answer(consent.url.as_str());
    let connections = atlassian.through(Arc::new(Cut));
    let refused = connections.connect(&scope(), &name(), consent.pending, &query).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Unauthenticated);
}

#[tokio::test]
async fn an_answer_is_good_for_ten_minutes() {
    for (minutes, good) in [(9, true), (10, false)] {
        let world = World::atlassian();
        let connections = world.connections();
        let consent = connections.ask(Access::Read);
        world.pass(Duration::minutes(minutes));
        let query = world.answer(consent.url.as_str());
        let connected = connections.connect(&scope(), &name(), consent.pending, &query).await;
        assert_eq!(connected.is_ok(), good, "{minutes} minutes");
    }
}

#[tokio::test]
async fn who_declines_is_told_so() {
    for world in World::both() {
        world.authority.answer_with(Consent::Decline);
        let error = world.connect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert!(error.help().is_some());
    }
}

#[tokio::test]
async fn who_connects_again_replaces_the_grant_and_its_users_go_on() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        assert!(world.is_let_in(&credential).await.unwrap());
        world.authority.withdraw("client-1", PERSON, world.now());
        let again = world.connect().await.unwrap();
        assert!(world.is_let_in(&again).await.unwrap());
        world.pass(Duration::seconds(5));
        assert!(world.is_let_in(&credential).await.unwrap(), "{}", world.platform);
    }
}

#[tokio::test]
async fn a_connection_is_its_tenants() {
    let world = World::atlassian();
    world.connect().await.unwrap();
    let connections = world.connections();
    let stranger = tenant("ten_b");
    let credential = connections.credential(&stranger, &name());
    assert_eq!(credential.lend().await.unwrap_err().kind(), ErrorKind::NotFound);
    let ended = connections.disconnect(&stranger, &name()).await;
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::NotFound);
    let missing = SecretName::new("missing").unwrap();
    let [seen, expected] = [
        connections.health(&stranger, &name()).await.unwrap_err(),
        connections.health(&scope(), &missing).await.unwrap_err(),
    ]
    .map(|error| format!("{error:?}").replace("missing", "tracker"));
    assert_eq!(seen, expected);
    assert!(world.is_let_in(&connections.credential(&scope(), &name())).await.unwrap());
}

#[tokio::test]
async fn the_sites_of_a_grant_are_listed() {
    let world = World::atlassian();
    world.connect().await.unwrap();
    let sites = world.connections().sites(&scope(), &name()).await.unwrap();
    let found: Vec<_> = sites.iter().map(|site| (site.id.as_str(), site.url.as_str())).collect();
    assert_eq!(found, [("cloud-1", "https://fabrikam.atlassian.net")]);
    let entra = World::entra();
    entra.connect().await.unwrap();
    let error = entra.connections().sites(&scope(), &name()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}
