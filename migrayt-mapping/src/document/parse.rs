use migrayt_core::{Error, ErrorKind, Fact, Result};

use super::MappingDocument;

impl MappingDocument {
    /// Reads a document from TOML.
    ///
    /// # Errors
    /// `ConfigInvalid` with the facts `line` and `column` (from 1, in characters) and `problem`,
    /// which for an unknown rule or setting says those that are allowed. Values never appear in
    /// it, so that a wrong file given by mistake is not shown.
    pub fn parse(text: &str) -> Result<Self> {
        toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let (line, column) = place(text, start);
            Error::new(ErrorKind::ConfigInvalid, "the mapping cannot be read")
                .with("line", line)
                .with("column", column)
                .with("problem", Fact::name(problem(error.message())))
                .with_help("correct the mapping at that line and column")
        })
    }
}

/// The line and column of a byte.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The decoder's message without the value that it quotes.
fn problem(message: &str) -> String {
    let quotes_a_value = ["invalid type:", "invalid value:", "invalid length:"];
    let shown = if quotes_a_value.iter().any(|start| message.starts_with(start)) {
        message.rfind(", expected").and_then(|at| message.get(at + 2..)).unwrap_or("invalid value")
    } else {
        message
    };
    let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() > 300 {
        one_line.chars().take(300).chain(['…']).collect()
    } else {
        one_line
    }
}

#[cfg(test)]
mod tests {
    use super::{MappingDocument, problem};
    use migrayt_core::{ErrorKind, Fact};

    fn fault(text: &str) -> (u64, u64, String) {
        let error = MappingDocument::parse(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
        assert!(error.help().is_some());
        match error.context() {
            [
                ("line", Fact::Number(line)),
                ("column", Fact::Number(column)),
                ("problem", Fact::Id(problem)),
            ] => (*line, *column, problem.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_unknown_rule_says_where_and_which_are_allowed() {
        let (line, column, problem) =
            fault("version = 1\n\n[fields]\n\"Système\" = { copyy = \"summary\" }\n");
        assert_eq!((line, column), (4, 15));
        assert!(problem.contains("`copyy`"), "{problem}");
        for rule in ["copy", "copy_if_empty", "day", "hours", "section", "note", "label", "leave"] {
            assert!(problem.contains(&format!("`{rule}`")), "{rule}: {problem}");
        }
    }

    #[test]
    fn an_unknown_rule_without_a_value_is_found_too() {
        let (line, column, problem) = fault("version = 1\n[types]\nBug = \"drop\"\n");
        assert_eq!((line, column), (3, 7));
        assert!(problem.contains("`leave`"), "{problem}");
    }

    #[test]
    fn an_unknown_setting_says_where_and_which_are_allowed() {
        let (line, column, problem) = fault("version = 1\n[options]\ncomment = true\n");
        assert_eq!((line, column), (3, 1));
        assert!(problem.contains("`comment`") && problem.contains("`comments`"), "{problem}");
        let (line, column, problem) = fault("version = 1\n[typos]\n");
        assert_eq!((line, column), (2, 2));
        assert!(problem.contains("`types`"), "{problem}");
    }

    #[test]
    fn broken_toml_says_where() {
        let (line, _, _) = fault("version = 1\n[types\nBug = { to = \"Bug\" }\n");
        assert_eq!(line, 2);
        let (line, column, _) = fault("version = 1\n[types]\nBug = \"leave\"\nBug = \"leave\"\n");
        assert_eq!((line, column), (4, 1));
    }

    #[test]
    fn another_version_is_an_error_and_so_is_none() {
        let (line, column, problem) = fault("version = 2\n");
        assert_eq!((line, column), (1, 11));
        assert!(problem.contains("expected `1`"), "{problem}");
        assert!(fault("[types]\n").2.contains("version"));
    }

    #[test]
    fn values_are_not_repeated() {
        let (_, _, problem) = fault("version = \"hunter2\"\n");
        assert!(!problem.contains("hunter2") && problem.contains("expected"), "{problem}");
        assert_eq!(problem_of_long(), 301);
    }

    fn problem_of_long() -> usize {
        problem(&"x".repeat(400)).chars().count()
    }
}
