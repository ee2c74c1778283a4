//! GUIDs that follow from what they name, so that the same content gives the same ids.

use sha2::{Digest as _, Sha256};

/// The GUID of a thing by its kind and name.
pub(crate) fn guid(kind: &str, name: &str) -> String {
    let hash = Sha256::new().chain_update(kind).chain_update([0]).chain_update(name).finalize();
    let mut bytes = [0_u8; 16];
    for (to, from) in bytes.iter_mut().zip(hash) {
        *to = from;
    }
    let number = u128::from_be_bytes(bytes);
    // Version 6 and variant 1, which is what identity ids of the service look like.
    let number = number & !(0xf << 76) & !(0x3 << 62) | (6 << 76) | (2 << 62);
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Whether a text looks like a GUID.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{guid, is_guid};

    #[test]
    fn guids_are_stable_distinct_and_well_formed() {
        assert_eq!(guid("person", "a"), guid("person", "a"));
        assert_ne!(guid("person", "a"), guid("project", "a"));
        assert!(is_guid(&guid("person", "a")));
        assert_eq!(guid("person", "a").chars().nth(14), Some('6'));
    }
}
