use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the document's shape, which is 1 until the shape changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u32", into = "u32")]
#[schemars(with = "u32", extend("const" = 1))]
pub struct Version(u32);

impl Version {
    /// The version that this crate reads and writes.
    pub const CURRENT: Self = Self(1);
}

impl Default for Version {
    fn default() -> Self {
        Self::CURRENT
    }
}

impl TryFrom<u32> for Version {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number == Self::CURRENT.0 {
            Ok(Self::CURRENT)
        } else {
            Err("unknown version, expected `1`")
        }
    }
}

impl From<Version> for u32 {
    fn from(version: Version) -> Self {
        version.0
    }
}
