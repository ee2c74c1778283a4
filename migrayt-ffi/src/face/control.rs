use migrayt_core::error::{Error, ErrorKind, Result};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How a host steers a job, from any thread and at any time.
#[derive(Debug)]
pub(crate) struct Control {
    /// Asks the job to stop.
    pub(crate) stop: CancellationToken,
    wish: watch::Sender<Wish>,
}

/// What the host wants of a job that can rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// The job cannot rest.
    CannotRest,
    GoOn,
    Rest,
}

impl Default for Control {
    fn default() -> Self {
        Self { stop: CancellationToken::new(), wish: watch::Sender::new(Wish::CannotRest) }
    }
}

impl Control {
    /// Says whether the job can rest, before it begins.
    pub(crate) fn can_rest(&self, can: bool) {
        self.wish.send_replace(if can { Wish::GoOn } else { Wish::CannotRest });
    }

    pub(crate) fn pause(&self) -> Result<()> {
        self.want(Wish::Rest)
    }

    pub(crate) fn resume(&self) -> Result<()> {
        self.want(Wish::GoOn)
    }

    /// Returns once the host wants the job to rest.
    pub(crate) async fn wants_rest(&self) {
        let mut wish = self.wish.subscribe();
        // The sender is ours, so that this cannot end before the wish comes.
        let _came = wish.wait_for(|wish| *wish == Wish::Rest).await;
    }

    /// Whether the host wants the job to rest at this moment.
    pub(crate) fn rests(&self) -> bool {
        *self.wish.borrow() == Wish::Rest
    }

    /// Returns once the host wants the job to go on or to stop.
    pub(crate) async fn wants_more(&self) {
        let mut wish = self.wish.subscribe();
        tokio::select! {
            _went_on = wish.wait_for(|wish| *wish != Wish::Rest) => {}
            () = self.stop.cancelled() => {}
        }
    }

    fn want(&self, wanted: Wish) -> Result<()> {
        let mut can = true;
        self.wish.send_if_modified(|wish| {
            can = *wish != Wish::CannotRest;
            let changes = can && *wish != wanted;
            if changes {
                *wish = wanted;
            }
            changes
        });
        if can {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Unsupported, "only a run can be paused")
            .with_help("cancel the job and start it again; it changes nothing in the target"))
    }
}
