use std::sync::{Arc, Mutex, PoisonError, Weak};

use migrayt::config::Configuration;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_tenancy::Presented;
use tokio::runtime::{Builder, Runtime};
use zeroize::Zeroizing;

use super::counted::Counted;
use super::job::{Context, Job, execute};
use super::options::{Options, Ports};
use super::run::{Run, Work};
use super::stores::Stores;

/// One migration for one caller, and the threads that carry it.
///
/// It owns no signal handler and starts no process. When it and its runs are gone, so are its
/// threads.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<Shared>,
}

/// What an engine and its runs share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) runtime: Runtime,
    pub(crate) configuration: Option<Configuration>,
    pub(crate) ports: Ports,
    /// What the caller shows to the directory.
    pub(crate) presented: Zeroizing<String>,
    pub(crate) stores: Stores,
    pub(crate) counted: Counted,
    works: Mutex<Vec<Weak<Work>>>,
}

impl Engine {
    /// Makes an engine of options in JSON. `presented` is the caller's token for the host's
    /// directory, and empty where there is none.
    ///
    /// # Errors
    /// `InputInvalid` or `ConfigInvalid` with the place and what is wrong there; `Unavailable` if
    /// the system gives no threads.
    pub fn new(options: &str, presented: &str) -> Result<Self> {
        let options = Options::parse(options)?;
        let configuration = options.configuration()?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(options.threads()?)
            .thread_name("migrayt")
            .enable_all()
            .build()
            .map_err(|error| {
                Error::new(ErrorKind::Unavailable, "the engine's threads cannot be started")
                    .with_source(error)
            })?;
        let shared = Shared {
            runtime,
            configuration,
            ports: options.ports,
            presented: Zeroizing::new(presented.to_owned()),
            stores: Stores::default(),
            counted: Counted::default(),
            works: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Starts a job. `bytes` is what the job takes besides its JSON: a secret, say.
    ///
    /// # Errors
    /// `InputInvalid` with the place, if there is no such job or it is not of its shape. What goes
    /// wrong later is told by [`Run::next`].
    pub fn start(&self, job: &str, bytes: &[u8]) -> Result<Run> {
        let job = Job::parse(job)?;
        let run = Run::new(Arc::clone(&self.shared));
        let work = Arc::clone(run.work());
        work.control.can_rest(job.can_rest());
        let mut works = self.shared.works.lock().unwrap_or_else(PoisonError::into_inner);
        works.retain(|work| work.strong_count() > 0);
        works.push(Arc::downgrade(&work));
        drop(works);
        let bytes = Zeroizing::new(bytes.to_vec());
        let context = Context::new(Arc::clone(&self.shared), Arc::clone(&work), bytes);
        work.begin(&self.shared.runtime, execute(job, context));
        Ok(run)
    }
}

impl Drop for Engine {
    /// Gives up every run that still goes on; their handles stay good and tell of it.
    fn drop(&mut self) {
        let works = self.shared.works.lock().unwrap_or_else(PoisonError::into_inner);
        let works: Vec<_> = works.iter().filter_map(Weak::upgrade).collect();
        for work in works {
            work.give_up(&self.shared.runtime);
        }
    }
}

impl Shared {
    /// The caller's token.
    pub(crate) fn presented(&self) -> Presented {
        Presented::new(self.presented.as_str())
    }

    /// # Errors
    /// `Misuse` if the engine was made without a configuration.
    pub(crate) fn configuration(&self) -> Result<&Configuration> {
        self.configuration.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::Misuse, "the engine has no configuration")
                .with_help("make it with `configuration` or `configuration_file`")
        })
    }
}
