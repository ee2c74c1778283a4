use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::port::Clock;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::locked::Locked;

/// Virtual time: it stands still while anybody can go on, and then jumps to the next alarm.
#[derive(Debug)]
pub(crate) struct Timeline(Locked<State>);

#[derive(Debug)]
struct State {
    now: OffsetDateTime,
    set: u64,
    /// By moment, then in the order in which they were set.
    alarms: BTreeMap<(OffsetDateTime, u64), Waker>,
}

impl Default for Timeline {
    fn default() -> Self {
        let now = datetime!(2026-09-01 8:00 UTC);
        Self(Locked::new(State { now, set: 0, alarms: BTreeMap::new() }))
    }
}

impl Timeline {
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.0.with(|state| state.now)
    }

    /// Wakes somebody at a moment.
    pub(crate) fn alarm(&self, moment: OffsetDateTime, waker: Waker) -> (OffsetDateTime, u64) {
        self.0.with(|state| {
            state.set += 1;
            let key = (moment.max(state.now), state.set);
            state.alarms.insert(key, waker);
            key
        })
    }

    /// Goes on to the next alarm; whether there was one.
    pub(crate) fn advance(&self) -> bool {
        let next = self.0.with(|state| {
            let ((moment, _), waker) = state.alarms.pop_first()?;
            state.now = moment.max(state.now);
            Some(waker)
        });
        if let Some(waker) = next {
            waker.wake();
            return true;
        }
        false
    }

    /// Jumps, when nobody is left to be woken.
    pub(crate) fn jump(&self, span: Duration) {
        self.0.with(|state| state.now += span);
    }

    /// Waits on the true time.
    pub(crate) fn wait(self: &Arc<Self>, span: Duration) -> Wait {
        self.wait_until(self.now() + span)
    }

    pub(crate) fn wait_until(self: &Arc<Self>, moment: OffsetDateTime) -> Wait {
        Wait { timeline: Arc::clone(self), moment, alarm: None }
    }

    fn forget(&self, alarm: (OffsetDateTime, u64)) {
        self.0.with(|state| state.alarms.remove(&alarm));
    }
}

/// Ready once its moment has come, and never at once, so that others get their turn.
#[derive(Debug)]
pub(crate) struct Wait {
    timeline: Arc<Timeline>,
    moment: OffsetDateTime,
    alarm: Option<(OffsetDateTime, u64)>,
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some(alarm) = self.alarm.take() {
            if self.timeline.now() >= self.moment {
                self.timeline.forget(alarm);
                return Poll::Ready(());
            }
            self.timeline.forget(alarm);
        }
        self.alarm = Some(self.timeline.alarm(self.moment, context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(alarm) = self.alarm.take() {
            self.timeline.forget(alarm);
        }
    }
}

/// The clock of one process, which may be ahead or behind.
#[derive(Debug)]
pub(crate) struct SkewedClock {
    timeline: Arc<Timeline>,
    ahead: time::Duration,
}

impl SkewedClock {
    pub(crate) fn new(timeline: Arc<Timeline>, ahead: time::Duration) -> Self {
        Self { timeline, ahead }
    }
}

#[async_trait]
impl Clock for SkewedClock {
    fn now(&self) -> OffsetDateTime {
        self.timeline.now() + self.ahead
    }

    async fn sleep_until(&self, moment: OffsetDateTime) {
        self.timeline.wait_until(moment - self.ahead).await;
    }
}
