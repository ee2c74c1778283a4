use serde::Serialize;

use crate::screen;
use crate::told::Told;

/// Tells the harness something.
pub(super) fn tell(told: &Told) {
    if let Ok(line) = serde_json::to_string(told) {
        screen::say(&line);
    }
}

/// The name of a kind, as it stands in JSON.
pub(super) fn named(kind: impl Serialize) -> String {
    let named = serde_json::to_value(kind).ok();
    named.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
