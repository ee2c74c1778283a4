use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind as IoKind, Write as _};
use std::path::{Path, PathBuf};

use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use zeroize::Zeroizing;

use crate::system::SystemIds;

/// Reads the key of a journal's digests from the file beside it, or makes one for a new journal.
/// Only the owner can read the file.
///
/// # Errors
/// `ConfigInvalid` if the journal is there and its key is not: its digests could not be compared
/// with anything.
pub(super) fn open(journal: &Path) -> Result<DigestKey> {
    let path = path_of(journal);
    match fs::read_to_string(&path).map(Zeroizing::new) {
        Ok(text) => {
            parse(text.trim()).ok_or_else(|| invalid(&path, "the journal's key file is damaged"))
        }
        Err(error) if error.kind() == IoKind::NotFound => {
            if journal.exists() {
                return Err(invalid(&path, "the journal's key file is missing"));
            }
            make(&path)
        }
        Err(error) => {
            Err(invalid(&path, "the journal's key file cannot be read").with_source(error))
        }
    }
}

fn path_of(journal: &Path) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push(".key");
    name.into()
}

fn make(path: &Path) -> Result<DigestKey> {
    let bytes = SystemIds.key()?;
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| {
            invalid(path, "the journal's key file cannot be written").with_source(error)
        })?;
    Ok(DigestKey::new(bytes))
}

fn parse(text: &str) -> Option<DigestKey> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(DigestKey::new(bytes))
}

fn invalid(path: &Path, message: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message)
        .with("file", Fact::name(path.display().to_string()))
        .with_help("restore it from a backup, or begin anew with another [files] journal")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use migrayt_core::ErrorKind;

    use super::open;

    #[test]
    fn a_key_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("m.db");
        let first = open(&journal).unwrap();
        assert_eq!(first.expose(), open(&journal).unwrap().expose());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.path().join("m.db.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::write(&journal, b"").unwrap();
        fs::remove_file(folder.path().join("m.db.key")).unwrap();
        assert_eq!(open(&journal).unwrap_err().kind(), ErrorKind::ConfigInvalid);
    }
}
