use std::sync::Arc;

use futures_util::StreamExt as _;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::ItemId;
use migrayt_core::port::{Mapped, Mapper, ReadPlan, ReadView};
use migrayt_core::run::{KnownOutlines, LaneDraft, draft_lane};

use crate::migration::Migration;
use crate::scan::Scan;

/// What would be sent for one item, made again from the source as it is now. It holds content, and
/// belongs on a screen.
#[derive(Debug)]
pub struct Preview {
    /// What the mapping says besides: losses and refusals of the item as a whole.
    pub mapped: Mapped,
    /// The operations in order, with what would be sent.
    pub lane: Vec<LaneDraft>,
}

impl Migration {
    /// Makes the payloads of one item of the newest plan again.
    ///
    /// # Errors
    /// `NotFound` if the source does not have the item; `Misuse` if there is no plan.
    pub async fn preview(
        &self,
        mapper: Arc<dyn Mapper>,
        scan: &Scan,
        item: &ItemId,
    ) -> Result<Preview> {
        let (plan, _, _) = self.newest_plan().await?;
        let parts = self.parts();
        let mut pages = parts.source.read(ReadPlan::items(vec![item.clone()], ReadView::Full));
        let mut items = Vec::new();
        while let Some(page) = pages.next().await {
            items.extend(page?.items);
        }
        let reader = (parts.source.as_ref(), mapper.as_ref());
        let known = KnownOutlines::of(parts.plans.as_ref(), &plan, reader, &items).await?;
        let [item] = items.as_slice() else {
            return Err(Error::new(ErrorKind::NotFound, "the source has no such item in scope")
                .with("item", Fact::name(item.as_str()))
                .with_help("write its number as the source shows it"));
        };
        let mut whole = mapper.map(item, &known)?;
        let commands = std::mem::take(&mut whole.commands);
        let lane = draft_lane(parts.target.as_ref(), &scan.target, commands, &parts.key);
        Ok(Preview { mapped: whole, lane })
    }
}
