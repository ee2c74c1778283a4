use migrayt_core::Content;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text of people on its way from or to the host: content that can be written as JSON.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::face::host) struct Words(pub(in crate::face::host) Content<String>);

impl Words {
    pub(in crate::face::host) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(Content::text(text))
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(Content::new(text))
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}
