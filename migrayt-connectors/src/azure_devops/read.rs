use std::collections::VecDeque;

use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use migrayt_core::id::ItemId;
use migrayt_core::item::Item;
use migrayt_core::port::{Cursor, Page, ReadPlan, ReadScope, ReadView};
use migrayt_core::{Error, ErrorKind, Fact, Result};

use super::answers::{RawComment, RawItem};
use super::{AzureDevOps, item};

/// How many items' comments are asked for at once while one page is made.
const COMMENTS_AT_ONCE: usize = 6;

/// The version of the cursor's text.
const CURSOR: &str = "v1:";

impl AzureDevOps {
    /// Pages of items, each made only when it is polled for.
    pub(super) fn pages(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        let walk = async move { Walk::begin(plan.scope).map(|walk| (walk, plan.view)) };
        stream::once(walk)
            .map_ok(move |(walk, view)| {
                stream::try_unfold(walk, move |walk| self.next_page(walk, view))
            })
            .try_flatten()
            .boxed()
    }

    async fn next_page(&self, mut walk: Walk, view: ReadView) -> Result<Option<(Page, Walk)>> {
        loop {
            if walk.due.is_empty() && walk.more {
                let (ids, more) = self.ids_above(walk.last).await?;
                walk.more = more && !ids.is_empty();
                walk.due = ids.into();
            }
            let count = walk.due.len().min(self.page);
            let ids: Vec<u64> = walk.due.drain(..count).collect();
            let Some(last) = ids.last().copied() else { return Ok(None) };
            walk.last = last;
            let items = self.items(&ids, view).await?;
            // All of them may have been deleted since they were found.
            if !items.is_empty() {
                return Ok(Some((Page { items, cursor: cursor(last) }, walk)));
            }
        }
    }

    async fn items(&self, ids: &[u64], view: ReadView) -> Result<Vec<Item>> {
        let raw = self.batch(ids, view).await?;
        if view == ReadView::Outline {
            return Ok(raw.iter().map(item::outline).collect());
        }
        let definitions = self.definitions().await?;
        let found: Vec<Option<(RawItem, Vec<RawComment>)>> = stream::iter(raw)
            .map(|raw| self.commented(raw))
            .buffered(COMMENTS_AT_ONCE)
            .try_collect()
            .await?;
        let whole = |(raw, comments)| item::whole(raw, comments, definitions);
        Ok(found.into_iter().flatten().map(whole).collect())
    }

    /// An item with its comments; `None` if it was deleted since it was read.
    async fn commented(&self, raw: RawItem) -> Result<Option<(RawItem, Vec<RawComment>)>> {
        if raw.number("System.CommentCount").unwrap_or_default() == 0 {
            return Ok(Some((raw, Vec::new())));
        }
        match self.comments(raw.id).await {
            Ok(comments) => Ok(Some((raw, comments))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.with("item", raw.id)),
        }
    }
}

/// Where a reading stands.
struct Walk {
    /// The ids that are known and not yet read.
    due: VecDeque<u64>,
    /// The last id that was read.
    last: u64,
    /// Whether ids above the known ones may exist.
    more: bool,
}

impl Walk {
    fn begin(scope: ReadScope) -> Result<Self> {
        match scope {
            ReadScope::All => Ok(Self { due: VecDeque::new(), last: 0, more: true }),
            ReadScope::After(cursor) => {
                Ok(Self { due: VecDeque::new(), last: place(&cursor)?, more: true })
            }
            ReadScope::Items(items) => {
                // What is no number does not exist here.
                let mut due: Vec<u64> = items.iter().filter_map(number).collect();
                due.sort_unstable();
                due.dedup();
                Ok(Self { due: due.into(), last: 0, more: false })
            }
            _ => Err(Error::new(ErrorKind::Unsupported, "this scope is not known here")),
        }
    }
}

fn number(item: &ItemId) -> Option<u64> {
    item.as_str().parse().ok()
}

fn cursor(last: u64) -> Cursor {
    Cursor(format!("{CURSOR}{last}"))
}

fn place(cursor: &Cursor) -> Result<u64> {
    cursor.0.strip_prefix(CURSOR).and_then(|id| id.parse().ok()).ok_or_else(|| {
        Error::new(ErrorKind::InputInvalid, "this cursor does not belong to this source")
            .with("length", cursor.0.len())
            .with("source", Fact::name("azure-devops"))
    })
}
