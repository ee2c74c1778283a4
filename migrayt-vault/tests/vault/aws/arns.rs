//! Addresses of secrets, as a database keeps them.

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, SecretArn};
use serde_json::json;

use super::seat::{Seat, put};
use crate::fixture::{name, scope};

#[tokio::test]
async fn an_address_leads_back_to_the_name_for_its_tenant_alone() {
    for seat in Seat::all().await {
        let (vault, own, stranger) = (seat.vault().await, scope("ten_a"), scope("ten_b"));
        let elsewhere = seat.fresh(
            seat.settings(),
            std::sync::Arc::new(migrayt_vault::MemoryAudit::default()),
            std::sync::Arc::new(super::seat::Hand::default()),
        );
        let elsewhere = elsewhere.await;
        let long = "A".repeat(64);
        for text in ["x", "Jira.token-1", "abc-abcdef", &long] {
            put(&vault, "ten_a", text, "value").await;
            let arn = vault.arn(&own, &name(text)).await.unwrap();
            // As it comes back from a database.
            let arn = SecretArn::new(arn.to_string()).unwrap();
            assert!(arn.as_str().starts_with("arn:aws:secretsmanager:eu-west-1:"), "{arn}");
            assert_eq!(vault.find(&own, &arn).await.unwrap(), name(text));

            let nobodys = SecretArn::new(arn.as_str().replace("/t/ten_a/", "/t/ten_c/")).unwrap();
            seat.proxy.seen();
            let foreign = vault.find(&stranger, &arn).await.unwrap_err();
            let unknown = vault.find(&stranger, &nobodys).await.unwrap_err();
            assert_eq!(foreign.kind(), ErrorKind::NotFound);
            assert_eq!(format!("{foreign} {foreign:?}"), format!("{unknown} {unknown:?}"));
            assert_eq!(elsewhere.find(&own, &arn).await.unwrap_err().kind(), ErrorKind::NotFound);
            assert_eq!(seat.proxy.calls(), [""; 0], "another's address is not asked for");

            let missing = vault.arn(&stranger, &name(text)).await.unwrap_err();
            assert_eq!(missing.kind(), ErrorKind::NotFound);
        }
    }
}

#[tokio::test]
async fn an_address_of_another_account_region_or_life_is_nobodys() {
    for seat in Seat::all().await {
        let (vault, own) = (seat.vault().await, scope("ten_a"));
        put(&vault, "ten_a", "x", "value").await;
        let arn = vault.arn(&own, &name("x")).await.unwrap();
        let parts: Vec<&str> = arn.as_str().split(':').collect();
        let others = [
            arn.as_str().replace("eu-west-1", "us-east-1"),
            arn.as_str().replace(parts[4], "999999999999"),
            format!("{}-zzzzzz", arn.as_str().rsplit_once('-').unwrap().0),
        ];
        for other in others {
            let found = vault.find(&own, &SecretArn::new(other.clone()).unwrap()).await;
            assert_eq!(found.unwrap_err().kind(), ErrorKind::NotFound, "{other}");
        }
        vault.destroy(&own, &name("x")).await.unwrap();
        put(&vault, "ten_a", "x", "another").await;
        assert_eq!(vault.find(&own, &arn).await.unwrap_err().kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn a_tag_that_names_another_secret_is_not_believed() {
    for seat in Seat::all().await {
        let (vault, own) = (seat.vault().await, scope("ten_a"));
        put(&vault, "ten_a", "x", "value").await;
        put(&vault, "ten_a", "y", "value").await;
        let arn = vault.arn(&own, &name("x")).await.unwrap();
        let tags = json!([{ "Key": "migrayt:connection", "Value": "y" }]);
        let tagged = json!({ "SecretId": seat.whole("ten_a", "x"), "Tags": tags });
        seat.secrets("TagResource", tagged).await;
        assert_eq!(vault.find(&own, &arn).await.unwrap_err().kind(), ErrorKind::NotFound);
        let error = vault.names(&own).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DataCorrupt);
        assert!(error.help().is_some());
    }
}
