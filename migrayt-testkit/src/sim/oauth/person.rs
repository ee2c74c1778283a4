use std::fmt;

/// Somebody who can consent.
#[derive(Clone)]
pub struct Person {
    /// The account id, by which a tracker knows the person too.
    pub account: String,
    /// The name shown.
    pub name: String,
    /// The address.
    pub email: String,
}

impl Person {
    /// Somebody with that account id and name, and an invented address.
    pub fn new(account: impl Into<String>, name: impl Into<String>) -> Self {
        let account = account.into();
        let email = format!("{account}@example.com");
        Self { account, name: name.into(), email }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("account", &self.account).finish_non_exhaustive()
    }
}

/// What becomes of a request for consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Consent {
    /// A page asks who it is and whether they accept.
    #[default]
    Ask,
    /// The person of that account id accepts without being asked.
    Accept(String),
    /// Somebody declines without being asked.
    Decline,
}
