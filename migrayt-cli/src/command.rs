//! The commands, each thin: what they do lives in the crate `migrayt`.

mod convert;
mod demo;
mod doubts;
mod init;
mod ledger;
mod plan;
mod report;
mod run;
mod scan;
mod sim;
mod suggest;
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
        Command::Scan(migration) => scan::scan(&open(&migration.config).await?, output).await,
        Command::Suggest(suggest) => {
            let project = open(&suggest.migration.config).await?;
            suggest::suggest(&project, suggest.replace, output).await
        }
        Command::Plan(planned) => {
            let project = open(&planned.migration.config).await?;
            plan::plan(&project, planned.accept_refusals, output).await
        }
        Command::Run(planned) => {
            let project = open(&planned.migration.config).await?;
            run::run(&project, planned.accept_refusals, true, output).await
        }
        Command::Resume(planned) => {
            let project = open(&planned.migration.config).await?;
            run::run(&project, planned.accept_refusals, false, output).await
        }
        Command::Doubts(doubts) => {
            let project = open(&doubts.migration.config).await?;
            doubts::doubts(&project, doubts.resolve, output).await
        }
        Command::Verify(migration) => verify::verify(&open(&migration.config).await?, output).await,
        Command::Ledger(command) => ledger::ledger(command, output).await,
        Command::Report(migration) => report::report(&open(&migration.config).await?, output).await,
    }
}

async fn open(config: &Path) -> Result<Project> {
    Project::open(Configuration::load(config)?, &Terminal).await
}
