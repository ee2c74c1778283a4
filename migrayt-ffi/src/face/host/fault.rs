//! What a host answers in place of an answer.

use std::time::Duration;

use migrayt_core::error::{Effect, Error, ErrorKind, Fact, Result, Retry};
use serde::Deserialize;
use serde_json::Value as Json;

/// The longest code that is kept, in characters.
const LONGEST_CODE: usize = 64;

/// Reads a host's error: `{"kind", "retry", "effect", "code"}`, all of them optional. What cannot be
/// read is `Unexpected`; nothing of it is repeated but a short code.
pub fn error(value: &Json, port: &'static str, method: &'static str) -> Error {
    let kind = value.get("kind").and_then(|kind| ErrorKind::deserialize(kind).ok());
    let error =
        Error::new(kind.unwrap_or(ErrorKind::Unexpected), "the host answered with an error")
            .with_retry(retry(value.get("retry")))
            .with_effect(effect(value.get("effect"), port, method))
            .with("port", port)
            .with("method", method);
    match value.get("code").and_then(Json::as_str).filter(|code| is_code(code)) {
        Some(code) => error.with("code", Fact::name(code)),
        None => error,
    }
}

/// One of several results in a host's answer: `{"ok": ...}` or `{"error": {...}}`.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome<T> {
    Ok(T),
    Error(Json),
}

impl<T> Outcome<T> {
    pub(super) fn into_result(self, port: &'static str, method: &'static str) -> Result<T> {
        match self {
            Self::Ok(value) => Ok(value),
            Self::Error(value) => Err(error(&value, port, method)),
        }
    }
}

/// The same error once more, for each of several that met it together.
pub(super) fn again(error: &Error) -> Error {
    let copy = Error::new(error.kind(), error.message())
        .with_retry(error.retry())
        .with_effect(error.effect());
    error.context().iter().fold(copy, |copy, (key, fact)| copy.with(key, fact.clone()))
}

fn retry(value: Option<&Json>) -> Retry {
    let after = value.and_then(|value| value.get("after_ms")).and_then(Json::as_u64);
    match (value.and_then(Json::as_str), after) {
        (Some("backoff"), _) => Retry::Backoff,
        (_, Some(pause)) => Retry::After(Duration::from_millis(pause)),
        _ => Retry::Never,
    }
}

/// A host that says nothing of it may have written what it was asked to write.
fn effect(value: Option<&Json>, port: &str, method: &str) -> Effect {
    match value.and_then(Json::as_str) {
        Some("none") => Effect::None,
        None if !(port == "target" && writes(method)) => Effect::None,
        _ => Effect::Unknown,
    }
}

fn writes(method: &str) -> bool {
    method == "apply" || method.starts_with("attach_")
}

fn is_code(code: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !code.is_empty() && code.len() <= LONGEST_CODE && code.bytes().all(known)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use migrayt_core::error::{Effect, ErrorKind, Retry};
    use serde_json::json;

    use super::{again, error};

    #[test]
    fn an_error_has_its_three_axes() {
        let told = json!({
            "kind": "RateLimited", "retry": { "after_ms": 1500 }, "effect": "none", "code": "e-429",
        });
        let read = error(&told, "target", "apply");
        assert_eq!(read.kind(), ErrorKind::RateLimited);
        assert_eq!(read.retry(), Retry::After(Duration::from_millis(1500)));
        assert_eq!(read.effect(), Effect::None);
        let shown = "the host answered with an error (port: target, method: apply, code: e-429)";
        assert_eq!(read.to_string(), shown);
        assert_eq!(format!("{:?}", again(&read)), format!("{read:?}"));
    }

    #[test]
    fn nothing_said_is_the_worst_that_may_be() {
        for (port, method, effect) in [
            ("target", "apply", Effect::Unknown),
            ("target", "attach_end", Effect::Unknown),
            ("target", "read_back", Effect::None),
            ("source", "read", Effect::None),
        ] {
            for told in [json!({}), json!("words"), json!({ "kind": "Nonsense", "retry": 7 })] {
                let read = error(&told, port, method);
                assert_eq!(read.kind(), ErrorKind::Unexpected);
                assert_eq!((read.retry(), read.effect()), (Retry::Never, effect), "{method}");
            }
        }
    }

    #[test]
    fn words_are_no_code() {
        let long = "x".repeat(65);
        for code in ["Jamal Hartnett", "", long.as_str(), "a/b"] {
            let read = error(&json!({ "code": code }), "source", "read");
            assert!(!read.to_string().contains("code"), "{read}");
        }
    }
}
