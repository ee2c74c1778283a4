use migrayt_core::Result;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use super::OAuthApp;
use super::answer::Answer;
use super::fault::fault;
use super::grant::Grant;
use super::row::ended;
use super::text::SecretText;

/// What an authority gives.
#[derive(Deserialize)]
struct Issued {
    access_token: SecretText,
    refresh_token: Option<SecretText>,
    expires_in: i64,
}

/// The longest life of an access token that is believed; those of both platforms live for about an
/// hour, Entra's for up to 28 where it can take them back.
const LONGEST_LIFE: i64 = 28 * 60 * 60;

/// The grant that an answer holds; a refresh token that it does not hold stays the one that it was.
pub(super) fn issued(
    app: &OAuthApp,
    answer: &Answer,
    refresh: Option<&SecretText>,
    asked_at: OffsetDateTime,
    consented_at: OffsetDateTime,
) -> Result<Grant> {
    let found: Option<Issued> = serde_json::from_slice(&answer.body).ok();
    let Some(issued) = found.filter(|_| answer.status.is_success()) else {
        return Err(fault(&app.platform, answer));
    };
    let Some(refresh) = issued.refresh_token.or_else(|| refresh.cloned()) else {
        return Err(ended().with("authority", app.platform.name()));
    };
    let life = Duration::seconds(issued.expires_in.clamp(0, LONGEST_LIFE));
    let until = asked_at.saturating_add(life);
    Ok(Grant::new(issued.access_token, refresh, until, asked_at, consented_at))
}
