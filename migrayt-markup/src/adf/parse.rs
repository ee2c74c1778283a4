use migrayt_core::{Error, ErrorKind, Result};
use serde_json::Value;
use serde_json::error::Category;

use super::read::kind;
use crate::outcome::Reading;

/// Reads the JSON text of a document.
///
/// Fails with [`ErrorKind::InputInvalid`] if the text is not JSON, is nested 128 levels deep or
/// deeper, or is no document of version 1. The error names the line and column, or the key.
pub fn parse(text: &str) -> Result<Reading> {
    let value: Value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if !value.is_object() || kind(&value) != "doc" {
        return Err(no_document("type"));
    }
    if value.get("version").is_some_and(|version| version.as_f64() != Some(1.0)) {
        return Err(no_document("version"));
    }
    if !value.get("content").is_some_and(Value::is_array) {
        return Err(no_document("content"));
    }
    Ok(super::read(&value))
}

fn not_json(error: &serde_json::Error) -> Error {
    // The parser's own message may quote the text, so only its place is told.
    let message = match error.classify() {
        Category::Eof => "the document ends too early",
        _ if is_too_deep(error) => "the document is nested too deep",
        _ => "the document is not JSON",
    };
    let number = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    Error::new(ErrorKind::InputInvalid, message)
        .with("line", number(error.line()))
        .with("column", number(error.column()))
}

fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit exceeded")
}

fn no_document(key: &'static str) -> Error {
    Error::new(ErrorKind::InputInvalid, "the text is no document of version 1")
        .with("key", migrayt_core::Fact::name(key))
        .with_help("an ADF document is {\"version\":1,\"type\":\"doc\",\"content\":[...]}")
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;

    use super::parse;

    #[test]
    fn an_error_names_the_place_and_never_the_text() {
        for (text, message, context) in [
            ("{\n \"type\": secret }", "the document is not JSON", "line"),
            ("{ \"type\": \"doc\", \"secret\"", "the document ends too early", "line"),
            (&"[".repeat(200), "the document is nested too deep", "line"),
            ("{ \"type\": \"secret\" }", "the text is no document of version 1", "key"),
            (
                "{ \"type\": \"doc\", \"version\": 2 }",
                "the text is no document of version 1",
                "key",
            ),
            (
                "{ \"type\": \"doc\", \"version\": 1 }",
                "the text is no document of version 1",
                "key",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!((error.kind(), error.message()), (ErrorKind::InputInvalid, message));
            assert_eq!(error.context()[0].0, context);
            assert!(!format!("{error:?} {error}").contains("secret"));
        }
        assert!(
            parse(r#"{ "type": "doc", "version": 1, "content": [] }"#).unwrap().document.is_empty()
        );
    }
}
