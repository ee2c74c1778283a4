//! What is not part of the documented API: the tenant's id and the media host.

use http::StatusCode;
use serde_json::json;

use super::attachment;
use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};
use super::site::CLOUD_ID;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_edge/tenant_info", Access::Open, |_| Ok(tenant())),
    Route::get("/file/{media}/binary", Access::Open, media),
];

fn tenant() -> Reply {
    Reply::ok(&json!({ "cloudId": CLOUD_ID }))
}

/// The bytes, for whoever holds the signed address.
fn media(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let media = call.param(0);
    if call.query("token") != Some(attachment::signature(media).as_str()) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "The token is not valid for this file."));
    }
    let id = call.state.media.get(media).ok_or_else(|| Refusal::missing("No such file."))?;
    attachment::download(call, *id)
}
