//! Lost answers, refusals, and what is made of them.

use std::time::Duration;

use migrayt_core::ErrorKind;
use migrayt_core::error::{Effect, Retry};
use migrayt_vault::{CredentialVault as _, SecretVersion};
use serde_json::json;

use super::proxy::Trouble;
use super::seat::{Seat, put, value};
use crate::fixture::{name, scope, secret};

const STAGED: SecretVersion = SecretVersion::from_bits(5);

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_made_once() {
    for seat in Seat::all().await {
        let vault = seat.open(|settings| settings.cached_for = Duration::ZERO).await;
        let (own, token) = (scope("ten_a"), name("x"));
        let lose = |call| seat.proxy.trouble(call, Trouble::AnswerLost);
        lose("GenerateDataKey");
        lose("CreateSecret");
        let first = put(&vault, "ten_a", "x", "first").await;
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "first");
        // The same bytes under the same token are no second version in AWS; the double refuses them.
        lose("UpdateSecretVersionStage");
        let second = vault.rotate(&own, &token, first, secret("second")).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "second");
        vault.stage(&own, &token, second, STAGED, secret("third")).await.unwrap();
        lose("UpdateSecretVersionStage");
        vault.promote(&own, &token, second, STAGED).await.unwrap();
        lose("GetSecretValue");
        lose("Decrypt");
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "third");
        lose("ListSecrets");
        assert_eq!(vault.names(&own).await.unwrap(), std::slice::from_ref(&token));
        let told = json!({ "SecretId": seat.whole("ten_a", "x") });
        let told = seat.secrets("DescribeSecret", told).await;
        let current = told["VersionIdsToStages"].as_object().unwrap().values();
        let current = current.filter(|labels| labels.to_string().contains("AWSCURRENT"));
        assert_eq!(current.count(), 1);
    }
}

#[tokio::test]
async fn a_busy_aws_is_asked_again_and_one_that_stays_so_is_said_to_be() {
    for seat in Seat::all().await {
        let vault = seat.open(|settings| settings.cached_for = Duration::ZERO).await;
        let own = scope("ten_a");
        let refuse = |call, status, code, times| {
            for _ in 0..times {
                seat.proxy.trouble(call, Trouble::Refused(status, code));
            }
        };
        refuse("CreateSecret", 400, "ThrottlingException", 2);
        refuse("GenerateDataKey", 500, "KMSInternalException", 3);
        put(&vault, "ten_a", "x", "value").await;
        refuse("GetSecretValue", 500, "InternalServiceError", 3);
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");

        refuse("Decrypt", 400, "ThrottlingException", 4);
        let error = vault.hold(&own, &name("x")).await.unwrap_err();
        assert_eq!((error.kind(), error.retry()), (ErrorKind::RateLimited, Retry::Backoff));
        assert_eq!(error.effect(), Effect::None);

        refuse("CreateSecret", 500, "InternalServiceError", 4);
        let error = vault.put(&own, &name("y"), secret("value")).await.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::Unknown));

        for call in ["GetSecretValue", "Decrypt"] {
            seat.proxy.seen();
            refuse(call, 400, "AccessDeniedException", 1);
            let error = vault.hold(&own, &name("x")).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::PermissionDenied);
            assert!(error.to_string().contains(call), "{error}");
            let asked = seat.proxy.calls().iter().filter(|own| *own == call).count();
            assert_eq!(asked, 1, "what is not allowed is not asked again");
        }
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");
    }
}

/// AWS says so for a while of a secret that was destroyed at once.
#[tokio::test]
async fn a_name_that_is_not_free_yet_is_tried_again_and_then_said_to_be_so() {
    for seat in Seat::all().await {
        let vault = seat.vault().await;
        let ending = |answer: &mut serde_json::Value| answer["DeletedDate"] = json!(1_795_000_000);
        let taken = |times: usize| {
            for _ in 0..times {
                seat.proxy
                    .trouble("CreateSecret", Trouble::Refused(400, "InvalidRequestException"));
                seat.proxy.trouble("DescribeSecret", Trouble::Answered(ending));
            }
        };
        taken(3);
        put(&vault, "ten_a", "x", "value").await;
        assert_eq!(value(&seat.vault().await, "ten_a", "x").await.unwrap(), "value");
        taken(4);
        let error = vault.put(&scope("ten_a"), &name("y"), secret("new")).await.unwrap_err();
        assert_eq!((error.kind(), error.retry()), (ErrorKind::AlreadyExists, Retry::Backoff));
        assert_eq!(error.message(), "a destroyed secret still has this name");
        put(&vault, "ten_a", "y", "value").await;
    }
}

/// A call that was made four times is not made sixteen times.
#[tokio::test]
async fn no_try_is_a_try_of_tries() {
    for seat in Seat::all().await {
        let vault = seat.vault().await;
        let first = put(&vault, "ten_a", "x", "value").await;
        for _ in 0..16 {
            let busy = Trouble::Refused(400, "ThrottlingException");
            seat.proxy.trouble("DescribeSecret", busy.clone());
            seat.proxy.trouble("CreateSecret", busy);
        }
        seat.proxy.seen();
        let promoted = vault.promote(&scope("ten_a"), &name("x"), first, STAGED).await;
        assert_eq!(promoted.unwrap_err().kind(), ErrorKind::RateLimited);
        assert_eq!(seat.proxy.calls(), ["DescribeSecret"; 4]);
        let put = vault.put(&scope("ten_a"), &name("y"), secret("value")).await;
        assert_eq!(put.unwrap_err().kind(), ErrorKind::RateLimited);
        let calls = seat.proxy.calls();
        assert_eq!(calls[0], "GenerateDataKey");
        assert_eq!(calls[1..], ["CreateSecret"; 4]);
    }
}

#[tokio::test]
async fn more_names_than_one_page_are_all_given() {
    for seat in Seat::all().await {
        let vault = seat.vault().await;
        let mut texts: Vec<String> = (0..105).map(|number| format!("name.{number}")).collect();
        for text in &texts {
            put(&vault, "ten_a", text, "value").await;
        }
        put(&vault, "ten_b", "other", "value").await;
        texts.sort();
        seat.proxy.seen();
        // Not of what this process remembers.
        let names = seat.vault().await.names(&scope("ten_a")).await.unwrap();
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        assert_eq!(names, texts);
        let pages = seat.proxy.calls().iter().filter(|call| *call == "ListSecrets").count();
        assert_eq!(pages, 2);
    }
}

/// Secrets Manager's list lags: what this process changed is right all the same.
#[tokio::test]
async fn names_that_were_changed_a_moment_ago_are_looked_at_one_by_one() {
    for seat in Seat::all().await {
        let vault = seat.vault().await;
        let own = scope("ten_a");
        for text in ["a", "b"] {
            put(&vault, "ten_a", text, "value").await;
        }
        let nothing = |answer: &mut serde_json::Value| answer["SecretList"] = json!([]);
        seat.proxy.trouble("ListSecrets", Trouble::Answered(nothing));
        assert_eq!(vault.names(&own).await.unwrap(), [name("a"), name("b")]);
        assert_eq!(vault.names(&scope("ten_b")).await.unwrap(), []);
        // Another process destroyed one of them.
        seat.vault().await.destroy(&own, &name("a")).await.unwrap();
        assert_eq!(vault.names(&own).await.unwrap(), [name("b")]);
    }
}

#[tokio::test]
async fn the_longest_secret_that_is_taken_is_one_that_aws_takes() {
    for seat in Seat::all().await {
        let vault = seat.vault().await;
        let longest = vault.capabilities().longest_secret;
        assert_eq!(longest, 64_000);
        let text = "v".repeat(longest);
        put(&vault, "ten_a", "x", &text).await;
        // Its quota is 65,536 bytes; both doubles take more.
        assert!(seat.stored(&seat.whole("ten_a", "x")).await.len() <= 65_536);
        let longer = secret(vec![7; longest + 1]);
        let error = vault.put(&scope("ten_a"), &name("y"), longer).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InputInvalid);
    }
}
