use std::fmt;

use migrayt_core::ErrorKind;

/// What was asked of a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VaultAct {
    /// To keep a new secret.
    Put,
    /// To lend one.
    Hold,
    /// To replace one.
    Rotate,
    /// To keep a value beside the current one.
    Stage,
    /// To replace the current value by the one beside it.
    Promote,
    /// To end one.
    Destroy,
}

impl VaultAct {
    /// The word in records. It is never given to another act.
    pub fn name(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Hold => "hold",
            Self::Rotate => "rotate",
            Self::Stage => "stage",
            Self::Promote => "promote",
            Self::Destroy => "destroy",
        }
    }
}

impl fmt::Display for VaultAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VaultOutcome {
    /// It is about to be done. If nothing follows, whether it was done is not known.
    Begun,
    /// It was done; a hold is told right before the secret is lent.
    Done,
    /// It was not done, and why; after an error whose effect is unknown it may have been.
    Refused(ErrorKind),
}

impl VaultOutcome {
    /// The word in records. It is never given to another outcome.
    pub fn name(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Done => "done",
            Self::Refused(_) => "refused",
        }
    }

    /// Why it was refused, if it was.
    pub fn reason(self) -> Option<ErrorKind> {
        match self {
            Self::Refused(kind) => Some(kind),
            Self::Begun | Self::Done => None,
        }
    }
}
