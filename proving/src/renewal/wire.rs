use std::sync::Arc;

use async_trait::async_trait;
use http::{Request, Response};
use migrayt_core::Result;
use migrayt_core::port::{Body, Clock, Wire};
use migrayt_testkit::sim::oauth::Authority;
use migrayt_testkit::wire::InProcess;

use super::hand::Hand;
use crate::timeline::SkewedClock;

/// The way of one process to the authority.
#[derive(Debug)]
pub(super) struct SimWire {
    hand: Hand,
    authority: Arc<Authority>,
    inner: InProcess,
}

impl SimWire {
    pub(super) fn new(hand: Hand, authority: Arc<Authority>) -> Self {
        let timeline = Arc::clone(&hand.stage.timeline);
        let clock: Arc<dyn Clock> = Arc::new(SkewedClock::new(timeline, time::Duration::ZERO));
        let inner = InProcess::new(Arc::clone(&authority) as _, clock);
        Self { hand, authority, inner }
    }
}

#[async_trait]
impl Wire for SimWire {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let now = self.hand.now();
        self.hand.stage.book.with(|book| book.oracle.asked(now));
        self.hand
            .call("ask", async || {
                let before = self.authority.tally();
                let answer = self.inner.send(request).await?;
                let (after, now) = (self.authority.tally(), self.hand.now());
                self.hand.stage.book.with(|book| {
                    if after.refused > before.refused {
                        book.exposed_since = None;
                        book.oracle.refused(now);
                    } else {
                        book.exposed_since.get_or_insert(now);
                        book.last_asker = Some(self.hand.process);
                    }
                });
                Ok(answer)
            })
            .await
    }
}
