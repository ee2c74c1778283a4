use std::fs::File;
use std::io::{ErrorKind as IoKind, Read as _, Write as _};
use std::path::Path;

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

use super::key_text::{self, LENGTH};
use super::replacement;
use crate::cipher::Key;

pub(super) fn read(path: &Path) -> Result<Key> {
    let unreadable = |source| {
        invalid(path, "the vault's key file cannot be read")
            .with_help("Name the file that was made with the vault, or restore it from a backup.")
            .with_source(source)
    };
    let file = File::open(path).map_err(unreadable)?;
    ensure_private(path, &file)?;
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 2));
    // Two more than a key has: the end of a line, and a sign that there is more.
    file.take(LENGTH as u64 + 2).read_to_string(&mut text).map_err(unreadable)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    key_text::parse(line).ok_or_else(|| {
        invalid(path, "this is not a vault's key file")
            .with_help("Name the file that was made with the vault, or restore it from a backup.")
    })
}

pub(super) fn make(path: &Path) -> Result<Key> {
    let key = Key::fresh()?;
    let mut text = key_text::write(&key);
    text.push('\n');
    replacement::create(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        // The key is on the disk before anything is sealed under it.
        .and_then(|()| replacement::flush_folder_of(path))
        .map_err(|source| {
            let error = match source.kind() {
                IoKind::AlreadyExists => {
                    Error::new(ErrorKind::AlreadyExists, "there is a file where the key would be")
                        .with("file", name(path))
                }
                _ => invalid(path, "the vault's key file cannot be made"),
            };
            error.with_help("Name a file that is not there yet.").with_source(source)
        })?;
    Ok(key)
}

#[cfg(unix)]
fn ensure_private(path: &Path, file: &File) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    use super::folder::OTHERS;

    // Of the open file, so that it is the one that is read.
    let private = file
        .metadata()
        .is_ok_and(|metadata| metadata.permissions().mode().trailing_zeros() >= OTHERS);
    if private {
        return Ok(());
    }
    Err(invalid(path, "others than its owner may read the vault's key file")
        .with_help("Take their rights away: chmod 600 and the file's name. If others may have read it, rewrap the vault with a new one and rotate its secrets."))
}

/// Elsewhere a file of a user's profile is its owner's by inheritance.
#[cfg(not(unix))]
fn ensure_private(_path: &Path, _file: &File) -> Result<()> {
    Ok(())
}

fn invalid(path: &Path, message: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message).with("file", name(path))
}

fn name(path: &Path) -> Fact {
    Fact::name(path.display().to_string())
}
