use std::fmt;

pub(crate) type Result<T, E = Stuck> = std::result::Result<T, E>;

/// Why the harness cannot go on: a fault of its own or of the machine, not of what it tries.
#[derive(Debug)]
pub(crate) struct Stuck(String);

impl Stuck {
    pub(crate) fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

impl fmt::Display for Stuck {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the harness cannot go on: {}", self.0)
    }
}

impl std::error::Error for Stuck {}

impl From<std::io::Error> for Stuck {
    fn from(error: std::io::Error) -> Self {
        Self::new(error)
    }
}

impl From<migrayt_core::Error> for Stuck {
    fn from(error: migrayt_core::Error) -> Self {
        Self::new(error)
    }
}

impl From<serde_json::Error> for Stuck {
    fn from(error: serde_json::Error) -> Self {
        Self::new(error)
    }
}
