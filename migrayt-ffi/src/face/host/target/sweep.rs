//! Every item that carries a marker, a page at a time.

use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::TargetRef;
use migrayt_core::marker::{Marker, Origin};
use migrayt_core::port::HighWater;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{HostTarget, PORT};

impl HostTarget {
    /// Every item after a place that carries a marker of ours. What stands in a marker's place and
    /// is none of this version is left out.
    pub(super) fn marked(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        stream::try_unfold(Some(None), move |due: Option<Option<String>>| {
            let after = after.clone();
            async move {
                let Some(cursor) = due else { return Ok(None) };
                let arguments = json!({ "after": after, "cursor": cursor });
                let told: Told = self.ask("sweep", &arguments).await?;
                let rest = match told.cursor {
                    _ if told.last => None,
                    // A place that does not move on would be read for ever.
                    Some(next) if Some(&next) != cursor.as_ref() => Some(Some(next)),
                    _ => {
                        let message = "the host's page has no cursor of its own";
                        return Err(Error::new(ErrorKind::InputInvalid, message)
                            .with("port", PORT)
                            .with("method", "sweep"));
                    }
                };
                let found = told.items.into_iter().filter_map(|it| {
                    Some(Ok((it.target, Marker::deserialize(it.marker).ok()?.origin())))
                });
                Ok(Some((stream::iter(found.collect::<Vec<_>>()), rest)))
            }
        })
        .try_flatten()
        .boxed()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    items: Vec<ToldItem>,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    last: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldItem {
    target: TargetRef,
    marker: Json,
}
