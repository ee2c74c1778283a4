use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use migrayt_core::Result;
use time::OffsetDateTime;

/// One process that works on the run.
pub(crate) struct Life<T> {
    future: Option<Pin<Box<dyn Future<Output = Result<T>> + Send>>>,
    flag: Arc<Flag>,
    still_until: Option<OffsetDateTime>,
}

/// Whether somebody woke the process.
#[derive(Debug)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<T> Life<T> {
    pub(crate) fn begin(future: impl Future<Output = Result<T>> + Send + 'static) -> Self {
        Self {
            future: Some(Box::pin(future)),
            flag: Arc::new(Flag(AtomicBool::new(true))),
            still_until: None,
        }
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.future.is_some()
    }

    /// The process dies at the await where it stands.
    pub(crate) fn end(&mut self) {
        self.future = None;
    }

    pub(crate) fn stand_still(&mut self, until: OffsetDateTime) {
        self.still_until = Some(until);
        self.flag.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn stands_still(&self, now: OffsetDateTime) -> bool {
        self.still_until.is_some_and(|until| now < until)
    }

    /// Who is woken when the process may go on.
    pub(crate) fn waker(&self) -> Waker {
        Waker::from(Arc::clone(&self.flag))
    }

    /// Lets the process go on, if it can; `None` if it cannot.
    pub(crate) fn go_on(&mut self, now: OffsetDateTime) -> Option<Poll<Result<T>>> {
        let future = self.future.as_mut()?;
        if self.still_until.is_some_and(|until| now < until) {
            return None;
        }
        self.still_until = None;
        if !self.flag.0.swap(false, Ordering::Relaxed) {
            return None;
        }
        let waker = Waker::from(Arc::clone(&self.flag));
        let answer = future.as_mut().poll(&mut Context::from_waker(&waker));
        if answer.is_ready() {
            self.future = None;
        }
        Some(answer)
    }
}

impl<T> fmt::Debug for Life<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Life")
            .field("alive", &self.is_alive())
            .field("still_until", &self.still_until)
            .finish_non_exhaustive()
    }
}
