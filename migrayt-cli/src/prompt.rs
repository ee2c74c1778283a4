use std::io::{self, IsTerminal as _};

use migrayt::config::{Prompt, Wanted};
use migrayt::core::error::{Error, ErrorKind, Fact, Result};
use secrecy::SecretString;

/// Asks the person at the terminal.
#[derive(Debug)]
pub(crate) struct Terminal;

impl Prompt for Terminal {
    fn ask(&self, wanted: &Wanted) -> Result<SecretString> {
        let nobody = || {
            Error::new(ErrorKind::ConfigInvalid, "nobody is there to type the secret")
                .with("setting", Fact::name(wanted.setting()))
                .with_help("run it in a terminal, or name the secret with env:, file: or vault:")
        };
        if !io::stdin().is_terminal() {
            return Err(nobody());
        }
        let typed = rpassword::prompt_password(format!("{wanted}: "));
        typed.map(SecretString::from).map_err(|error| nobody().with_source(error))
    }
}
