use serde::Serialize;

/// One thing that an account must be allowed to do at an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Right {
    /// What the tracker calls it.
    pub name: &'static str,
    /// What it is needed for.
    pub needed_for: &'static str,
    /// Whether the account has it.
    pub held: Held,
    /// Whether nothing works without it; else something is left out or done otherwise.
    pub required: bool,
    /// Where it is granted, or what becomes of a run without it.
    pub help: &'static str,
}

impl Right {
    /// A right without which nothing works.
    pub fn required(name: &'static str, needed_for: &'static str, help: &'static str) -> Self {
        Self { name, needed_for, held: Held::Unknown, required: true, help }
    }

    /// A right without which something is left out or done otherwise.
    pub fn useful(name: &'static str, needed_for: &'static str, help: &'static str) -> Self {
        Self { required: false, ..Self::required(name, needed_for, help) }
    }

    /// Says whether the account has it.
    #[must_use]
    pub fn held(mut self, held: Held) -> Self {
        self.held = held;
        self
    }
}

/// Whether an account has a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// The tracker did not tell.
    Unknown,
}

impl From<bool> for Held {
    fn from(held: bool) -> Self {
        if held { Self::Yes } else { Self::No }
    }
}
