//! Asking a person through the host.

use std::sync::Arc;

use migrayt::config::{Prompt, Wanted};
use migrayt_core::error::{Error, ErrorKind, Result};
use secrecy::SecretString;
use serde_json::json;
use tokio::runtime::{Handle, RuntimeFlavor};
use zeroize::Zeroizing;

use super::super::desk::{Desk, Question};
use super::secret;

const PORT: &str = "prompt";

/// A prompt that the host shows, or answers by itself.
///
/// It is asked from within a runtime of several threads, one of which waits for the answer.
#[derive(Debug)]
pub struct HostPrompt {
    desk: Arc<dyn Desk>,
}

impl HostPrompt {
    /// The prompt of a host.
    pub fn new(desk: Arc<dyn Desk>) -> Self {
        Self { desk }
    }
}

impl Prompt for HostPrompt {
    /// # Errors
    /// Those of the host; `ConfigInvalid` if it answers nothing, `InputInvalid` if it answers what is
    /// no text, `Misuse` outside a runtime of several threads.
    fn ask(&self, wanted: &Wanted) -> Result<SecretString> {
        let runtime = Handle::try_current().ok();
        let runtime = runtime
            .filter(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread)
            .ok_or_else(|| {
                Error::new(ErrorKind::Misuse, "the host is asked outside the engine's runtime")
            })?;
        let asked = json!({
            "wanted": wanted.setting(),
            "kind": kind(wanted),
            "words": wanted.to_string(),
        });
        let question = Question::new(PORT, "ask", &asked)?;
        let answer = tokio::task::block_in_place(|| runtime.block_on(self.desk.ask(question)))?;
        let text = Zeroizing::new(secret::take(answer.bytes));
        if text.is_empty() {
            return Err(Error::new(ErrorKind::ConfigInvalid, "the host has no answer")
                .with("wanted", migrayt_core::error::Fact::name(wanted.setting()))
                .with_help("name the secret in the configuration, or let the host answer"));
        }
        let text = std::str::from_utf8(&text)
            // The cause would name a position within the secret.
            .map_err(|_| Error::new(ErrorKind::InputInvalid, "the secret is not a text"))?;
        Ok(text.to_owned().into())
    }
}

/// The word for what is wanted, since one setting may be asked for in several ways.
fn kind(wanted: &Wanted) -> &'static str {
    match wanted {
        Wanted::Token(_) => "token",
        Wanted::Passphrase => "passphrase",
        Wanted::NewPassphrase => "new_passphrase",
        Wanted::OtherPassphrase => "other_passphrase",
        Wanted::PassphraseAgain => "passphrase_again",
        Wanted::ClientSecret(_) => "client_secret",
        Wanted::Value(_) => "value",
        _ => "secret",
    }
}
