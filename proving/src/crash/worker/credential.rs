use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::BytesMut;
use futures_util::StreamExt as _;
use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use migrayt_core::error::{Effect, Error, ErrorKind, Result};
use migrayt_core::port::{Body, Credential, Wire};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::halts::Halts;
use crate::assignment::{Assignment, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN};
use crate::point::Point;

/// A grant whose tokens rest in a file that all workers of a trial share.
///
/// A worker lends the access token that it found there when it began, and no other, unless it
/// rotates the grant itself: what a fence ended does not come back to life in an older worker.
pub(super) struct RotatingCredential {
    endpoint: String,
    wire: Arc<dyn Wire>,
    path: PathBuf,
    access: Mutex<String>,
    halts: Arc<Halts>,
}

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Tokens {
    access_token: String,
    refresh_token: String,
}

impl RotatingCredential {
    /// Takes the tokens from the file, or exchanges the first refresh token if there is none.
    pub(super) async fn open(
        assignment: &Assignment,
        wire: &Arc<dyn Wire>,
        halts: &Arc<Halts>,
    ) -> Result<Self> {
        let credential = Self {
            endpoint: format!("{}/oauth/token", assignment.target_url),
            wire: Arc::clone(wire),
            path: assignment.folder.join("grant.json"),
            access: Mutex::default(),
            halts: Arc::clone(halts),
        };
        match credential.read() {
            Some(tokens) => credential.keep(tokens.access_token),
            None => credential.rotate(REFRESH_TOKEN).await?,
        }
        Ok(credential)
    }

    fn read(&self) -> Option<Tokens> {
        serde_json::from_slice(&fs::read(&self.path).ok()?).ok()
    }

    /// Rotates a grant whose access token is not taken any more, unless somebody else has.
    pub(super) async fn renew(&self) -> Result<()> {
        let tokens = self.read().ok_or_else(unusable)?;
        let known = self.access.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if tokens.access_token != known {
            return Ok(());
        }
        let refresh = SecretString::from(tokens.refresh_token);
        self.rotate(refresh.expose_secret()).await
    }

    fn keep(&self, access: String) {
        *self.access.lock().unwrap_or_else(PoisonError::into_inner) = access;
    }

    async fn rotate(&self, refresh: &str) -> Result<()> {
        let asked = serde_json::json!({
            "grant_type": "refresh_token",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": refresh,
        });
        let request = Request::post(&self.endpoint)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::Bytes(asked.to_string().into()))
            .map_err(|error| unusable().with_source(error))?;
        let tokens: Tokens = read(self.wire.send(request).await?).await?;
        self.write(&tokens)?;
        self.keep(tokens.access_token);
        Ok(())
    }

    /// Replaces the file as a whole, so that a worker that dies leaves the old or the new tokens.
    fn write(&self, tokens: &Tokens) -> Result<()> {
        let unwritable = |error: std::io::Error| unusable().with_source(error);
        let beside = self.path.with_extension(format!("{}.tmp", std::process::id()));
        let text = serde_json::to_vec(tokens).map_err(|error| unusable().with_source(error))?;
        let mut file = fs::File::create(&beside).map_err(unwritable)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(unwritable)?;
        fs::rename(&beside, &self.path).map_err(unwritable)
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods, reason = "it is the fence")]
impl Credential for RotatingCredential {
    async fn lend(&self) -> Result<SecretString> {
        let access = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(SecretString::from(format!("Bearer {}", access.as_str())))
    }

    async fn fence(&self) -> Result<()> {
        self.halts.pass(Point::Fence);
        let tokens = self.read().ok_or_else(unusable)?;
        let refresh = SecretString::from(tokens.refresh_token);
        self.rotate(refresh.expose_secret()).await?;
        self.halts.pass(Point::Fenced);
        Ok(())
    }
}

impl fmt::Debug for RotatingCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RotatingCredential(..)")
    }
}

async fn read(answer: Response<Body>) -> Result<Tokens> {
    let (head, body) = answer.into_parts();
    if head.status != StatusCode::OK {
        return Err(Error::new(ErrorKind::NeedsConsent, "the grant cannot be rotated")
            .with("status", head.status.as_u16()));
    }
    let mut bytes = BytesMut::new();
    match body {
        Body::Empty => {}
        Body::Bytes(whole) => bytes.extend_from_slice(&whole),
        Body::Stream { mut pieces, .. } => {
            while let Some(piece) = pieces.next().await {
                bytes.extend_from_slice(&piece?);
            }
        }
    }
    // The cause is not kept, since it may quote a token.
    serde_json::from_slice(&bytes).map_err(|_| unusable().with_effect(Effect::Unknown))
}

fn unusable() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the tokens of the grant cannot be read or kept")
}
