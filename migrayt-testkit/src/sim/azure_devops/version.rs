//! The api-version of a request.

use http::Method;

use super::call::Asked;
use super::error::Refusal;

const NEWEST: (u32, u32) = (7, 2);
const RELEASED: (u32, u32) = (7, 1);

/// Checks the version of a request and gives it back as the answer names it. `preview` says that
/// the resource was never released.
pub(super) fn check(asked: &Asked, preview: bool) -> Result<Option<String>, Refusal> {
    let given = asked.query("api-version").or_else(|| asked.accepted_version());
    let Some(given) = given else {
        if matches!(asked.method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return Ok(None);
        }
        let method = &asked.method;
        return Err(Refusal::version(
            "VssVersionNotSpecifiedException",
            format!(
                "No api-version was supplied for the \"{method}\" request. The version must be supplied either as part of the Accept header (e.g. \"application/json; api-version=1.0\") or as a query parameter (e.g. \"?api-version=1.0\")."
            ),
        ));
    };
    let (number, is_preview) = match given.split_once("-preview") {
        Some((number, _)) => (number, true),
        None => (given, false),
    };
    let parsed = number
        .split_once('.')
        .and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    let Some(version): Option<(u32, u32)> = parsed else {
        return Err(Refusal::version(
            "VssPropertyValidationException",
            format!("The api-version \"{given}\" is not valid."),
        ));
    };
    if version > NEWEST || version < (1, 0) {
        return Err(Refusal::version(
            "VssVersionOutOfRangeException",
            format!(
                "The requested REST API version of {number} is out of range for this server. The latest REST API version this server supports is {}.{}.",
                NEWEST.0, NEWEST.1
            ),
        ));
    }
    if !is_preview && (preview || version > RELEASED) {
        return Err(Refusal::version(
            "VssInvalidPreviewVersionException",
            format!(
                "The requested version \"{given}\" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: \"{given}-preview\""
            ),
        ));
    }
    Ok(Some(given.to_owned()))
}
