use super::Format;
use crate::content::Content;

/// A text as its source holds it, kept beside the tree so that it can be handed on whole where
/// the target has no room for it.
#[derive(Clone, Debug)]
pub struct Original {
    /// What the source calls the text: a field's id, or the name of a part.
    pub name: String,
    /// The format that it is in.
    pub format: Format,
    /// The text.
    pub text: Content<String>,
}
