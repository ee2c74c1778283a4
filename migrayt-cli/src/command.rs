//! The commands, each thin: what they do lives in the crate `migrayt`.

mod check;
mod connect;
mod convert;
mod demo;
mod doubts;
mod init;
mod ledger;
mod people;
mod plan;
mod report;
mod retry;
mod run;
mod scan;
mod sim;
mod sprints;
mod suggest;
mod vault;
mod verify;

use std::path::Path;

use migrayt::config::Configuration;
use migrayt::core::Result;
use migrayt::project::Project;

use crate::args::{Arguments, Command};
use crate::exit::Exit;
use crate::output::Output;
use crate::prompt::Terminal;

/// Carries out what the arguments ask for.
pub(crate) async fn carry_out(arguments: Arguments) -> Result<Exit> {
    let output = Output { json: arguments.json };
    match arguments.command {
        Command::Demo(demo) => demo::demo(&demo, output).await,
        Command::Sim(sim) => sim::sim(&sim).await,
        Command::Convert(convert) => convert::convert(&convert, output),
        Command::Init(init) => init::init(&init.config, output),
        Command::Check(migration) => check::check(&open(&migration.config).await?, output).await,
        Command::Scan(migration) => scan::scan(&open(&migration.config).await?, output).await,
        Command::Sprints(migration) => {
            sprints::sprints(&open(&migration.config).await?, output).await
        }
        Command::Suggest(suggest) => {
            let project = open(&suggest.migration.config).await?;
            suggest::suggest(&project, suggest.replace, output).await
        }
        Command::People(command) => people::people(command, output).await,
        Command::Plan(asked) => {
            let project = open(&asked.planned.migration.config).await?;
            match &asked.item {
                Some(item) => plan::item::show(&project, item, output).await,
                None => plan::plan(&project, &asked, output).await,
            }
        }
        Command::Run(planned) => {
            let project = open(&planned.migration.config).await?;
            run::run(&project, planned.accept_refusals, true, output).await
        }
        Command::Resume(planned) => {
            let project = open(&planned.migration.config).await?;
            run::run(&project, planned.accept_refusals, false, output).await
        }
        Command::Retry(retry) => {
            let project = open(&retry.planned.migration.config).await?;
            retry::retry(&project, retry.planned.accept_refusals, output).await
        }
        Command::Doubts(doubts) => {
            let project = open(&doubts.migration.config).await?;
            doubts::doubts(&project, doubts.resolve, output).await
        }
        Command::Verify(how) => {
            verify::verify(&open(&how.migration.config).await?, &how, output).await
        }
        Command::Vault(command) => vault::vault(command, output).await,
        Command::Connect(asked) => connect::connect(&asked, output).await,
        Command::Connections(migration) => connect::list(&migration, output).await,
        Command::Disconnect(asked) => connect::disconnect(&asked, output).await,
        Command::Ledger(command) => ledger::ledger(command, output).await,
        Command::Report(how) => {
            report::report(&open(&how.migration.config).await?, how.titles, output).await
        }
    }
}

async fn open(config: &Path) -> Result<Project> {
    Project::open(Configuration::load(config)?, &Terminal).await
}
