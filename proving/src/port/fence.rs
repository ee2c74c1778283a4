use async_trait::async_trait;
use migrayt_core::port::Credential;
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};
use secrecy::SecretString;
use std::sync::Arc;

use super::site::Site;
use crate::hand::Hand;
use crate::mishap::Mishap;
use crate::step::Step;

/// One process' credential: its fence ends what every other process was lent, some time within
/// the bound.
#[derive(Debug)]
pub(super) struct SimFence {
    site: Arc<Site>,
    hand: Hand,
}

impl SimFence {
    pub(super) fn new(site: Arc<Site>, hand: Hand) -> Self {
        Self { site, hand }
    }
}

#[async_trait]
impl Credential for SimFence {
    async fn lend(&self) -> Result<SecretString> {
        Ok(self.hand.process.to_string().into())
    }

    async fn fence(&self) -> Result<()> {
        let mishap = self.hand.begin(Step::Fence, "").await;
        if mishap != Some(Mishap::LostUndone) {
            let stage = &self.hand.stage;
            let bound = u64::try_from(stage.profile.fence_bound.as_millis()).unwrap_or(u64::MAX);
            // A request that was admitted just before may be under way for as long as its
            // caller waits.
            let patience = stage.profile.patience.as_millis();
            let bound = bound.saturating_sub(u64::try_from(patience).unwrap_or(0));
            let dies = stage.timeline.now() + stage.chance.millis(0, bound);
            self.site.fence(self.hand.process, dies);
        }
        self.hand.end(mishap).await;
        if matches!(mishap, Some(Mishap::LostDone | Mishap::LostUndone)) {
            return Err(Error::new(ErrorKind::Unavailable, "the fence gave no answer")
                .with_retry(Retry::Backoff)
                .with_effect(Effect::Unknown));
        }
        Ok(())
    }
}
