use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_core::port::Credential as _;
use migrayt_vault::{Secret, StoredCredential, TokenKind};
use secrecy::ExposeSecret as _;
use time::Duration;

use crate::world::{World, name, scope};

#[tokio::test]
async fn a_token_is_shown_as_its_kind_and_a_rotation_is_noticed() {
    let world = World::entra();
    let vault = &world.parts.vault;
    let first = vault.put(&scope(), &name(), Secret::new("token-1").unwrap()).await.unwrap();
    let email = "me@example.com".to_owned();
    let kinds = [
        (TokenKind::PersonalAccessToken, "Basic OnRva2VuLTE="),
        (TokenKind::ApiToken { email }, "Basic bWVAZXhhbXBsZS5jb206dG9rZW4tMQ=="),
        (TokenKind::Bearer, "Bearer token-1"),
    ];
    let credentials = kinds.map(|(kind, header)| {
        let clock = Arc::clone(&world.clock) as _;
        (StoredCredential::new(Arc::clone(vault), scope(), name(), kind, clock), header)
    });
    for (credential, header) in &credentials {
        assert_eq!(credential.lend().await.unwrap().expose_secret(), *header);
        let fenced = credential.fence().await.unwrap_err();
        assert_eq!(fenced.kind(), ErrorKind::Unsupported);
        assert!(!format!("{credential:?}").contains("token-1"));
    }
    let (bearer, _) = &credentials[2];
    vault.rotate(&scope(), &name(), first, Secret::new("token-2").unwrap()).await.unwrap();
    world.pass(Duration::seconds(60));
    assert_eq!(bearer.lend().await.unwrap().expose_secret(), "Bearer token-2");
    vault.destroy(&scope(), &name()).await.unwrap();
    world.pass(Duration::seconds(60));
    assert_eq!(bearer.lend().await.unwrap_err().kind(), ErrorKind::NotFound);
}
