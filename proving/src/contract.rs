mod accounts;
mod captures;
mod migration;
mod suites;
mod tour;
mod visitor;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};

use migrayt_core::{Error, ErrorKind, Result};
use migrayt_testkit::contract::{Contract, Tracker};

pub use self::accounts::Accounts;
use crate::timeline::Timeline;

/// The contracts of both trackers.
struct Contracts {
    azure_devops: Arc<Contract>,
    jira: Arc<Contract>,
}

/// Holds what the connectors ask and what the simulators answer against the trackers' own
/// documents: a whole migration with throttling and lost answers, the conformance suites of both
/// connectors, which ask for every kind of operation, and a tour over every route of the
/// simulators with its refusals. What Azure DevOps was recorded to answer is held against its documents
/// too, so that a gap that a recording shows is shown indeed. `None` if the documents are not on this machine.
///
/// # Errors
/// What keeps a part of it from coming to its end.
pub fn hold() -> Result<Option<Accounts>> {
    let (Some(azure_devops), Some(jira)) =
        (Contract::find(Tracker::AzureDevops)?, Contract::find(Tracker::Jira)?)
    else {
        return Ok(None);
    };
    let contracts = Contracts { azure_devops: Arc::new(azure_devops), jira: Arc::new(jira) };
    captures::run(&contracts.azure_devops)?;
    migration::run(&contracts)?;
    suites::run(&contracts)?;
    let unvisited = tour::run(&contracts)?;
    let (azure_devops, jira) = (contracts.azure_devops.account(), contracts.jira.account());
    Ok(Some(Accounts { azure_devops, jira, unvisited }))
}

/// Notes that somebody can go on.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Lets something come to its end in virtual time, which passes while nobody can go on.
fn finish<T>(timeline: &Timeline, future: impl Future<Output = Result<T>>) -> Result<T> {
    let mut future = Box::pin(future);
    let woken = Arc::new(Woken::default());
    let waker = Arc::clone(&woken).into();
    loop {
        if let Poll::Ready(end) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return end;
        }
        if !woken.0.swap(false, Ordering::Relaxed) && !timeline.advance() {
            return Err(Error::new(ErrorKind::Unexpected, "nothing goes on any more"));
        }
    }
}
