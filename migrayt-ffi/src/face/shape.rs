//! Why JSON is not of the shape that was asked for, without anything that it holds.

use migrayt_core::error::Fact;

/// The reason in words. Names of fields and variants are kept, and values are not: a message of
/// another kind may repeat what a person wrote.
pub(crate) fn reason(error: &serde_json::Error) -> Fact {
    let text = error.to_string();
    if let Some((_, expected)) = text.split_once("`, expected ")
        && text.starts_with("unknown variant")
    {
        return Fact::name(format!("a value is not {}", without_place(expected)));
    }
    let safe = ["unknown field", "missing field", "duplicate field"];
    if safe.iter().any(|start| text.starts_with(start)) {
        return Fact::name(without_place(&text));
    }
    Fact::name(match error.classify() {
        serde_json::error::Category::Eof => "it ends early",
        serde_json::error::Category::Syntax => "it is no JSON",
        _ => "a value is of another type",
    })
}

/// The message without the place, which is told as numbers.
fn without_place(text: &str) -> &str {
    text.rsplit_once(" at line ").map_or(text, |(words, _)| words)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::reason;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[expect(dead_code, reason = "only its shape counts")]
        count: u32,
        #[serde(default)]
        #[expect(dead_code, reason = "only its shape counts")]
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
        Two,
    }

    #[test]
    fn names_are_told_and_values_are_not() {
        let why =
            |text: &str| reason(&serde_json::from_str::<Shape>(text).unwrap_err()).to_string();
        assert_eq!(why(r#"{"coutn": 1}"#), "unknown field `coutn`, expected `count` or `kind`");
        assert_eq!(why(r#"{"count": 1, "kind": "a secret"}"#), "a value is not `one` or `two`");
        assert_eq!(why("{}"), "missing field `count`");
        assert_eq!(why(r#"{"count": "a secret"}"#), "a value is of another type");
        assert_eq!(why(r#"{"count": "#), "it ends early");
        assert_eq!(why("a secret"), "it is no JSON");
    }
}
