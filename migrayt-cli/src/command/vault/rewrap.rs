use std::path::Path;

use migrayt::config::{CredentialReference, VaultSettings};
use migrayt::core::error::{Effect, Error, ErrorKind, Result};
use migrayt::vault::{NewKey, Vault};
use serde_json::json;

use super::{clock, with_a_vault};
use crate::args::Rewrap;
use crate::exit::Exit;
use crate::output::Output;
use crate::prompt::Terminal;

pub(super) async fn rewrap(wanted: Rewrap, output: Output) -> Result<Exit> {
    let configuration = with_a_vault(&wanted.migration)?;
    let new = new_key(&wanted)?;
    Vault::rewrap(&configuration, &new, &Terminal, clock()).await.map_err(|error| {
        match error.effect() {
            Effect::None => error,
            Effect::Unknown => error.with_help(
                "Nothing is lost: either the old one or the new one opens the vault now. Try `migrayt vault check` with each.",
            ),
        }
    })?;
    output.say("The vault is opened by the new one now, and no longer by the old one.");
    let setting = setting(&new);
    if names(&configuration.vault, &new) {
        output.say("The configuration stays as it is.");
    } else {
        output.say(&format!("Write into the configuration, under [vault]: {setting}"));
    }
    output.say("Copies of the folder from before are still opened by the old one.");
    output.json(&json!({ "done": "rewrapped", "setting": setting }));
    Ok(Exit::Clean)
}

fn new_key(wanted: &Rewrap) -> Result<NewKey> {
    if let Some(entry) = &wanted.new_keyring {
        return Ok(NewKey::Keyring(entry.clone()));
    }
    match (&wanted.new_key_file, &wanted.new_passphrase) {
        (Some(path), _) => Ok(NewKey::File(path.clone())),
        (None, None) => Ok(NewKey::Passphrase(CredentialReference::Prompt)),
        (None, Some(text)) => match CredentialReference::try_from(text.clone()) {
            Ok(reference) if !matches!(reference, CredentialReference::Vault(_)) => {
                Ok(NewKey::Passphrase(reference))
            }
            // It is not repeated: somebody may have written the passphrase itself.
            _ => Err(Error::new(ErrorKind::InputInvalid, "this is no place of a passphrase")
                .with("option", "--new-passphrase")
                .with_help("name it with env:NAME or file:PATH, or type it: prompt")),
        },
    }
}

/// Whether the configuration names what opens the vault now.
fn names(settings: &VaultSettings, new: &NewKey) -> bool {
    match new {
        NewKey::File(path) => settings.key.as_ref() == Some(path),
        NewKey::Keyring(entry) => settings.keyring.as_ref() == Some(entry),
        NewKey::Passphrase(reference) => {
            let named = settings.passphrase.as_ref().unwrap_or(&CredentialReference::Prompt);
            settings.key.is_none() && settings.keyring.is_none() && named == reference
        }
        _ => false,
    }
}

/// What the configuration says of it.
fn setting(new: &NewKey) -> String {
    let quoted = |path: &Path| toml_text(&path.display().to_string());
    match new {
        NewKey::File(path) => format!("key = {}", quoted(path)),
        NewKey::Keyring(entry) => format!("keyring = {}", toml_text(entry)),
        NewKey::Passphrase(CredentialReference::Environment(name)) => {
            format!("passphrase = {}", toml_text(&format!("env:{name}")))
        }
        NewKey::Passphrase(CredentialReference::File(path)) => {
            format!("passphrase = {}", toml_text(&format!("file:{}", path.display())))
        }
        _ => "passphrase = \"prompt\"".to_owned(),
    }
}

/// A text as TOML quotes it; JSON's quotes are a part of them.
fn toml_text(text: &str) -> String {
    json!(text).to_string()
}
