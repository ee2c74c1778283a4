//! Files that a host gives, a piece at a time.

use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _};
use migrayt_core::error::{Error, ErrorKind, Result, Retry};
use migrayt_core::port::ByteStream;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::face::desk::{Desk, Question, ask, read};

/// Asks the host to open a file, whose pieces are asked for as they are polled for.
///
/// # Errors
/// What the host says. The stream fails with `DataCorrupt` if the file has another size than it was
/// said to have.
pub(super) async fn open(
    desk: &Arc<dyn Desk>,
    port: &'static str,
    arguments: &impl Serialize,
    size: Option<u64>,
) -> Result<ByteStream> {
    let opened: Opened = ask(desk.as_ref(), Question::new(port, "open", arguments)?).await?;
    let size = size.or(opened.size);
    let pull = Pull {
        open: Open { desk: Arc::clone(desk), port, stream: opened.stream },
        size,
        before: 0,
    };
    Ok(stream::try_unfold(Some(pull), next).boxed())
}

async fn next(pull: Option<Pull>) -> Result<Option<(bytes::Bytes, Option<Pull>)>> {
    let Some(mut pull) = pull else { return Ok(None) };
    let question = Question::new(pull.open.port, "pull", &json!({ "stream": pull.open.stream }))?;
    let answer = pull.open.desk.ask(question).await?;
    let Pulled { end } = if answer.value.is_null() {
        Pulled::default()
    } else {
        read(answer.value, pull.open.port, "pull")?
    };
    let length = u64::try_from(answer.bytes.len()).unwrap_or(u64::MAX);
    pull.before = pull.before.saturating_add(length);
    let size = pull.size.unwrap_or(pull.before);
    if end {
        pull.open.stream.clear();
    }
    if pull.before > size || end && pull.before < size {
        return Err(wrong(pull.before, size));
    }
    if end {
        return Ok((length > 0).then_some((answer.bytes, None)));
    }
    if length == 0 {
        let message = "the host gave no bytes and did not say that the file ends";
        return Err(Error::new(ErrorKind::DataCorrupt, message).with("bytes", pull.before));
    }
    Ok(Some((answer.bytes, Some(pull))))
}

/// A file under way.
struct Pull {
    open: Open,
    size: Option<u64>,
    before: u64,
}

/// A file that is open at the host, and is closed when nobody reads on. One that was read to its end
/// is closed already, and has no name any more.
struct Open {
    desk: Arc<dyn Desk>,
    port: &'static str,
    stream: String,
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.stream.is_empty() {
            tell(&self.desk, self.port, "close", &json!({ "stream": self.stream }));
        }
    }
}

/// Tells the host something that nobody waits for. Without a runtime it is not told: a host is asked
/// to clean up, and does not rely on it.
pub(super) fn tell(
    desk: &Arc<dyn Desk>,
    port: &'static str,
    method: &'static str,
    arguments: &serde_json::Value,
) {
    let question = Question::new(port, method, arguments);
    if let (Ok(question), Ok(runtime)) = (question, tokio::runtime::Handle::try_current()) {
        let desk = Arc::clone(desk);
        // It ends with the host's answer, which a desk that closes gives itself.
        drop(runtime.spawn(async move { desk.ask(question).await.is_ok() }));
    }
}

fn wrong(bytes: u64, size: u64) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the host's file is not as long as it was said to be")
        .with_retry(Retry::Backoff)
        .with("bytes", bytes)
        .with("size", size)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened {
    stream: String,
    #[serde(default)]
    size: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pulled {
    #[serde(default)]
    end: bool,
}
