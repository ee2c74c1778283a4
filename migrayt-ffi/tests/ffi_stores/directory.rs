use std::sync::Arc;

use migrayt::config::{Prompt as _, Wanted};
use migrayt::system::SystemClock;
use migrayt_core::ErrorKind;
use migrayt_core::id::{AccountId, TenantId};
use migrayt_ffi::face::host::directory::HostDirectory;
use migrayt_ffi::face::host::prompt::HostPrompt;
use migrayt_tenancy::{Presented, Role, TenantScope, admit};
use secrecy::ExposeSecret as _;
use serde_json::{Value as Json, json};

use crate::host::Host;

async fn present(known: Json) -> Result<TenantScope, migrayt_core::Error> {
    let host = Host::with_answer("directory.look_up", known, b"mgs_token");
    let directory = HostDirectory::new(host);
    admit(&directory, &Presented::new("mgs_token"), &SystemClock::new()).await
}

fn known() -> Json {
    json!({
        "tenant": "ten_1", "account": "acc_1", "role": "admin", "enabled": true,
        "session_end": "2096-03-29T00:00:00Z",
    })
}

fn without(name: &str) -> Json {
    let mut known = known();
    known.as_object_mut().unwrap().remove(name);
    known
}

fn with(name: &str, value: Json) -> Json {
    let mut known = known();
    known[name] = value;
    known
}

#[tokio::test]
async fn who_is_known_is_let_in_as_what_they_are() {
    let scope = present(known()).await.unwrap();
    assert_eq!(scope.tenant(), &TenantId::new("ten_1"));
    assert_eq!(scope.actor().account(), &AccountId::new("acc_1"));
    assert_eq!(scope.actor().role(), Some(Role::Admin));
    assert!(scope.ends_at().is_some());
    for endless in [without("session_end"), with("session_end", Json::Null)] {
        assert!(present(endless).await.unwrap().ends_at().is_none());
    }
}

#[tokio::test]
async fn who_is_unknown_disabled_or_late_is_not_let_in() {
    let late = with("session_end", json!("2020-03-29T00:00:00Z"));
    for refused in [Json::Null, with("enabled", json!(false)), late] {
        let error = present(refused).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::PermissionDenied),
            "{error}"
        );
    }
}

#[tokio::test]
async fn nobody_is_let_in_by_half_an_answer() {
    let halves = ["tenant", "account", "role", "enabled"].map(without);
    let others = [
        with("role", json!("superuser")),
        with("session_end", json!("tomorrow")),
        with("admin", json!(true)),
        json!("mgs_token"),
    ];
    for broken in halves.into_iter().chain(others) {
        let error = present(broken).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InputInvalid, "{error}");
        assert!(!format!("{error:?}").contains("mgs_token"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_is_asked_for_a_secret() {
    let asked = json!({
        "wanted": "source.token", "kind": "token", "words": "Token of the source",
    });
    let host = Host::with_secret("prompt.ask", asked, "wörd");
    let prompt = HostPrompt::new(host);
    assert_eq!(prompt.ask(&Wanted::Token("source")).unwrap().expose_secret(), "wörd");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_an_error() {
    let host = Host::with_answer("prompt.ask", Json::Null, b"");
    let error = HostPrompt::new(host).ask(&Wanted::Passphrase).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
}

#[tokio::test]
async fn a_prompt_needs_a_runtime_of_several_threads() {
    let host: Arc<Host> = Host::with_answer("prompt.ask", Json::Null, b"");
    let error = HostPrompt::new(host).ask(&Wanted::Passphrase).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Misuse);
}
