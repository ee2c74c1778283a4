use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};

/// A sentence of a contract that does not hold.
#[derive(Debug)]
pub struct Breach {
    /// The case that found it.
    pub case: &'static str,
    /// The sentence.
    pub sentence: &'static str,
    /// What was found instead: ids and numbers of the case.
    pub found: String,
}

impl Breach {
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
        Self { case: "", sentence: "the call succeeds", found: format!("{error:?}") }
    }
}

/// What a case comes to.
pub(super) type Verdict = std::result::Result<(), Breach>;

/// Both are the same.
pub(super) fn same<T: PartialEq + fmt::Debug>(
    found: &T,
    expected: &T,
    sentence: &'static str,
) -> Verdict {
    if found == expected {
        return Ok(());
    }
    let found = format!("{found:?} instead of {expected:?}");
    Err(Breach { case: "", sentence, found })
}

/// The call failed in this way.
pub(super) fn fails<T: fmt::Debug>(
    result: Result<T>,
    kind: ErrorKind,
    sentence: &'static str,
) -> Verdict {
    match result {
        Err(error) if error.kind() == kind => Ok(()),
        other => {
            let found = format!("{other:?} instead of {kind}");
            Err(Breach { case: "", sentence, found })
        }
    }
}
