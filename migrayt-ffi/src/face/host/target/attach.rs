//! Files sent to the host, a piece at a time.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt as _;
use migrayt_core::error::{Effect, Error, ErrorKind, Result};
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Applied, ByteStream, Order};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::apply::{Done, nameless};
use super::{HostTarget, PORT};
use crate::face::desk::{Desk, Question, ask, read};
use crate::face::host::file::tell;

/// The largest piece of a file, in bytes.
const PIECE: usize = 256 * 1024;

impl HostTarget {
    /// Streams a file to the item of an order. At most one piece is held.
    pub(super) async fn upload(&self, order: &Order<'_>, bytes: ByteStream) -> Result<Applied> {
        if !self.capabilities.takes(OperationKind::Attach) {
            return Err(Error::new(ErrorKind::Unsupported, "the host's target takes no files")
                .with("operation", &order.drafted.key));
        }
        let bound = self.bind(order)?;
        let result = self.stream(&json!({ "order": bound }), bytes).await;
        let done = result.map_err(|error| error.with("operation", &order.drafted.key))?;
        let mut applied = Applied::part(done.part.ok_or_else(|| nameless(order))?);
        applied.losses = bound.losses;
        applied.losses.extend(done.losses);
        Ok(applied)
    }

    async fn stream(&self, order: &Json, mut bytes: ByteStream) -> Result<Done> {
        let begun: Begun = ask(self.desk.as_ref(), Question::new(PORT, "attach_begin", order)?)
            .await
            .map_err(unsure)?;
        let mut upload = Upload { desk: Arc::clone(&self.desk), name: begun.upload };
        let mut held = BytesMut::new();
        let mut size: u64 = 0;
        loop {
            match bytes.try_next().await {
                Ok(Some(piece)) => held.extend_from_slice(&piece),
                Ok(None) => break,
                Err(error) => return Err(upload.abort(error).await),
            }
            while held.len() >= PIECE {
                size = size.saturating_add(upload.send(held.split_to(PIECE).freeze()).await?);
            }
        }
        if !held.is_empty() {
            size = size.saturating_add(upload.send(held.freeze()).await?);
        }
        upload.end(size).await
    }
}

/// A file on its way. The host is told if it will not come to its end.
struct Upload {
    desk: Arc<dyn Desk>,
    name: String,
}

impl Upload {
    async fn send(&self, piece: Bytes) -> Result<u64> {
        let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let question = Question::new(PORT, "attach_piece", &json!({ "upload": self.name }))?;
        self.desk.ask(question.with_bytes(piece)).await?;
        Ok(size)
    }

    async fn end(&mut self, size: u64) -> Result<Done> {
        let arguments = json!({ "upload": self.name, "size": size });
        // From here on the file may stand, whatever is said.
        self.name.clear();
        let answer = self.desk.ask(Question::new(PORT, "attach_end", &arguments)?).await?;
        read(answer.value, PORT, "attach_end").map_err(unsure)
    }

    /// Ends it half way. Only what the host says it gave up certainly does not stand.
    async fn abort(&mut self, error: Error) -> Error {
        let arguments = json!({ "upload": self.name });
        let Ok(question) = Question::new(PORT, "attach_abort", &arguments) else {
            return unsure(error);
        };
        let told = self.desk.ask(question).await;
        self.name.clear();
        error.with_effect(if told.is_ok() { Effect::None } else { Effect::Unknown })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            tell(&self.desk, PORT, "attach_abort", &json!({ "upload": self.name }));
        }
    }
}

/// The shape of an answer says nothing of what was done before it.
fn unsure(error: Error) -> Error {
    match error.kind() {
        ErrorKind::InputInvalid => error.with_effect(Effect::Unknown),
        _ => error,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Begun {
    upload: String,
}
