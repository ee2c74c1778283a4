//! What an engine can be asked to do. Each job is one JSON object in, events while it goes on, and
//! one JSON object at its end.

mod conformance;
mod connect;
mod context;
mod convert;
mod doubts;
mod ledger;
mod log;
mod look;
mod metrics;
mod people;
mod plan;
mod progress;
mod report;
mod run;
mod simulate;
mod tenant;
mod vault;
mod verify;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_tenancy::right::{StartMigrations, ViewResults};
use serde::Deserialize;
use serde_json::Value as Json;
use zeroize::Zeroizing;

pub(crate) use self::context::Context;
use super::shape;

/// A job and its arguments.
#[derive(Deserialize)]
#[serde(tag = "job", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Job {
    /// Asks both endpoints what the account may do there.
    Check,
    /// Looks at both endpoints, and keeps what it found in the folder.
    Scan,
    /// Proposes a mapping and writes it.
    Suggest(look::Suggest),
    /// Holds the mapping against what the scan found.
    MappingCheck(look::MappingCheck),
    /// Tries every item without writing anything.
    Plan(plan::Plan),
    /// Shows what would be sent for one item. It is content.
    Preview(plan::Preview),
    /// Carries out the newest plan, or goes on with it.
    Run(run::Run),
    /// Plans what the newest run could not carry out, and carries that out.
    Retry(run::Retry),
    /// Reads the target back and compares it with the plan.
    Verify(verify::Verify),
    /// Writes the report's files and tells what they say.
    Report(report::Report),
    /// Tells what became of each operation of an item.
    LedgerShow(ledger::Show),
    /// Writes the account of every operation to a file.
    LedgerExport(ledger::Export),
    /// Checks such a file.
    LedgerVerify(ledger::Verify),
    /// Makes a key that signs such files.
    LedgerKey(ledger::Key),
    /// Lists the operations of which nobody could tell what became.
    Doubts,
    /// Records what a person found out about one of them.
    DoubtResolve(doubts::Resolve),
    /// Lists people and how they are matched.
    People,
    /// Writes a table of people for a person to fill in.
    PeopleExport(people::Export),
    /// Takes it into the mapping.
    PeopleImport(people::Import),
    /// Starts and closes the sprints that were made, as their days say.
    Sprints,
    /// Writes a formatted text in another format.
    Convert(convert::Convert),
    /// Keeps a secret, which is the job's bytes.
    VaultPut(vault::Named),
    /// Replaces a secret by the job's bytes.
    VaultRotate(vault::Named),
    /// Ends a secret.
    VaultDestroy(vault::Named),
    /// Tells whether a secret can be read.
    VaultCheck(vault::Named),
    /// Lists the names of secrets.
    VaultNames,
    /// Connects a side by OAuth: the host shows a page to a person.
    Connect(connect::Side),
    /// Lists the connections, and how long they go on.
    Connections,
    /// Ends a connection.
    Disconnect(connect::Side),
    /// Tells for whom the engine acts, and what they may do.
    Tenant,
    /// Tells the lines of the log until it is cancelled.
    Log(log::Log),
    /// Tells what was counted since the engine was made.
    Metrics,
    /// Serves a simulated tracker until it is cancelled.
    Simulate(simulate::Simulate),
    /// Holds a port of the host to its contract.
    Conformance(conformance::Conformance),
}

/// The names of all jobs, in the order of this page.
pub const JOBS: &[&str] = &[
    "check",
    "scan",
    "suggest",
    "mapping_check",
    "plan",
    "preview",
    "run",
    "retry",
    "verify",
    "report",
    "ledger_show",
    "ledger_export",
    "ledger_verify",
    "ledger_key",
    "doubts",
    "doubt_resolve",
    "people",
    "people_export",
    "people_import",
    "sprints",
    "convert",
    "vault_put",
    "vault_rotate",
    "vault_destroy",
    "vault_check",
    "vault_names",
    "connect",
    "connections",
    "disconnect",
    "tenant",
    "log",
    "metrics",
    "simulate",
    "conformance",
];

impl Job {
    /// # Errors
    /// `InputInvalid` with the place, if there is no such job or it is not of its shape.
    pub(crate) fn parse(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|error| {
            Error::new(ErrorKind::InputInvalid, "there is no such job, or it has another shape")
                .with("line", error.line())
                .with("column", error.column())
                .with("reason", shape::reason(&error))
                .with_help("the page about jobs in the documentation lists them")
        })
    }

    /// Whether it can be paused.
    pub(crate) fn can_rest(&self) -> bool {
        matches!(self, Self::Run(_) | Self::Retry(_))
    }

    /// Whether it ends by itself when it is asked to stop. Any other is dropped: it only looks.
    fn stops_itself(&self) -> bool {
        let goes_on = matches!(self, Self::Log(_) | Self::Simulate(_));
        goes_on || self.can_rest() || matches!(self, Self::Plan(_))
    }

    /// Demands the right that it needs. Who may not, is told so before anything happens.
    async fn permit(&self, context: &Context) -> Result<()> {
        let free = matches!(
            self,
            Self::Convert(_)
                | Self::LedgerVerify(_)
                | Self::LedgerKey(_)
                | Self::Log(_)
                | Self::Metrics
                | Self::Simulate(_)
                | Self::Conformance(_)
        );
        if free {
            return Ok(());
        }
        let scope = context.scope().await?;
        let looks = matches!(
            self,
            Self::Report(_)
                | Self::LedgerShow(_)
                | Self::LedgerExport(_)
                | Self::Doubts
                | Self::People
                | Self::Tenant
                | Self::Connections
        );
        if looks {
            return scope.permit::<ViewResults>().map(drop);
        }
        scope.permit::<StartMigrations>().map(drop)
    }
}

/// Carries a job out.
pub(crate) async fn execute(job: Job, context: Context) -> Result<Json> {
    let control = &context.work.control;
    context.counted().begin();
    let outcome = if job.stops_itself() {
        carry_out(job, &context).await
    } else {
        tokio::select! {
            outcome = carry_out(job, &context) => outcome,
            () = control.stop.cancelled() => Err(cancelled()),
        }
    };
    context.counted().end(outcome.is_ok());
    outcome
}

async fn carry_out(job: Job, context: &Context) -> Result<Json> {
    job.permit(context).await?;
    match job {
        Job::Check => look::check(context).await,
        Job::Scan => look::scan(context).await,
        Job::Suggest(asked) => look::suggest(context, &asked).await,
        Job::MappingCheck(asked) => look::mapping_check(context, asked).await,
        Job::Plan(asked) => plan::plan(context, asked).await,
        Job::Preview(asked) => plan::preview(context, &asked).await,
        Job::Run(asked) => run::run(context, &asked).await,
        Job::Retry(asked) => run::retry(context, &asked).await,
        Job::Verify(asked) => verify::verify(context, asked).await,
        Job::Report(asked) => report::report(context, &asked).await,
        Job::LedgerShow(asked) => ledger::show(context, &asked).await,
        Job::LedgerExport(asked) => ledger::export(context, &asked).await,
        Job::LedgerVerify(asked) => ledger::verify(&asked),
        Job::LedgerKey(asked) => ledger::key(&asked),
        Job::Doubts => doubts::doubts(context).await,
        Job::DoubtResolve(asked) => doubts::resolve(context, asked).await,
        Job::People => people::people(context).await,
        Job::PeopleExport(asked) => people::export(context, &asked).await,
        Job::PeopleImport(asked) => people::import(context, &asked).await,
        Job::Sprints => look::sprints(context).await,
        Job::Convert(asked) => convert::convert(&asked),
        Job::VaultPut(asked) => vault::put(context, &asked).await,
        Job::VaultRotate(asked) => vault::rotate(context, &asked).await,
        Job::VaultDestroy(asked) => vault::destroy(context, &asked).await,
        Job::VaultCheck(asked) => vault::check(context, &asked).await,
        Job::VaultNames => vault::names(context).await,
        Job::Connect(asked) => connect::connect(context, &asked).await,
        Job::Connections => connect::list(context).await,
        Job::Disconnect(asked) => connect::disconnect(context, &asked).await,
        Job::Tenant => tenant::tenant(context).await,
        Job::Log(asked) => log::log(context, &asked).await,
        Job::Metrics => Ok(metrics::metrics(context)),
        Job::Simulate(asked) => simulate::simulate(context, asked).await,
        Job::Conformance(asked) => conformance::conformance(context, &asked).await,
    }
}

pub(crate) fn cancelled() -> Error {
    Error::new(ErrorKind::Cancelled, "the job was cancelled")
        .with_help("start it again when it is wanted")
}

/// The bytes of a job as a text.
///
/// # Errors
/// `InputInvalid` if they are no UTF-8.
fn text(bytes: &[u8]) -> Result<Zeroizing<String>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Error::new(ErrorKind::InputInvalid, "the job's bytes are no UTF-8")
            .with("byte", error.valid_up_to())
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{JOBS, Job};

    #[test]
    fn every_job_has_its_name_in_the_list() {
        let error = Job::parse(r#"{"job":"no such job"}"#).err().unwrap();
        let names: Vec<_> = JOBS.iter().map(|name| format!("`{name}`")).collect();
        let expected = format!("a value is not one of {}", names.join(", "));
        assert!(error.to_string().contains(&expected), "{error}");
    }
}
