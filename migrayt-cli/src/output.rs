use std::io;

use migrayt::core::Error;
use serde::Serialize;

/// Where results go: tables for people, or one JSON value a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Writes a line for people; nothing in JSON.
    pub(crate) fn say(self, line: &str) {
        if !self.json {
            line_to(&mut io::stdout().lock(), line);
        }
    }

    /// Writes a table of two columns, the second to the right; nothing in JSON.
    pub(crate) fn table(self, title: &str, lines: &[(&str, String)]) {
        if self.json || lines.is_empty() {
            return;
        }
        let name = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let value = lines.iter().map(|(_, value)| value.chars().count()).max().unwrap_or(0);
        self.say(&format!("\n{title}"));
        for (left, right) in lines {
            self.say(&format!("  {left:<name$}  {right:>value$}"));
        }
    }

    /// Writes a value as one line of JSON; nothing for people.
    pub(crate) fn json(self, value: &impl Serialize) {
        if self.json
            && let Ok(line) = serde_json::to_string(value)
        {
            line_to(&mut io::stdout().lock(), &line);
        }
    }
}

/// Tells the person what went wrong, on standard error.
pub(crate) fn complain(error: &Error) {
    let mut to = io::stderr().lock();
    line_to(&mut to, &format!("error: {error}"));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        line_to(&mut to, &format!("  because: {cause}"));
        source = cause.source();
    }
    if let Some(help) = error.help() {
        line_to(&mut to, &format!("  help: {help}"));
    }
}

/// Tells the person something on standard error.
pub(crate) fn note(line: &str) {
    line_to(&mut io::stderr().lock(), line);
}

/// A closed pipe is nobody's fault and nothing that can be told.
fn line_to(to: &mut impl io::Write, line: &str) {
    drop(writeln!(to, "{line}").and_then(|()| to.flush()));
}
