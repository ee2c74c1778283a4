use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use migrayt::core::Result;
use migrayt::core::error::{Error, ErrorKind, Fact};
use migrayt::ledger::{Signer as _, SigningKey};
use serde_json::json;

use crate::exit::Exit;
use crate::output::Output;

/// Makes a key and writes both halves of it.
pub(super) fn make(file: &Path, output: Output) -> Result<Exit> {
    let key = SigningKey::generate()?;
    key.save(file)?;
    let public_file = public_file(file);
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&public_file)
        .and_then(|mut to| to.write_all(key.public_key().to_pem().as_bytes()))
        .map_err(|error| {
            Error::new(ErrorKind::AlreadyExists, "the public key cannot be written")
                .with("file", Fact::name(public_file.display().to_string()))
                .with_help("name a file that is not there yet")
                .with_source(error)
        })?;
    output.table("Key", &[("Public key", key.public_key().to_string())]);
    output.say(&format!(
        "\nKeep {} to yourself; give {} to whoever shall check your ledgers.",
        file.display(),
        public_file.display()
    ));
    output.json(&json!({
        "key_file": file,
        "public_key_file": public_file,
        "public_key": key.public_key(),
    }));
    Ok(Exit::Clean)
}

fn public_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}
