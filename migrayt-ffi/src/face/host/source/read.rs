//! Pages of items, each one question.

use std::collections::{BTreeSet, VecDeque};

use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::ItemId;
use migrayt_core::item::Item;
use migrayt_core::port::{Cursor, Page, ReadPlan, ReadScope, ReadView};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{HostSource, PORT};
use crate::face::desk::{Question, ask};
use crate::face::host::model::item::item;

impl HostSource {
    /// Pages of a plan, each asked for when it is polled for. After an error the stream ends.
    pub(super) fn pages(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        let ReadPlan { scope, view, .. } = plan;
        let max = usize::try_from(self.capabilities.max_page).unwrap_or(usize::MAX).max(1);
        stream::try_unfold(Due::of(scope, max), move |due| async move {
            let mut due = due?;
            loop {
                let (page, rest) = match due {
                    Due::Nothing => return Ok(None),
                    Due::After(cursor) => self.next(cursor, view).await?,
                    Due::Items(mut chunks) => match chunks.pop_front() {
                        Some(items) => (self.some(&items, view).await?, Due::Items(chunks)),
                        None => return Ok(None),
                    },
                };
                if !page.items.is_empty() {
                    return Ok(Some((page, Ok(rest))));
                }
                due = rest;
            }
        })
        .boxed()
    }

    /// The page after a cursor, and what is due then.
    async fn next(&self, after: Option<Cursor>, view: ReadView) -> Result<(Page, Due)> {
        let arguments = json!({ "view": name(view), "after": after });
        let told: Told = ask(self.desk.as_ref(), Question::new(PORT, "read", &arguments)?).await?;
        let page =
            Page { cursor: Cursor(told.cursor.unwrap_or_default()), items: all(told.items)? };
        if told.last && page.items.is_empty() {
            return Ok((page, Due::Nothing));
        }
        // A place that does not move on would be read for ever, and one without a name never again.
        if page.cursor.0.is_empty() || after.as_ref() == Some(&page.cursor) {
            let message = "the host's page has no cursor of its own";
            return Err(Error::new(ErrorKind::InputInvalid, message)
                .with("port", PORT)
                .with("method", "read"));
        }
        let due = if told.last { Due::Nothing } else { Due::After(Some(page.cursor.clone())) };
        Ok((page, due))
    }

    /// Those of some items that exist.
    async fn some(&self, items: &[ItemId], view: ReadView) -> Result<Page> {
        let arguments = json!({ "view": name(view), "items": items });
        let told: Told = ask(self.desk.as_ref(), Question::new(PORT, "read", &arguments)?).await?;
        let found = all(told.items)?;
        if let Some(other) = found.iter().find(|item| !items.contains(&item.id)) {
            let message = "the host gave an item that it was not asked for";
            return Err(Error::new(ErrorKind::InputInvalid, message).with("item", &other.id));
        }
        Ok(Page { items: found, cursor: Cursor(told.cursor.unwrap_or_default()) })
    }
}

/// What is still to be asked for.
enum Due {
    Nothing,
    After(Option<Cursor>),
    Items(VecDeque<Vec<ItemId>>),
}

impl Due {
    fn of(scope: ReadScope, max: usize) -> Result<Self> {
        match scope {
            ReadScope::All => Ok(Self::After(None)),
            ReadScope::After(cursor) => Ok(Self::After(Some(cursor))),
            ReadScope::Items(items) => {
                let mut once = BTreeSet::new();
                let items: Vec<ItemId> =
                    items.into_iter().filter(|item| once.insert(item.clone())).collect();
                Ok(Self::Items(items.chunks(max).map(<[ItemId]>::to_vec).collect()))
            }
            _ => Err(Error::new(ErrorKind::Unsupported, "this scope is not known here")),
        }
    }
}

fn name(view: ReadView) -> &'static str {
    if view == ReadView::Outline { "outline" } else { "full" }
}

/// The items of an answer, none of them twice.
fn all(told: Vec<Json>) -> Result<Vec<Item>> {
    let mut once = BTreeSet::new();
    let mut items = Vec::with_capacity(told.len());
    for (place, json) in told.into_iter().enumerate() {
        let item = item(json, place)?;
        if !once.insert(item.id.clone()) {
            let message = "the host gave an item twice in one page";
            return Err(Error::new(ErrorKind::InputInvalid, message).with("item", &item.id));
        }
        items.push(item);
    }
    Ok(items)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    items: Vec<Json>,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    last: bool,
}
