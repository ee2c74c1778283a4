use std::io::{self, Read as _, Write as _};
use std::path::Path;

use migrayt::core::error::{Error, ErrorKind, Fact, Result};
use migrayt::markup::{self, Loss};
use serde::Serialize;

use crate::args::Convert;
use crate::exit::Exit;
use crate::output::{Output, note};

/// The longest text that is read, in bytes: far beyond what a tracker holds.
const LONGEST: u64 = 64 * 1024 * 1024;

/// What `--json` says.
#[derive(Debug, Serialize)]
struct Converted<'a> {
    text: &'a str,
    losses: &'a [Loss],
}

pub(super) fn convert(convert: &Convert, output: Output) -> Result<Exit> {
    let text = read(convert.file.as_deref())?;
    let written = markup::convert(convert.from.into(), convert.to.into(), &text)?;
    if output.json {
        output.json(&Converted { text: &written.value, losses: &written.losses });
    } else {
        let mut to = io::stdout().lock();
        // A closed pipe is nobody's fault.
        drop(to.write_all(written.value.as_bytes()).and_then(|()| {
            if written.value.ends_with('\n') { Ok(()) } else { to.write_all(b"\n") }
        }));
    }
    if convert.losses {
        tell(&written.losses);
    }
    Ok(Exit::Clean)
}

fn read(file: Option<&Path>) -> Result<String> {
    let mut bytes = Vec::new();
    let read = match file {
        Some(path) => std::fs::File::open(path)
            .and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)),
        None => io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes),
    };
    let name = file.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    read.map_err(|error| {
        Error::new(ErrorKind::ConfigInvalid, "the text cannot be read")
            .with("file", Fact::name(name.clone()))
            .with_source(error)
    })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LONGEST {
        return Err(Error::new(ErrorKind::InputInvalid, "the text is longer than 64 MiB")
            .with("file", Fact::name(name)));
    }
    String::from_utf8(bytes).map_err(|error| {
        Error::new(ErrorKind::InputInvalid, "the text is not UTF-8")
            .with("file", Fact::name(name))
            .with("byte", error.utf8_error().valid_up_to())
    })
}

/// One line for each loss: how much is left, what it is, where, how often.
fn tell(losses: &[Loss]) {
    let width = losses.iter().map(|loss| loss.kind.code().len()).max().unwrap_or(0);
    if losses.is_empty() {
        note("everything is carried exactly");
    }
    for loss in losses {
        let fidelity = match loss.kind.fidelity() {
            markup::Fidelity::Dropped => "dropped",
            _ => "approximated",
        };
        let code = loss.kind.code();
        let place = loss.path.to_string();
        let place = if place.is_empty() { "document" } else { place.as_str() };
        note(&format!("{fidelity:<12}  {code:<width$}  {:>5}  {place}", loss.count));
    }
}
