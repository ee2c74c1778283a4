use time::Duration;

use crate::world::{World, held, name, row, scope};

#[tokio::test]
async fn a_grant_is_renewed_when_most_of_its_life_is_over() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        let begun = world.now();
        for minute in [0, 20, 44] {
            world.clock.advance_to(begun + Duration::minutes(minute));
            assert!(world.is_let_in(&credential).await.unwrap());
            assert_eq!(world.authority.tally().token_calls, 1, "minute {minute}");
        }
        let before = held(world.parts.vault.as_ref()).await;
        world.clock.advance_to(begun + Duration::minutes(52));
        assert!(world.is_let_in(&credential).await.unwrap());
        assert_eq!(world.authority.tally().token_calls, 2);
        assert_ne!(held(world.parts.vault.as_ref()).await, before);
        let row = row(world.parts.rows.as_ref()).await;
        assert_eq!((row.attempt, row.renewed_at), (None, begun + Duration::minutes(52)));
        assert_eq!(row.consented_at, begun);
    }
}

#[tokio::test]
async fn a_day_of_use_takes_one_call_in_most_of_an_hour() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        for _ in 0..24 * 60 {
            world.pass(Duration::minutes(1));
            assert!(world.is_let_in(&credential).await.unwrap());
        }
        let calls = world.authority.tally().token_calls;
        assert!((28..=33).contains(&calls), "{calls}");
        assert_eq!(world.authority.tally().superseded, 0);
    }
}

#[tokio::test]
async fn a_token_that_was_long_forgotten_is_renewed_before_it_is_lent() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        world.pass(Duration::days(20));
        assert!(world.is_let_in(&credential).await.unwrap());
        assert_eq!(world.authority.tally().turned_away, 0);
    }
}

#[tokio::test]
async fn many_requests_at_once_renew_once() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        world.pass(Duration::minutes(59));
        let lent = (0..50).map(|_| world.is_let_in(&credential));
        for taken in futures_util::future::join_all(lent).await {
            assert!(taken.unwrap());
        }
        assert_eq!(world.authority.tally().token_calls, 2);
    }
}

#[tokio::test]
async fn another_process_renewal_is_noticed_within_five_seconds() {
    let world = World::atlassian();
    let (one, two) = (world.connect().await.unwrap(), world.connections());
    let two = two.credential(&scope(), &name());
    world.pass(Duration::minutes(44));
    assert!(world.is_let_in(&one).await.unwrap() && world.is_let_in(&two).await.unwrap());
    world.pass(Duration::minutes(8));
    assert!(world.is_let_in(&two).await.unwrap());
    world.pass(Duration::seconds(5));
    assert!(world.is_let_in(&one).await.unwrap());
    let tally = world.authority.tally();
    assert_eq!((tally.token_calls, tally.superseded), (2, 0));
}

#[tokio::test]
async fn a_connection_that_nobody_uses_is_kept_alive() {
    for world in World::both() {
        let credential = world.connect().await.unwrap();
        let connections = world.connections();
        let mut renewed = 0;
        for _ in 0..300 {
            world.pass(Duration::days(1));
            renewed += u32::from(connections.tend(&scope(), &name()).await.unwrap());
        }
        assert_eq!(renewed, 10, "{}", world.platform);
        assert!(world.is_let_in(&credential).await.unwrap());
        let health = connections.health(&scope(), &name()).await.unwrap();
        assert!(health.warnings.is_empty() && !health.needs_consent, "{health:?}");
    }
}
