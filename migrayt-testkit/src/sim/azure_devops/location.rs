//! What client libraries ask first: which resources there are.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::call::Call;
use super::reply::Reply;

/// The resources that this organisation has, as the service lists them.
static RESOURCES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/locations/locations.json")).unwrap_or_default()
});

impl Call<'_> {
    /// `OPTIONS _apis` and `OPTIONS _apis/{area}`.
    pub(super) fn locations(&self) -> Reply {
        let area = self.part(0);
        let named = |resource: &&Value| {
            let of = resource.get("area").and_then(Value::as_str).unwrap_or_default();
            area.is_empty() || of.eq_ignore_ascii_case(area)
        };
        let value: Vec<Value> = RESOURCES.iter().filter(named).cloned().collect();
        Reply::list(value)
    }

    /// `GET ResourceAreas`: none, so that clients stay on this address for every area.
    pub(super) fn areas(&self) -> Reply {
        match self.part(1) {
            "" => Reply::ok(&json!({"count": 0, "value": null})),
            _ => Reply::ok(&Value::Null),
        }
    }
}
