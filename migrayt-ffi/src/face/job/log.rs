use migrayt_core::error::Result;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::super::lines;
use super::Context;

/// Which lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    #[serde(default)]
    level: Level,
}

/// The least level of a line.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

pub(super) async fn log(context: &Context, asked: &Log) -> Result<Json> {
    let listening = lines::listen(&context.work.queue, asked.level.into())?;
    context.work.control.stop.cancelled().await;
    drop(listening);
    Ok(json!({}))
}

impl From<Level> for tracing::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}
