//! People as trackers know them.

use crate::content::Content;
use crate::id::PersonId;

/// A person of a tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The stable id in the tracker.
    pub id: PersonId,
    /// The name as the tracker shows it.
    pub name: Content<String>,
    /// The e-mail address or unique name, where the tracker tells it.
    pub email: Option<Content<String>>,
    /// Whether the account can still be assigned.
    pub active: bool,
}
