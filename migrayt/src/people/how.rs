use migrayt_mapping::{MatchedBy, Unmatched, Who};
use serde::{Deserialize, Serialize};

/// How a person of the source was matched, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum How {
    /// A rule under `[people]` names the account.
    Table,
    /// The account is the same.
    SameAccount,
    /// The account has the same address.
    Address,
    /// The account has the address at the domain that the old one became.
    Domain,
    /// The account alone has the same letters before the `@`.
    LocalPart,
    /// A rule puts the placeholder in their place.
    Placeholder,
    /// A rule leaves them out.
    Left,
    /// The source does not tell an address.
    NoAddress,
    /// No account that the target shows has the address.
    NoAccount,
    /// A rule names an address that no account has yet.
    Awaited,
    /// The account is closed, and the mapping wants none such.
    Closed,
    /// In a way that this version does not know.
    Unknown,
}

impl How {
    /// How somebody was matched.
    pub fn of(who: &Who) -> Self {
        match who {
            Who::Account { by: MatchedBy::Table, .. } => Self::Table,
            Who::Account { by: MatchedBy::SameAccount, .. } => Self::SameAccount,
            Who::Account { by: MatchedBy::Address, .. } => Self::Address,
            Who::Account { by: MatchedBy::Domain, .. } => Self::Domain,
            Who::Account { by: MatchedBy::LocalPart, .. } => Self::LocalPart,
            Who::Placeholder => Self::Placeholder,
            Who::Left => Self::Left,
            Who::Nobody(Unmatched::NoAddress) => Self::NoAddress,
            Who::Nobody(Unmatched::NoAccount) => Self::NoAccount,
            Who::Nobody(Unmatched::Awaited) => Self::Awaited,
            Who::Nobody(Unmatched::Closed) => Self::Closed,
            _ => Self::Unknown,
        }
    }

    /// Whether the person has an account.
    pub fn is_matched(self) -> bool {
        matches!(
            self,
            Self::Table | Self::SameAccount | Self::Address | Self::Domain | Self::LocalPart
        )
    }

    /// In words, for a column.
    pub fn words(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::SameAccount => "same account",
            Self::Address => "address",
            Self::Domain => "rule: domain",
            Self::LocalPart => "rule: local part",
            Self::Placeholder => "placeholder, by a rule",
            Self::Left => "left out, by a rule",
            Self::NoAddress => "none: address not known",
            Self::NoAccount => "none: no account has the address",
            Self::Awaited => "none: no account has the address of the table",
            Self::Closed => "none: account closed",
            Self::Unknown => "not known",
        }
    }

    /// What a person can do about it; empty where nothing is to be done.
    pub fn help(self) -> &'static str {
        match self {
            Self::NoAddress => {
                "map them by id: migrayt people export, fill in, migrayt people import"
            }
            Self::NoAccount => {
                "invite them, or let their address be seen, and scan again; or map them: migrayt \
                 people export, fill in, migrayt people import"
            }
            Self::Awaited => "invite them to the target, and scan again",
            Self::Closed => "open the account, or set inactive_people = \"keep\" in the mapping",
            _ => "",
        }
    }
}
