use std::fmt;

use serde::Deserialize;

/// What of a contract does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The operation is one that a document has.
    Operation,
    /// A part of the path is of the type that the document says.
    Path,
    /// A query parameter is known and of the type that the document says, and it is there if it
    /// must be.
    Query,
    /// The request asks for the version in which the operation is documented.
    Version,
    /// A request's body is of a kind and shape that the document says.
    Request,
    /// An answer's status is one that the document names.
    Status,
    /// An answer's body is of a kind and shape that the document says.
    Answer,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Method and path with the document's names of its placeholders; for an operation that no
    /// document has, with `{id}` for each part that names one thing.
    pub operation: String,
    /// What does not hold.
    pub rule: Rule,
    /// The name of a parameter, a status, or the pointer into a body with `*` for each index.
    pub at: String,
    /// The schema of the document that says otherwise; empty for other rules.
    pub schema: String,
    /// How it differs: a name of the schema language, without the value.
    pub words: String,
}

impl Violation {
    pub(super) fn new(
        operation: &str,
        rule: Rule,
        at: impl Into<String>,
        words: impl Into<String>,
    ) -> Self {
        Self {
            operation: operation.to_owned(),
            rule,
            at: at.into(),
            schema: String::new(),
            words: words.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?} {} {}", self.operation, self.rule, self.at, self.words)?;
        if self.schema.is_empty() { Ok(()) } else { write!(f, " (schema {})", self.schema) }
    }
}
