use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use migrayt_core::error::{Error, Result};

use super::Event;
use super::signal::Signal;

/// How many lines of the log wait for a host that does not fetch them; newer ones are dropped and
/// counted.
const LINES: usize = 10_000;

/// The events of one run that its host has not fetched yet.
///
/// It stays small however slow the host is: progress is replaced, questions are as many as the run
/// asks at once, and lines of the log are counted beyond a limit.
#[derive(Debug)]
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    signal: Option<Signal>,
}

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    end: Option<End>,
    dropped: u64,
}

/// How a run ended.
enum End {
    /// With the result that was the last event.
    Told,
    /// With an error that nobody has fetched yet.
    Failed(Error),
}

/// What a host finds when it asks for the next event.
#[expect(missing_debug_implementations, reason = "an event may carry content and secrets")]
pub enum Next {
    /// An event.
    Event(Event),
    /// Nothing happened in the time that the host gave.
    Waiting,
    /// The run is over, and its last event was fetched.
    End,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), signal: Signal::new() }
    }

    /// Adds an event.
    pub(crate) fn push(&self, event: Event) {
        let mut state = self.state();
        if state.end.is_some() {
            return;
        }
        match state.events.back_mut() {
            Some(last) if last.is_superseded_by(&event) => *last = event,
            _ => state.events.push_back(event),
        }
        self.wake(state);
    }

    /// Adds a line of the log, or counts it if too many wait.
    pub(crate) fn push_line(&self, line: impl FnOnce(u64) -> Event) {
        let mut state = self.state();
        if state.end.is_some() {
            return;
        }
        if state.events.len() >= LINES {
            state.dropped = state.dropped.saturating_add(1);
            return;
        }
        let dropped = std::mem::take(&mut state.dropped);
        state.events.push_back(line(dropped));
        self.wake(state);
    }

    /// Ends the run with a last event or an error. Only the first end counts.
    pub(crate) fn end(&self, last: Result<Event>) {
        let mut state = self.state();
        if state.end.is_some() {
            return;
        }
        match last {
            Ok(event) => {
                state.events.push_back(event);
                state.end = Some(End::Told);
            }
            Err(error) => state.end = Some(End::Failed(error)),
        }
        self.wake(state);
    }

    /// Waits for the next event: for ever without a limit, not at all with none.
    ///
    /// # Errors
    /// Why the run ended, once.
    pub(crate) fn next(&self, limit: Option<Duration>) -> Result<Next> {
        let waits = |state: &mut State| state.events.is_empty() && state.end.is_none();
        let state = self.state();
        let mut state = match limit {
            _ if !state.events.is_empty() || state.end.is_some() => state,
            Some(Duration::ZERO) => return Ok(Next::Waiting),
            None => self.changed.wait_while(state, waits).unwrap_or_else(PoisonError::into_inner),
            Some(limit) => {
                let waited = self.changed.wait_timeout_while(state, limit, waits);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        if let Some(event) = state.events.pop_front() {
            if state.events.is_empty() && state.end.is_none() {
                self.signal.iter().for_each(Signal::lower);
            }
            return Ok(Next::Event(event));
        }
        match state.end.replace(End::Told) {
            Some(End::Failed(error)) => Err(error),
            Some(End::Told) => Ok(Next::End),
            None => {
                state.end = None;
                Ok(Next::Waiting)
            }
        }
    }

    /// A descriptor that can be read from while `next` would not wait.
    pub(crate) fn descriptor(&self) -> Option<i32> {
        self.signal.as_ref().map(Signal::descriptor)
    }

    fn wake(&self, state: MutexGuard<'_, State>) {
        // Under the lock, so that the signal never says otherwise than the queue.
        self.signal.iter().for_each(Signal::raise);
        drop(state);
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("events", &self.events.len())
            .field("ended", &self.end.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use migrayt_core::{Error, ErrorKind};

    use super::{LINES, Next, Queue};
    use crate::face::{Event, EventKind};

    fn event(kind: EventKind, number: u64) -> Event {
        Event::new(kind, &serde_json::json!({ "n": number }))
    }

    fn numbers(queue: &Queue) -> Vec<String> {
        let mut found = Vec::new();
        while let Ok(Next::Event(event)) = queue.next(Some(Duration::ZERO)) {
            found.push(event.json.to_string());
        }
        found
    }

    #[test]
    fn progress_that_nobody_fetched_is_replaced_and_nothing_else_is() {
        let queue = Queue::new();
        for number in 1..=3 {
            queue.push(event(EventKind::Progress, number));
        }
        queue.push(event(EventKind::Request, 4));
        queue.push(event(EventKind::Request, 5));
        queue.push(event(EventKind::Progress, 6));
        assert_eq!(numbers(&queue), [r#"{"n":3}"#, r#"{"n":4}"#, r#"{"n":5}"#, r#"{"n":6}"#]);
    }

    #[test]
    fn an_end_is_told_once_and_then_is_the_end() {
        let queue = Queue::new();
        queue.push(event(EventKind::State, 1));
        queue.end(Err(Error::new(ErrorKind::Timeout, "too late")));
        queue.end(Ok(event(EventKind::Result, 9)));
        queue.push(event(EventKind::State, 2));
        assert_eq!(numbers(&queue), [r#"{"n":1}"#]);
        // The loop above fetched the error.
        assert!(matches!(queue.next(None), Ok(Next::End)));
        assert!(matches!(queue.next(None), Ok(Next::End)));
    }

    #[test]
    fn lines_beyond_the_limit_are_counted() {
        let queue = Queue::new();
        for number in 0..LINES as u64 + 5 {
            queue.push_line(|_| event(EventKind::Log, number));
        }
        assert_eq!(numbers(&queue).len(), LINES);
        queue.push_line(|dropped| event(EventKind::Log, dropped));
        assert_eq!(numbers(&queue), [r#"{"n":5}"#]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_descriptor_says_whether_something_waits() {
        use rustix::event::{PollFd, PollFlags, poll};

        let queue = Queue::new();
        let readable = || {
            // SAFETY is not in question: the queue outlives the borrow.
            let signal = queue.signal.as_ref().unwrap();
            let mut polled = [PollFd::new(signal, PollFlags::IN)];
            poll(&mut polled, Some(&rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 })).unwrap()
                == 1
        };
        assert!(!readable());
        queue.push(event(EventKind::State, 1));
        queue.push(event(EventKind::State, 2));
        assert!(readable());
        let _one = queue.next(None);
        assert!(readable());
        let _two = queue.next(None);
        assert!(!readable());
        queue.end(Ok(event(EventKind::Result, 3)));
        assert!(readable());
        let _last = queue.next(None);
        assert!(readable(), "a run that is over never makes its host wait");
    }
}
