//! The `migrayt` command: arguments in, tables or JSON out. What it does lives in the crate
//! `migrayt`.

mod args;
mod command;
mod exit;
mod interrupt;
mod logging;
mod memory;
mod output;
mod progress;
mod prompt;
mod returned;
mod summary;

use std::process::ExitCode;

use clap::Parser as _;
use migrayt::core::error::{Error, ErrorKind, Result};

use crate::args::{Arguments, Command};
use crate::exit::Exit;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Clap writes help to standard output and errors to standard error.
            drop(error.print());
            return if error.use_stderr() { Exit::Usage } else { Exit::Clean }.into();
        }
    };
    match run(arguments) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::complain(&error);
            Exit::of_error(&error).into()
        }
    }
}

fn run(arguments: Arguments) -> Result<Exit> {
    logging::start(&arguments.log)?;
    let mut builder = match &arguments.command {
        // A simulator works beside the engine.
        Command::Demo(_) | Command::Sim(_) => tokio::runtime::Builder::new_multi_thread(),
        // A run is one future, and more threads would only hold more memory.
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    let runtime = builder.worker_threads(2).enable_all().build().map_err(|error| {
        Error::new(ErrorKind::Unexpected, "the process cannot be started").with_source(error)
    })?;
    runtime.block_on(command::carry_out(arguments))
}
