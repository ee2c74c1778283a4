use std::io::{self, IsTerminal as _};

use migrayt::config::Prompt;
use migrayt::core::error::{Error, ErrorKind, Fact, Result};
use secrecy::SecretString;

/// Asks the person at the terminal.
#[derive(Debug)]
pub(crate) struct Terminal;

impl Prompt for Terminal {
    fn ask(&self, owner: &'static str) -> Result<SecretString> {
        let nobody = || {
            Error::new(ErrorKind::ConfigInvalid, "nobody is there to type the credential")
                .with("setting", Fact::name(format!("{owner}.token")))
                .with_help("run it in a terminal, or name the credential with env: or file:")
        };
        if !io::stdin().is_terminal() {
            return Err(nobody());
        }
        let typed = rpassword::prompt_password(format!("Token of the {owner}: "));
        typed.map(SecretString::from).map_err(|error| nobody().with_source(error))
    }
}
