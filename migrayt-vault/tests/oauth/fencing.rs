use migrayt_core::ErrorKind;
use migrayt_core::port::Credential as _;
use secrecy::ExposeSecret as _;
use time::Duration;

use crate::world::{World, name, scope};

#[tokio::test]
async fn a_fence_ends_what_was_lent_before() {
    let world = World::atlassian();
    let (old, new) = (world.connect().await.unwrap(), world.connections());
    let new = new.credential(&scope(), &name());
    let lent = old.lend().await.unwrap();
    let token = lent.expose_secret().trim_start_matches("Bearer ");
    new.fence().await.unwrap();
    assert!(world.is_let_in(&new).await.unwrap());
    world.pass(Duration::minutes(10));
    assert!(world.authority.introspect(token, world.now()).is_none());
    assert!(world.is_let_in(&new).await.unwrap());
    assert!(world.is_let_in(&old).await.unwrap(), "a worker that asks again goes on");
}

#[tokio::test]
async fn a_platform_whose_tokens_live_on_cannot_fence() {
    let world = World::entra();
    let credential = world.connect().await.unwrap();
    assert_eq!(credential.fence().await.unwrap_err().kind(), ErrorKind::Unsupported);
    assert_eq!(world.authority.tally().token_calls, 1);
}
