use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};

/// A sentence of a contract that does not hold.
#[derive(Debug)]
pub struct Breach {
    /// The case that found it.
    pub case: &'static str,
    /// The sentence.
    pub sentence: &'static str,
    /// What was found instead: ids and numbers, no content.
    pub found: String,
}

impl Breach {
    pub(super) fn of(sentence: &'static str, found: impl Into<String>) -> Self {
        Self { case: "", sentence, found: found.into() }
    }

    pub(super) fn in_case(mut self, case: &'static str) -> Self {
        self.case = case;
        self
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.case, self.sentence, self.found)
    }
}

impl std::error::Error for Breach {}

impl From<Error> for Breach {
    fn from(error: Error) -> Self {
        Self::of("the call succeeds", format!("{error:?}"))
    }
}

/// What a case comes to.
pub(super) type Verdict = std::result::Result<(), Breach>;

/// The sentence holds.
pub(super) fn holds(so: bool, sentence: &'static str, found: impl FnOnce() -> String) -> Verdict {
    if so { Ok(()) } else { Err(Breach::of(sentence, found())) }
}

/// The call failed in this way.
pub(super) fn fails<T: fmt::Debug>(
    result: Result<T>,
    kind: ErrorKind,
    sentence: &'static str,
) -> Verdict {
    match result {
        Err(error) if error.kind() == kind => Ok(()),
        other => Err(Breach::of(sentence, format!("{other:?} instead of {kind}"))),
    }
}

/// Both are the same.
pub(super) fn same<T: PartialEq + fmt::Debug>(
    found: &T,
    expected: &T,
    sentence: &'static str,
) -> Verdict {
    holds(found == expected, sentence, || format!("{found:?} instead of {expected:?}"))
}
