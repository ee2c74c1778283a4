use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::time::Duration;

use futures_util::FutureExt as _;
use migrayt_core::error::{Error, ErrorKind, Result};
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::task::AbortHandle;

use super::control::Control;
use super::counter::Counter;
use super::engine::Shared;
use super::files::Files;
use super::queue::{Next, Queue};
use super::{Event, EventKind};

/// One job that goes on in the background. Dropping it gives the job up, as if the process had been
/// killed: nothing is lost, and what was under way is in doubt. [`Run::cancel`] ends it orderly.
#[derive(Debug)]
pub struct Run {
    work: Arc<Work>,
    /// The threads outlive the run that they carry.
    engine: Arc<Shared>,
}

/// What a run and its task share.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) queue: Arc<Queue>,
    pub(crate) counter: Arc<Counter>,
    pub(crate) control: Control,
    pub(crate) files: Files,
    task: Mutex<Option<AbortHandle>>,
    gone: Gone,
}

/// Whether the task and all that it held are gone.
#[derive(Debug, Default)]
struct Gone {
    is: Mutex<bool>,
    changed: Condvar,
}

impl Run {
    pub(super) fn new(engine: Arc<Shared>) -> Self {
        let queue = Arc::new(Queue::new());
        let counter = Arc::new(Counter::new(Arc::clone(&queue)));
        let work = Work {
            queue,
            counter,
            control: Control::default(),
            files: Files::default(),
            task: Mutex::default(),
            gone: Gone::default(),
        };
        Self { work: Arc::new(work), engine }
    }

    pub(super) fn work(&self) -> &Arc<Work> {
        &self.work
    }

    /// Waits for the next event: for ever without a limit, not at all with a limit of zero. The last
    /// event is a `Result`; after it comes the end.
    ///
    /// # Errors
    /// Why the job failed, once; after it comes the end. `Cancelled` if it was cancelled.
    pub fn next(&self, limit: Option<Duration>) -> Result<Next> {
        self.work.queue.next(limit)
    }

    /// A descriptor that can be read from while [`Run::next`] would not wait. It belongs to the run:
    /// it is only waited on, never read from or closed.
    ///
    /// # Errors
    /// `Unsupported` where the system has none.
    pub fn descriptor(&self) -> Result<i32> {
        self.work.queue.descriptor().ok_or_else(|| {
            Error::new(ErrorKind::Unsupported, "this system has no descriptor to wait on")
                .with_help("wait in `next` with a timeout")
        })
    }

    /// Answers a question: `{"ok": value}` or `{"error": {...}}`; an empty text is a value of null.
    ///
    /// # Errors
    /// `NotFound` if nobody waits for it; `InputInvalid` if it is neither, and the question stays
    /// open.
    pub fn answer(&self, request: u64, json: &str, bytes: &[u8]) -> Result<()> {
        self.work.counter.answer(request, json, bytes)
    }

    /// Lets the run rest at the next edge between operations. A `State` event tells that it rests.
    ///
    /// # Errors
    /// `Unsupported` for a job that cannot rest.
    pub fn pause(&self) -> Result<()> {
        self.work.control.pause()
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// `Unsupported` for a job that cannot rest.
    pub fn resume(&self) -> Result<()> {
        self.work.control.resume()
    }

    /// Asks the job to stop: nothing new is begun, and what is under way is waited for. Go on with
    /// [`Run::next`] to its end. A run that was cancelled can be gone on with by another job.
    pub fn cancel(&self) {
        self.work.control.stop.cancel();
    }

    /// Ends the job where it stands, as dropping it does, while somebody else still holds it.
    pub fn give_up(&self) {
        self.work.give_up(&self.engine.runtime);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.give_up();
    }
}

impl Work {
    pub(super) fn begin(
        self: &Arc<Self>,
        runtime: &Runtime,
        job: impl Future<Output = Result<serde_json::Value>> + Send + 'static,
    ) {
        let ending = Ending(Arc::clone(self));
        let task = runtime.spawn(async move {
            let outcome = AssertUnwindSafe(job).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| {
                Err(Error::new(ErrorKind::Unexpected, "the engine failed: a fault of ours"))
            });
            let last = outcome.map(|value| Event::new(EventKind::Result, &value));
            ending.0.files.close().await;
            ending.0.queue.end(last);
        });
        *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.abort_handle());
    }

    /// Tells how the job stands.
    pub(crate) fn tell_state(&self, state: &str) {
        self.queue.push(Event::new(EventKind::State, &json!({ "state": state })));
    }

    /// Ends the job where it stands, and returns when all that it held is gone.
    pub(super) fn give_up(self: &Arc<Self>, runtime: &Runtime) {
        self.counter.close();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(task) = task else { return };
        task.abort();
        let is = self.gone.is.lock().unwrap_or_else(PoisonError::into_inner);
        let is = self.gone.changed.wait_while(is, |gone| !*gone);
        drop(is.unwrap_or_else(PoisonError::into_inner));
        // The calling thread may carry a runtime of its own, on which it must not wait for ours.
        let (work, (closed, wait)) = (Arc::clone(self), mpsc::channel());
        runtime.spawn(async move {
            work.files.close().await;
            drop(closed);
        });
        let _closed: std::result::Result<(), _> = wait.recv();
    }
}

/// Dropped with the task, whether it ended or was given up.
struct Ending(Arc<Work>);

impl Drop for Ending {
    fn drop(&mut self) {
        let work = &self.0;
        work.queue.end(Err(Error::new(ErrorKind::Cancelled, "the run was given up")
            .with_help("go on with it by another job")));
        *work.gone.is.lock().unwrap_or_else(PoisonError::into_inner) = true;
        work.gone.changed.notify_all();
    }
}
