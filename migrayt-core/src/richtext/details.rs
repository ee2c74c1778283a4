use crate::content::Content;

/// A format that a tree is read from or written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Atlassian Document Format.
    Adf,
    /// Jira's wiki markup.
    Wiki,
}

impl Format {
    /// The name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Adf => "adf",
            Self::Wiki => "wiki",
        }
    }
}

/// What a format says of a node beyond the tree, such as a table's width: kept so that a writer of
/// the same format can say it again. Other writers leave it out, which is a loss where it is seen;
/// no visible word is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The format that it comes from.
    pub format: Format,
    /// What it says, in a form of that format's codec.
    pub raw: Content<String>,
}
