use migrayt_core::error::Result;
use serde::Deserialize;
use serde_json::Value as Json;

use super::Context;

/// The port of the host that is held to its contract.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conformance {
    suite: Suite,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Suite {
    /// The host's source, which must have at least two items.
    Source,
    /// The host's target. Before each case the host is asked for an empty one.
    Target,
    /// The host's journal. Each case is a tenant of its own.
    Journal,
    /// The host's vault. Each case is a vault of its own.
    Vault,
}

#[cfg(not(feature = "sim"))]
pub(super) async fn conformance(_context: &Context, asked: &Conformance) -> Result<Json> {
    use migrayt_core::error::{Error, ErrorKind};

    let (Suite::Source | Suite::Target | Suite::Journal | Suite::Vault) = asked.suite;
    let error = Error::new(ErrorKind::Unsupported, "this build has no conformance suites")
        .with_help("build the library with the feature `sim`");
    std::future::ready(Err(error)).await
}

#[cfg(feature = "sim")]
pub(super) async fn conformance(context: &Context, asked: &Conformance) -> Result<Json> {
    use tokio::runtime::Handle;
    use tokio::task::block_in_place;

    // Suites take functions that make ports, whose futures cannot be sent to another thread. They
    // hold one thread of the engine while they go on.
    let suite = asked.suite;
    std::future::ready(block_in_place(|| Handle::current().block_on(held::hold(context, suite))))
        .await
}

#[cfg(feature = "sim")]
mod held {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Arc, Mutex, PoisonError};

    use migrayt::system::{SystemClock, SystemIds};
    use migrayt_core::error::{Error, ErrorKind, Result};
    use migrayt_core::id::TenantId;
    use migrayt_core::port::Clock;
    use migrayt_testkit::conformance::{Breach, journal, source, target};
    use migrayt_vault::{TracingAudit, VaultAudit, conformance as vault};
    use serde_json::{Value as Json, json};

    use super::super::super::desk::{Desk, Question};
    use super::super::super::host::journal::trial;
    use super::super::super::host::{HostJournal, HostSource, HostTarget, HostVault};
    use super::{Context, Suite};

    /// Runs a suite and tells the first sentence that does not hold.
    pub(super) async fn hold(context: &Context, suite: Suite) -> Result<Json> {
        let desk = context.desk();
        let verdict = match suite {
            Suite::Source => {
                let source = HostSource::open(desk).await?;
                source::suite(&source, &source::Known::default()).await
            }
            Suite::Target => {
                let target = Arc::new(HostTarget::open(Arc::clone(&desk)).await?);
                let make = async || {
                    empty(desk.as_ref(), "target").await;
                    Arc::clone(&target)
                };
                target::suite(make, &target::Known::default()).await
            }
            Suite::Journal => {
                let (tenants, desk) = (AtomicU64::new(1), &desk);
                let tenant = || TenantId::from_bits(tenants.fetch_add(1, Ordering::Relaxed).into());
                if let Err(error) = trial(Arc::clone(desk), tenant(), tenant()).await {
                    return match error.kind() {
                        ErrorKind::Misuse => Ok(told(Err((
                            "trial",
                            "a table keeps the rules that journals are built on",
                            error.to_string(),
                        )))),
                        _ => Err(error),
                    };
                }
                let open = async || HostJournal::open(Arc::clone(desk), tenant()).await;
                let opened = Opened::first(open).await?;
                let make = async || opened.next().await;
                let verdict = match journal::suite(make).await {
                    Ok(()) => journal::isolation(&make().await, &make().await).await,
                    broken => broken,
                };
                opened.all()?;
                verdict
            }
            Suite::Vault => return vault_of(&desk).await,
        };
        Ok(told(verdict.map_err(|Breach { case, sentence, found }| (case, sentence, found))))
    }

    async fn vault_of(desk: &Arc<dyn Desk>) -> Result<Json> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let audit: Arc<dyn VaultAudit> = Arc::new(TracingAudit);
        let open = async |(audit, clock)| {
            empty(desk.as_ref(), "vault").await;
            HostVault::open_with(Arc::clone(desk), audit, clock, Arc::new(SystemIds)).await
        };
        let opened = Opened::first(async || open((Arc::clone(&audit), Arc::clone(&clock))).await);
        let opened = opened.await?;
        let verdict = vault::suite(async |audit, clock| opened.take(open((audit, clock)).await));
        let verdict = verdict.await;
        opened.all()?;
        Ok(told(verdict.map_err(|breach| (breach.case, breach.sentence, breach.found))))
    }

    /// Ports for the cases of a suite, which cannot do without one: when the host fails to open one,
    /// its case gets the first, and the failure is told in place of a verdict.
    struct Opened<P, F> {
        open: F,
        first: Arc<P>,
        failure: Mutex<Option<Error>>,
    }

    impl<P, F: AsyncFn() -> Result<P>> Opened<P, F> {
        async fn first(open: F) -> Result<Self> {
            let first = Arc::new(open().await?);
            Ok(Self { open, first, failure: Mutex::new(None) })
        }

        async fn next(&self) -> Arc<P> {
            self.take((self.open)().await)
        }

        fn take(&self, opened: Result<P>) -> Arc<P> {
            match opened {
                Ok(port) => Arc::new(port),
                Err(error) => {
                    let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                    failure.get_or_insert(error);
                    Arc::clone(&self.first)
                }
            }
        }

        fn all(&self) -> Result<()> {
            let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            failure.take().map_or(Ok(()), Err)
        }
    }

    /// Asks for a port that holds nothing yet. A host that cannot give one is told so by the case.
    async fn empty(desk: &dyn Desk, port: &'static str) {
        if let Ok(question) = Question::new("conformance", "empty", &json!({ "port": port })) {
            drop(desk.ask(question).await);
        }
    }

    fn told(verdict: std::result::Result<(), (&'static str, &'static str, String)>) -> Json {
        match verdict {
            Ok(()) => json!({ "passed": true }),
            Err((case, sentence, found)) => {
                json!({ "passed": false, "case": case, "sentence": sentence, "found": found })
            }
        }
    }
}
