use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use migrayt::config::EXAMPLE;
use migrayt::core::error::{Error, ErrorKind, Fact, Result};

use crate::exit::Exit;
use crate::output::Output;

pub(super) fn init(path: &Path, output: Output) -> Result<Exit> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(EXAMPLE.as_bytes()))
        .map_err(|error| {
            Error::new(ErrorKind::AlreadyExists, "the configuration file cannot be written")
                .with("file", Fact::name(path.display().to_string()))
                .with_help("name another file with -c")
                .with_source(error)
        })?;
    output.say(&format!("Wrote {}. Fill it in, then run `migrayt scan`.", path.display()));
    output.json(&serde_json::json!({ "configuration": path }));
    Ok(Exit::Clean)
}
