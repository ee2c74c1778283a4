use serde_json::{Value as Json, json};

use super::Context;

pub(super) fn metrics(context: &Context) -> Json {
    json!(context.counted().standing())
}
