use migrayt_core::id::PersonId;

/// Who somebody of the source is in the target.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Who {
    /// They have an account.
    Account {
        /// The account.
        account: PersonId,
        /// How it was found.
        by: MatchedBy,
    },
    /// A rule puts the placeholder in their place.
    Placeholder,
    /// A rule leaves them out.
    Left,
    /// They have none.
    Nobody(Unmatched),
}

impl Who {
    /// The person's own account.
    pub fn account(&self) -> Option<&PersonId> {
        match self {
            Self::Account { account, .. } => Some(account),
            _ => None,
        }
    }
}

/// How an account was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MatchedBy {
    /// A rule of `people` names it.
    Table,
    /// It is the same account.
    SameAccount,
    /// It has the same address.
    Address,
    /// It has the address at the domain that the old one became.
    Domain,
    /// It alone has the same letters before the `@`.
    LocalPart,
}

impl MatchedBy {
    /// In a word, for tables and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::SameAccount => "same account",
            Self::Address => "address",
            Self::Domain => "rule: domain",
            Self::LocalPart => "rule: local part",
        }
    }
}

/// Why nobody was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Unmatched {
    /// The source does not tell an address, and no rule names the person.
    NoAddress,
    /// No account that the target shows has the address.
    NoAccount,
    /// A rule names an address that no account has yet.
    Awaited,
    /// The account is closed, and the options want none such.
    Closed,
}
