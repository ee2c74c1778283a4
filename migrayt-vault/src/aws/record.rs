use std::mem;

use migrayt_core::Result;

use super::fault::{damaged, later};
use crate::cipher::{ADDED, Key};
use crate::store::Place;
use crate::{Secret, SecretVersion, binding};

/// What a sealed value begins with.
const MAGIC: &[u8; 4] = b"MGVA";

/// The version of its shape.
pub(super) const FORMAT: u8 = 1;

/// What a value is bound to begins with this.
const DOMAIN: &[u8] = b"migrayt vault aws\0";

/// The most bytes of a sealed data key. KMS makes 184 of a key of 256 bits; its interface allows
/// for more.
const LONGEST_KEY: usize = 1024;

/// The most bytes of a value in Secrets Manager: its quota "Secret value".
const LONGEST_RECORD: usize = 65_536;

/// The longest secret: a round number for which there is room, whatever KMS makes of the key.
pub(super) const LONGEST_SECRET: usize = 64_000;

const _: () = assert!(4 + 1 + 2 + LONGEST_KEY + ADDED + LONGEST_SECRET <= LONGEST_RECORD);

/// A value as Secrets Manager keeps it.
pub(super) struct Record<'a> {
    /// The data key, sealed by KMS.
    pub(super) sealed_key: &'a [u8],
    sealed: &'a [u8],
}

impl<'a> Record<'a> {
    /// The bytes of a value under a data key; none if KMS sealed the key into more bytes than fit.
    pub(super) fn seal(
        key: &Key,
        sealed_key: &[u8],
        place: &Place,
        version: SecretVersion,
        secret: &Secret,
    ) -> Result<Vec<u8>> {
        let length = u16::try_from(sealed_key.len())
            .ok()
            .filter(|length| usize::from(*length) <= LONGEST_KEY)
            .ok_or_else(|| damaged(place.key()))?;
        let sealed = key.seal(&bound(sealed_key, place, version), secret.expose())?;
        let head = [MAGIC.as_slice(), &[FORMAT], &length.to_be_bytes()].concat();
        Ok([head.as_slice(), sealed_key, &sealed].concat())
    }

    /// The parts of what was found in a place.
    pub(super) fn read(bytes: &'a [u8], place: &Place) -> Result<Self> {
        let format = bytes.strip_prefix(MAGIC).and_then(|rest| rest.first());
        if format.is_some_and(|format| *format != FORMAT) {
            return Err(later(place.key()));
        }
        Self::parts(bytes).ok_or_else(|| damaged(place.key()))
    }

    fn parts(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&[FORMAT])?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (sealed_key, sealed) = rest.split_at_checked(length)?;
        // KMS is not asked about what it cannot have made.
        (1..=LONGEST_KEY).contains(&length).then_some(Self { sealed_key, sealed })
    }

    /// The value, if it was sealed for this place under this version and no bit is another.
    pub(super) fn open(&self, key: &Key, place: &Place, version: SecretVersion) -> Result<Secret> {
        let value = key.open(&bound(self.sealed_key, place, version), self.sealed);
        let secret = value.and_then(|mut value| Secret::new(mem::take(&mut *value)).ok());
        secret.ok_or_else(|| damaged(place.key()))
    }
}

/// What a value is bound to. Its sealed key is among it, so that no bit of the record is free,
/// whatever whoever unseals the key lets pass.
fn bound(sealed_key: &[u8], place: &Place, version: SecretVersion) -> Vec<u8> {
    let head = [DOMAIN, &[FORMAT]].concat();
    let mut bound = binding::of(&head, place.tenant(), place.key(), version.bits().to_be_bytes());
    bound.extend(sealed_key);
    bound
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use migrayt_core::id::TenantId;
    use migrayt_tenancy::Solo;

    use super::{LONGEST_KEY, LONGEST_RECORD, LONGEST_SECRET, Record};
    use crate::cipher::Key;
    use crate::store::Place;
    use crate::{Secret, SecretName, SecretVersion};

    fn version() -> SecretVersion {
        SecretVersion::from_bits(7)
    }

    fn place(tenant: &str, name: &str) -> Place {
        Solo::new(TenantId::new(tenant)).scope().scoped(SecretName::new(name).unwrap())
    }

    fn open(
        bytes: &[u8],
        key: &Key,
        place: &Place,
        version: SecretVersion,
    ) -> Result<Vec<u8>, ErrorKind> {
        let opened = Record::read(bytes, place).and_then(|record| record.open(key, place, version));
        opened.map(|secret| secret.expose().to_vec()).map_err(|error| error.kind())
    }

    #[test]
    fn a_value_opens_in_its_own_place_and_version_only() {
        let (key, own) = (Key::fresh().unwrap(), place("ten_a", "token"));
        let secret = Secret::new("value").unwrap();
        let bytes = Record::seal(&key, &[9; 184], &own, version(), &secret).unwrap();
        assert_eq!(open(&bytes, &key, &own, version()).unwrap(), b"value");
        for other in [place("ten_b", "token"), place("ten_a", "tokens"), place("ten_at", "oken")] {
            assert_eq!(open(&bytes, &key, &other, version()), Err(ErrorKind::DataCorrupt));
        }
        let later = SecretVersion::from_bits(8);
        assert_eq!(open(&bytes, &key, &own, later), Err(ErrorKind::DataCorrupt));
        let other = Key::fresh().unwrap();
        assert_eq!(open(&bytes, &other, &own, version()), Err(ErrorKind::DataCorrupt));
        // The key is fresh for each value, and the nonce too.
        assert_ne!(Record::seal(&key, &[9; 184], &own, version(), &secret).unwrap(), bytes);
    }

    #[test]
    fn a_change_of_any_bit_is_refused_even_if_the_key_is_the_same() {
        let (key, own) = (Key::fresh().unwrap(), place("ten_a", "token"));
        let good =
            Record::seal(&key, &[9; 184], &own, version(), &Secret::new("value").unwrap()).unwrap();
        assert_eq!(good.len(), 7 + 184 + 12 + 5 + 16);
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&bad, &key, &own, version()), Err(ErrorKind::DataCorrupt), "bit {bit}");
        }
        for length in 0..good.len() {
            let cut = open(&good[..length], &key, &own, version());
            assert_eq!(cut, Err(ErrorKind::DataCorrupt), "{length} bytes");
        }
        for head in [b"MGVA\x01\x00\x00".as_slice(), b"MGVA\x01\x04\x01"] {
            let keyless = [head, &[9; 2_000]].concat();
            assert!(Record::read(&keyless, &own).is_err());
        }
        let longer = [good.as_slice(), b"\0"].concat();
        assert_eq!(open(&longer, &key, &own, version()), Err(ErrorKind::DataCorrupt));
    }

    #[test]
    fn the_longest_secret_fits_beside_the_longest_key_and_no_longer_key_is_taken() {
        let (key, own) = (Key::fresh().unwrap(), place("ten_a", "token"));
        let longest = Secret::new(vec![7; LONGEST_SECRET]).unwrap();
        let bytes = Record::seal(&key, &[9; LONGEST_KEY], &own, version(), &longest).unwrap();
        assert!(bytes.len() <= LONGEST_RECORD);
        assert_eq!(open(&bytes, &key, &own, version()).unwrap().len(), LONGEST_SECRET);
        assert!(Record::seal(&key, &[9; LONGEST_KEY + 1], &own, version(), &longest).is_err());
    }

    /// The shape of the first format: made here byte by byte, so that a change of it is seen.
    #[test]
    fn the_first_format_is_as_it_was() {
        let (key, own) = (Key::fresh().unwrap(), place("ten_a", "x"));
        let mut bound = b"migrayt vault aws\0\x01".to_vec();
        bound.extend(b"\0\0\0\0\0\0\0\x05ten_a\0\0\0\0\0\0\0\x01x");
        bound.extend([[0; 15].as_slice(), &[7], b"sealed key"].concat());
        let sealed = key.seal(&bound, b"value").unwrap();
        let bytes = [b"MGVA\x01\x00\x0asealed key".as_slice(), &sealed].concat();
        assert_eq!(open(&bytes, &key, &own, version()).unwrap(), b"value");
    }
}
