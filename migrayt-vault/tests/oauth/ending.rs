use migrayt_core::ErrorKind;
use time::Duration;

use crate::world::{CLIENT, PERSON, World, name, scope};

#[tokio::test]
async fn a_grant_that_was_taken_back_needs_consent_and_nobody_asks_again() {
    for world in World::both() {
        let (one, two) = (world.connect().await.unwrap(), world.connections());
        let two = two.credential(&scope(), &name());
        world.authority.withdraw(CLIENT, PERSON, world.now());
        world.pass(Duration::minutes(61));
        for _ in 0..20 {
            assert_eq!(world.kind(&one).await, ErrorKind::NeedsConsent);
            assert_eq!(world.kind(&two).await, ErrorKind::NeedsConsent);
            world.pass(Duration::minutes(7));
        }
        assert_eq!(world.authority.tally().token_calls, 2, "{}", world.platform);
        let health = world.connections().health(&scope(), &name()).await.unwrap();
        assert!(health.needs_consent);
        // A person consents, and both go on.
        world.connect().await.unwrap();
        assert!(world.is_let_in(&one).await.unwrap() && world.is_let_in(&two).await.unwrap());
    }
}

#[tokio::test]
async fn a_grant_that_outlived_itself_needs_consent() {
    let world = World::atlassian();
    let credential = world.connect().await.unwrap();
    world.pass(Duration::days(91));
    assert_eq!(world.kind(&credential).await, ErrorKind::NeedsConsent);
}

#[tokio::test]
async fn who_disconnects_leaves_nothing() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        assert!(world.is_let_in(&credential).await.unwrap());
        let connections = world.connections();
        connections.disconnect(&scope(), &name()).await.unwrap();
        assert!(world.parts.vault.names(&scope()).await.unwrap().is_empty());
        assert!(world.parts.rows.list(&scope()).await.unwrap().is_empty());
        world.pass(Duration::seconds(5));
        assert_eq!(world.kind(&credential).await, ErrorKind::NotFound);
        let again = connections.disconnect(&scope(), &name()).await;
        assert_eq!(again.unwrap_err().kind(), ErrorKind::NotFound);
    }
}
