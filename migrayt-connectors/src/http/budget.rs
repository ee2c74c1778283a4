use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::port::{Budget, Clock, MethodClass, Permit, ResponseFacts};
use migrayt_core::{Error, ErrorKind, Result};
use time::OffsetDateTime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A budget that learns from answers, for one credential of one remote.
///
/// At most `width` requests run at once, first come first served. A `Retry-After` stops all of
/// them until it has passed, whether it comes with a `429` or with a success. Each `429` halves
/// how many may run at once, and fifty successes in a row allow one more again. When less than
/// a tenth of the share is left, requests are spread over the time until it is whole.
///
/// The cost of a request is not weighed: traffic with API tokens is exempt from Jira's points,
/// and Azure DevOps does not tell costs beforehand.
#[derive(Debug)]
pub struct AdaptiveBudget {
    clock: Arc<dyn Clock>,
    gate: Arc<Gate>,
}

/// After how many successes in a row one more request may run at once.
const CALM: u32 = 50;

/// The longest pause that is not asked for by a `Retry-After`, as in Atlassian's guidance.
const LONGEST: Duration = Duration::from_secs(30);

/// The longest pause that a `Retry-After` is taken at: Jira's quotas are whole again within an
/// hour. After it one request asks again.
const LONGEST_ASKED: Duration = Duration::from_hours(1);

/// Answers to requests that were under way together count as one event within this time.
const SAME_EVENT: Duration = Duration::from_secs(1);

#[derive(Debug)]
struct Gate {
    places: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// How many may run at once at most.
    ceiling: usize,
    /// How many may run at once now.
    width: usize,
    /// How many places are taken away when they come back.
    owed: usize,
    /// Nothing is sent before.
    resume_at: Option<OffsetDateTime>,
    /// Successes since the last refusal.
    calm: u32,
    /// Refusals in a row.
    strikes: u32,
    /// When the width was last cut.
    cut_at: Option<OffsetDateTime>,
}

impl AdaptiveBudget {
    /// A budget of at most `width` requests at once; 0 counts as 1.
    pub fn new(clock: Arc<dyn Clock>, width: usize) -> Self {
        let width = width.max(1);
        let state = State {
            ceiling: width,
            width,
            owed: 0,
            resume_at: None,
            calm: 0,
            strikes: 0,
            cut_at: None,
        };
        let gate = Gate { places: Arc::new(Semaphore::new(width)), state: Mutex::new(state) };
        Self { clock, gate: Arc::new(gate) }
    }

    /// How many requests may run at once now.
    pub fn width(&self) -> usize {
        self.gate.state().width
    }

    /// Until when nothing is sent, if a remote asked for a pause.
    pub fn resumes_at(&self) -> Option<OffsetDateTime> {
        self.gate.state().resume_at.filter(|moment| *moment > self.clock.now())
    }
}

#[async_trait]
impl Budget for AdaptiveBudget {
    async fn acquire(&self, class: MethodClass, _cost: u32) -> Result<Permit> {
        let place = Arc::clone(&self.gate.places)
            .acquire_owned()
            .await
            .map_err(|_| Error::new(ErrorKind::Unexpected, "the budget's places were closed"))?;
        let place = Place { gate: Arc::clone(&self.gate), place: Some(place) };
        // A pause may grow while we wait for it.
        while let Some(moment) = self.resumes_at() {
            let pause = Duration::try_from(moment - self.clock.now()).unwrap_or_default();
            tracing::debug!(
                ?class,
                pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                "waiting for the remote's rate limit"
            );
            self.clock.sleep_until(moment).await;
        }
        Ok(Permit::new(place))
    }

    fn observe(&self, facts: &ResponseFacts) {
        let now = self.clock.now();
        let mut state = self.gate.state();
        let pause = if facts.status == 429 {
            state.calm = 0;
            let again = state.cut_at.is_none_or(|cut| now - cut >= SAME_EVENT);
            if again {
                state.cut_at = Some(now);
                state.strikes = state.strikes.saturating_add(1);
                self.gate.narrow(&mut state);
            }
            let own = Duration::from_secs(1 << state.strikes.min(5)).min(LONGEST);
            Some(facts.retry_after.unwrap_or(own))
        } else {
            if facts.status < 400 {
                state.strikes = 0;
                self.gate.rest(&mut state);
            }
            facts.retry_after.or_else(|| spread(facts))
        };
        if let Some(pause) = pause.filter(|pause| !pause.is_zero()) {
            let moment = now + pause.min(LONGEST_ASKED);
            state.resume_at = Some(state.resume_at.map_or(moment, |known| known.max(moment)));
        }
    }
}

/// The pause that spreads what is left over the time until the share is whole.
fn spread(facts: &ResponseFacts) -> Option<Duration> {
    let remaining = facts.remaining?;
    if remaining == 0 {
        return Some(facts.reset_after.unwrap_or(SAME_EVENT).min(LONGEST));
    }
    let scarce = facts.limit.is_some_and(|limit| remaining.saturating_mul(10) < limit);
    let each = facts.reset_after? / u32::try_from(remaining).unwrap_or(u32::MAX);
    scarce.then_some(each.min(LONGEST))
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Halves the width; places in use are taken away when they come back.
    fn narrow(&self, state: &mut State) {
        let width = (state.width / 2).max(1);
        let cut = state.width - width;
        state.width = width;
        state.owed += cut - self.places.forget_permits(cut);
    }

    /// Notes a success; enough of them widen by one.
    fn rest(&self, state: &mut State) {
        state.calm += 1;
        if state.calm < CALM {
            return;
        }
        state.calm = 0;
        if state.width < state.ceiling {
            state.width += 1;
            if state.owed > 0 {
                state.owed -= 1;
            } else {
                self.places.add_permits(1);
            }
        }
    }
}

/// One request's place, given back or taken away when it is dropped.
struct Place {
    gate: Arc<Gate>,
    place: Option<OwnedSemaphorePermit>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(place) = self.place.take() else { return };
        let mut state = self.gate.state();
        if state.owed > 0 {
            state.owed -= 1;
            place.forget();
        }
    }
}
