//! The scope that an app needs for an operation, as the published documents have it (`security` of
//! each operation, version 7.1).

use http::Method;

use super::super::oauth::Opened;

/// Whether an app's token covers the operation; `parts` are those of its path after `_apis`, in
/// lower case.
pub(super) fn covers(opened: &Opened, method: &Method, parts: &[&str]) -> bool {
    let enough = needed(method, parts);
    // `user_impersonation` is all that the person may do.
    enough.is_empty() || opened.may("user_impersonation") || enough.iter().any(|it| opened.may(it))
}

/// Scopes of which any one is enough; empty if none is needed. What is larger includes what is
/// smaller: `learn.microsoft.com/azure/devops/integrate/get-started/authentication/oauth`.
fn needed(method: &Method, parts: &[&str]) -> &'static [&'static str] {
    const READ: &[&str] = &["vso.work", "vso.work_write", "vso.work_full"];
    const WRITE: &[&str] = &["vso.work_write", "vso.work_full"];
    const PROJECT: &[&str] =
        &["vso.project", "vso.project_write", "vso.project_manage", "vso.profile"];
    let reads = matches!(*method, Method::GET | Method::HEAD)
        || matches!(parts, ["wit", "wiql" | "workitemsbatch" | "reporting", ..]);
    match parts {
        _ if *method == Method::OPTIONS => &[],
        ["wit" | "work" | "process", ..] if reads => READ,
        ["wit" | "work" | "process", ..] => WRITE,
        ["projects", ..] => PROJECT,
        ["teams", ..] => PROJECT.get(..3).unwrap_or_default(),
        ["graph", ..] => &["vso.graph", "vso.graph_manage"],
        ["identities", ..] => &["vso.identity", "vso.identity_manage"],
        ["profile" | "accounts", ..] => &["vso.profile", "vso.profile_write"],
        _ => &[],
    }
}
