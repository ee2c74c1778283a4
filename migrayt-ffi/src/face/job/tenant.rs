use migrayt_core::error::Result;
use serde_json::{Value as Json, json};

use super::Context;

pub(super) async fn tenant(context: &Context) -> Result<Json> {
    let scope = context.scope().await?;
    let actor = scope.actor();
    Ok(json!({
        "tenant": scope.tenant(),
        "account": actor.account(),
        "role": actor.role().map(migrayt_tenancy::Role::name),
    }))
}
