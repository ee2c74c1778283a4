use std::mem;

use migrayt_core::Result;
use migrayt_core::id::TenantId;

use super::fault::{damaged, later};
use crate::cipher::{ADDED, Key, random};
use crate::store::Place;
use crate::{Secret, SecretName, SecretVersion, binding};

/// What a secret's file begins with.
const MAGIC: &[u8; 4] = b"MGVR";

/// The version of its shape.
const FORMAT: u8 = 1;

/// The longest file of a secret.
pub(super) const LONGEST: usize =
    4 + 1 + 1 + SecretName::LONGEST + 16 + ADDED + 32 + ADDED + Secret::LONGEST;

/// What values and their keys are bound to begins with this.
const DOMAIN: &[u8] = b"migrayt vault record\0";

/// A secret at rest.
pub(super) struct Record;

impl Record {
    /// A version that no other value has.
    pub(super) fn fresh_version() -> Result<SecretVersion> {
        let mut version = [0; 16];
        random(&mut version)?;
        Ok(SecretVersion::from_bits(u128::from_be_bytes(version)))
    }

    /// The bytes of a secret's file. The value's key is made for it alone.
    pub(super) fn seal(
        master: &Key,
        place: &Place,
        version: SecretVersion,
        secret: &Secret,
    ) -> Result<Vec<u8>> {
        let version = version.bits().to_be_bytes();
        let name = place.key().as_str().as_bytes();
        let key = Key::fresh()?;
        let sealed_key =
            master.seal(&Part::Key.bound(place.tenant(), place.key(), version), key.bytes())?;
        let sealed =
            key.seal(&Part::Value.bound(place.tenant(), place.key(), version), secret.expose())?;
        let length = u8::try_from(name.len()).map_err(|_| damaged(place.key()))?;
        Ok([MAGIC.as_slice(), &[FORMAT, length], name, &version, &sealed_key, &sealed].concat())
    }

    /// The secret of a place, of the bytes that were found there.
    pub(super) fn open(
        master: &Key,
        place: &Place,
        bytes: &[u8],
    ) -> Result<(Secret, SecretVersion)> {
        let name = place.key();
        if is_later(bytes) {
            return Err(later(name));
        }
        Self::opened(master, place, bytes).ok_or_else(|| damaged(name))
    }

    /// The name of the secret by its file alone: not proved until it is opened under that name.
    pub(super) fn name(bytes: &[u8]) -> Option<SecretName> {
        parts(bytes).map(|(name, ..)| name)
    }

    fn opened(master: &Key, place: &Place, bytes: &[u8]) -> Option<(Secret, SecretVersion)> {
        let (name, version, sealed_key, sealed) = parts(bytes)?;
        if name != *place.key() || bytes.len() > LONGEST {
            return None;
        }
        let key =
            master.open_key(&Part::Key.bound(place.tenant(), place.key(), version), sealed_key)?;
        let mut value =
            key.open(&Part::Value.bound(place.tenant(), place.key(), version), sealed)?;
        let secret = Secret::new(mem::take(&mut *value)).ok()?;
        Some((secret, SecretVersion::from_bits(u128::from_be_bytes(version))))
    }
}

/// One of the two sealed pieces of a file, so that neither is taken for the other.
enum Part {
    Key,
    Value,
}

impl Part {
    /// What the piece is bound to.
    fn bound(&self, tenant: &TenantId, name: &SecretName, version: [u8; 16]) -> Vec<u8> {
        let part = match self {
            Self::Key => b'k',
            Self::Value => b'v',
        };
        binding::of(&[DOMAIN, &[FORMAT, part]].concat(), tenant, name, version)
    }
}

fn is_later(bytes: &[u8]) -> bool {
    let format = bytes.strip_prefix(MAGIC).and_then(|rest| rest.first());
    format.is_some_and(|format| *format != FORMAT)
}

/// Name, version, the sealed key and the sealed value.
type Parts<'a> = (SecretName, [u8; 16], &'a [u8], &'a [u8]);

fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&[FORMAT])?;
    let (length, rest) = rest.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(*length))?;
    let name = SecretName::new(str::from_utf8(name).ok()?).ok()?;
    let (version, rest) = rest.split_first_chunk()?;
    let (sealed_key, sealed) = rest.split_at_checked(ADDED + 32)?;
    Some((name, *version, sealed_key, sealed))
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use migrayt_core::id::TenantId;
    use migrayt_tenancy::Solo;

    use super::{Key, Part, Record};
    use crate::store::Place;
    use crate::{Secret, SecretName};

    fn place(tenant: &str, name: &str) -> Place {
        Solo::new(TenantId::new(tenant)).scope().scoped(SecretName::new(name).unwrap())
    }

    #[test]
    fn a_value_opens_in_its_own_place_only() {
        let master = Key::fresh().unwrap();
        let own = place("ten_a", "token");
        let version = Record::fresh_version().unwrap();
        let secret = Secret::new("value").unwrap();
        let bytes = Record::seal(&master, &own, version, &secret).unwrap();
        let (secret, found) = Record::open(&master, &own, &bytes).unwrap();
        assert_eq!((secret.expose(), found), (b"value".as_slice(), version));
        for other in [place("ten_b", "token"), place("ten_a", "tokens"), place("ten_at", "oken")] {
            let error = Record::open(&master, &other, &bytes).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::DataCorrupt);
        }
        assert!(Record::open(&Key::fresh().unwrap(), &own, &bytes).is_err());
    }

    #[test]
    fn no_other_tenant_opens_a_value() {
        let master = Key::fresh().unwrap();
        let version = Record::fresh_version().unwrap();
        let secret = Secret::new("value").unwrap();
        let bytes = Record::seal(&master, &place("ten_a", "token"), version, &secret).unwrap();
        for number in 0..10_000 {
            let other = place(&format!("ten_{number}"), "token");
            assert!(Record::open(&master, &other, &bytes).is_err());
        }
    }

    #[test]
    fn what_a_piece_is_bound_to_tells_all_of_it_apart() {
        let name = |text: &str| SecretName::new(text).unwrap();
        let (tenant, version) = (TenantId::new("ten_a"), [1; 16]);
        let bound = Part::Key.bound(&tenant, &name("bc"), version);
        for other in [
            Part::Value.bound(&tenant, &name("bc"), version),
            Part::Key.bound(&TenantId::new("ten_ab"), &name("c"), version),
            Part::Key.bound(&tenant, &name("bcd"), version),
            Part::Key.bound(&tenant, &name("bc"), [2; 16]),
        ] {
            assert_ne!(bound, other);
        }
    }
}
