//! A rendered request that is content: shown to nobody, zeroed on drop.

use std::fmt;
use std::mem;

use serde_json::Value as Json;
use zeroize::Zeroize as _;

/// What a target will send for one operation, in a shape that only its connector knows. Ids that
/// the target assigns stand in it as placeholders.
#[derive(Clone, Default, PartialEq)]
pub struct Payload(Json);

impl Payload {
    /// Wraps a rendered request.
    pub fn new(json: Json) -> Self {
        Self(json)
    }

    /// Opens it, for the connector that made it and for showing a plan to the person who asked.
    pub fn expose(&self) -> &Json {
        &self.0
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload(..)")
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        let mut open = vec![mem::take(&mut self.0)];
        while let Some(json) = open.pop() {
            match json {
                Json::String(mut text) => text.zeroize(),
                Json::Array(list) => open.extend(list),
                Json::Object(map) => open.extend(map.into_iter().map(|(_, value)| value)),
                Json::Null | Json::Bool(_) | Json::Number(_) => {}
            }
        }
    }
}
