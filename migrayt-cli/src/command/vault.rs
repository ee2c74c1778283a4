//! The vault: names are shown, values never.

mod rewrap;

use std::io::{self, IsTerminal as _, Read as _};
use std::sync::Arc;

use migrayt::config::{Configuration, Prompt as _, Wanted};
use migrayt::core::error::{Error, ErrorKind, Fact, Result};
use migrayt::core::port::Clock;
use migrayt::system::SystemClock;
use migrayt::vault::Vault;
use secrecy::SecretString;
use serde_json::json;
use zeroize::Zeroizing;

use crate::args::{Migration, Named, Vault as Command};
use crate::exit::Exit;
use crate::output::{Output, complain};
use crate::prompt::Terminal;

pub(super) async fn vault(command: Command, output: Output) -> Result<Exit> {
    match command {
        Command::Put(named) => put(&named, output).await,
        Command::List(migration) => list(&migration, output).await,
        Command::Rotate(named) => {
            let vault = open(&named.migration).await?;
            vault.check(&named.name).await.map_err(mistyped)?;
            vault.rotate(&named.name, &value(&named.name)?).await.map_err(mistyped)?;
            Ok(told(output, "Replaced", &named.name))
        }
        Command::Destroy(named) => {
            open(&named.migration).await?.destroy(&named.name).await.map_err(mistyped)?;
            Ok(told(output, "Destroyed", &named.name))
        }
        Command::Check(migration) => check(&migration, output).await,
        Command::Rewrap(wanted) => rewrap::rewrap(wanted, output).await,
    }
}

async fn put(named: &Named, output: Output) -> Result<Exit> {
    let configuration = Configuration::load(&named.migration.config)?;
    let vault = if Vault::is_there(&configuration) {
        open(&named.migration).await?
    } else {
        let vault = Vault::create(&configuration, &Terminal, clock()).await?;
        let folder = configuration.path(&configuration.vault.folder);
        output.say(&format!("Made a vault in {}.", folder.display()));
        vault
    };
    vault.put(&named.name, &value(&named.name)?).await.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            error.with_help("`migrayt vault rotate NAME` replaces its value")
        }
        _ => error,
    })?;
    output.say(&format!("Name it in the configuration: token = \"vault:{}\"", named.name));
    Ok(told(output, "Kept", &named.name))
}

fn told(output: Output, what: &str, name: &str) -> Exit {
    output.say(&format!("{what} {name}."));
    output.json(&json!({ "name": name, "done": what.to_lowercase() }));
    Exit::Clean
}

async fn list(migration: &Migration, output: Output) -> Result<Exit> {
    let names = open(migration).await?.names().await?;
    if names.is_empty() {
        output.say("The vault is empty.");
    }
    for name in &names {
        output.say(name);
    }
    output.json(&names);
    Ok(Exit::Clean)
}

async fn check(migration: &Migration, output: Output) -> Result<Exit> {
    let vault = open(migration).await?;
    let mut found = Vec::new();
    let names = match vault.names().await {
        Err(error) if error.kind() == ErrorKind::DataCorrupt => {
            // Whose a damaged file is, is not known, and so it has no name.
            complain(&error);
            output.json(&json!([{ "name": null, "readable": false }]));
            return Ok(Exit::Differences);
        }
        names => names?,
    };
    for name in names {
        let error = vault.check(&name).await.err();
        found.push((name, error));
    }
    let said = |error: &Option<Error>| match error {
        None => "can be read".to_owned(),
        Some(error) => error.message().to_owned(),
    };
    let lines: Vec<_> = found.iter().map(|(name, error)| (name.as_str(), said(error))).collect();
    output.table("Vault", &lines);
    let rows: Vec<_> = found
        .iter()
        .map(|(name, error)| json!({ "name": name, "readable": error.is_none() }))
        .collect();
    output.json(&rows);
    let whole = found.iter().all(|(_, error)| error.is_none());
    Ok(if whole { Exit::Clean } else { Exit::Differences })
}

/// No endpoint is in question: the name is not one of the vault's.
fn mistyped(error: Error) -> Error {
    if error.kind() != ErrorKind::NotFound {
        return error;
    }
    let mistyped = Error::new(ErrorKind::InputInvalid, "the vault has no secret of this name")
        .with_help("`migrayt vault list` shows the names");
    error.context().iter().fold(mistyped, |error, &(key, ref fact)| error.with(key, fact.clone()))
}

async fn open(migration: &Migration) -> Result<Vault> {
    Vault::open(&with_a_vault(migration)?, &Terminal, clock()).await
}

/// The configuration of a migration that has a vault.
fn with_a_vault(migration: &Migration) -> Result<Configuration> {
    let configuration = Configuration::load(&migration.config)?;
    if Vault::is_there(&configuration) {
        return Ok(configuration);
    }
    let folder = configuration.path(&configuration.vault.folder);
    Err(Error::new(ErrorKind::ConfigInvalid, "there is no vault yet")
        .with("folder", Fact::name(folder.display().to_string()))
        .with_help("`migrayt vault put NAME` makes one"))
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock::new())
}

/// The value of a name: typed at a terminal, else what comes by standard input, without the line
/// break at its end.
fn value(name: &str) -> Result<SecretString> {
    if io::stdin().is_terminal() {
        return Terminal.ask(&Wanted::Value(name.to_owned()));
    }
    let mut text = Zeroizing::new(String::new());
    io::stdin().lock().read_to_string(&mut text).map_err(|error| {
        Error::new(ErrorKind::InputInvalid, "the value cannot be read from standard input")
            .with_source(error)
    })?;
    Ok(SecretString::from(text.trim_end_matches(['\r', '\n'])))
}
