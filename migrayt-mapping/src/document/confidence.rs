use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How sure a suggestion is, in percent.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(with = "u8", extend("maximum" = 100))]
pub struct Confidence(u8);

impl Confidence {
    /// Certain.
    pub const FULL: Self = Self(100);
    /// The least confidence of a suggestion that [`crate::propose`] accepts.
    pub const ACCEPTED: Self = Self(75);

    /// A confidence of so many percent; more than 100 is 100.
    pub fn percent(percent: u8) -> Self {
        Self(percent.min(100))
    }

    /// The number of percent.
    pub fn as_percent(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Confidence {
    type Error = &'static str;

    fn try_from(percent: u8) -> Result<Self, Self::Error> {
        if percent <= 100 { Ok(Self(percent)) } else { Err("expected a percentage, 0 to 100") }
    }
}

impl From<Confidence> for u8 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}
