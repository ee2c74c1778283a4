use aws_lc_rs::digest::{SHA256, digest};
use migrayt_core::{Error, ErrorKind, Result};

use super::fault::damaged_header;
use super::key::Kind;
use super::{Stretch, VaultKey};
use crate::cipher::{ADDED, Key, random};

/// What a header begins with.
const MAGIC: &[u8; 4] = b"MGVH";

/// The version of its shape.
const FORMAT: u8 = 1;

/// The longest header: magic, format, kind, stretch, salt, the sealed master key, digest.
pub(super) const LONGEST: usize = 4 + 1 + 1 + 12 + 16 + ADDED + 32 + 32;

/// What stands before the sealed master key.
const OPEN: usize = 34;

/// What the master key is bound to begins with this.
const DOMAIN: &[u8] = b"migrayt vault header\0";

/// The first file of a vault: its master key, sealed under a [`VaultKey`].
pub(super) struct Header;

impl Header {
    /// The bytes of a header.
    pub(super) fn seal(master: &Key, key: &VaultKey) -> Result<Vec<u8>> {
        let mut salt = [0; 16];
        let (kind, stretch) = match &key.0 {
            Kind::Passphrase(_, stretch) => {
                random(&mut salt)?;
                (b'p', stretch.to_bytes())
            }
            Kind::File(_) => (b'f', vec![0; 12]),
            #[cfg(feature = "keyring")]
            Kind::Keyring(_) => (b'k', vec![0; 12]),
        };
        let mut bytes = [MAGIC.as_slice(), &[FORMAT, kind], &stretch, &salt].concat();
        let bound = [DOMAIN, &bytes].concat();
        let sealed = match &key.0 {
            Kind::Passphrase(passphrase, stretch) => {
                stretch.key(passphrase, &salt)?.seal(&bound, master.bytes())?
            }
            Kind::File(key) => key.seal(&bound, master.bytes())?,
            #[cfg(feature = "keyring")]
            Kind::Keyring(key) => key.seal(&bound, master.bytes())?,
        };
        bytes.extend(sealed);
        let digest = digest(&SHA256, &bytes);
        bytes.extend_from_slice(digest.as_ref());
        Ok(bytes)
    }

    /// The master key of a header.
    pub(super) fn open(bytes: &[u8], key: &VaultKey) -> Result<Key> {
        let (head, [memory, passes, lanes], salt, open, sealed) =
            parts(bytes).ok_or_else(damaged_header)?;
        if head.0 != FORMAT {
            return Err(Error::new(
                ErrorKind::DataCorrupt,
                "the vault has a format that is not known here",
            )
            .with_help("Use the version that made it."));
        }
        let bound = [DOMAIN, open].concat();
        match (head.1, &key.0) {
            (b'p', Kind::Passphrase(passphrase, _)) => {
                let stretch = Stretch::from_bytes([memory, passes, lanes]).ok_or_else(|| {
                    Error::new(
                        ErrorKind::DataCorrupt,
                        "the vault's header asks for too weak or too costly a key",
                    )
                    .with_help("Restore the folder from a backup; no vault is made like this.")
                })?;
                stretch.key(passphrase, &salt)?.open_key(&bound, sealed).ok_or_else(|| {
                    wrong("the passphrase is not the vault's")
                        .with_help("Capitals, spaces and accents count. It cannot be found out.")
                })
            }
            (b'f', Kind::File(key)) => key.open_key(&bound, sealed).ok_or_else(|| {
                wrong("the key file is not the vault's")
                    .with_help("Name the file that was made with this vault.")
            }),
            #[cfg(feature = "keyring")]
            (b'k', Kind::Keyring(key)) => key.open_key(&bound, sealed).ok_or_else(|| {
                wrong("the keyring's entry is not the vault's key")
                    .with_help("Name the entry that was made with this vault.")
            }),
            (b'p', _) => Err(other("the vault is opened by a passphrase")),
            (b'f', _) => Err(other("the vault is opened by a key file")),
            (b'k', _) => Err(other("the vault is opened by a key in the system's keyring")),
            _ => Err(damaged_header()),
        }
    }
}

/// Format and kind, the three parameters, the salt, what is bound, and the sealed master key.
type Parts<'a> = ((u8, u8), [[u8; 4]; 3], [u8; 16], &'a [u8], &'a [u8]);

/// Takes a header apart whose digest is right. The digest is no protection, since anybody can make
/// it: it tells a damaged file from a wrong passphrase.
fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    if bytes.len() != LONGEST {
        return None;
    }
    let (bytes, expected) = bytes.split_at_checked(LONGEST - 32)?;
    if digest(&SHA256, bytes).as_ref() != expected {
        return None;
    }
    let (open, sealed) = bytes.split_at_checked(OPEN)?;
    let (head, rest) = open.strip_prefix(MAGIC)?.split_first_chunk()?;
    let [format, kind] = *head;
    let (memory, rest) = rest.split_first_chunk()?;
    let (passes, rest) = rest.split_first_chunk()?;
    let (lanes, salt) = rest.split_first_chunk()?;
    Some(((format, kind), [*memory, *passes, *lanes], salt.try_into().ok()?, open, sealed))
}

fn wrong(message: &'static str) -> Error {
    Error::new(ErrorKind::Unauthenticated, message)
}

fn other(message: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message)
        .with_help("Open it as it was made, and rewrap it to change that.")
}
