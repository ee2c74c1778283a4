//! Secrets on their way to the host and from it.

use bytes::{Bytes, BytesMut};
use zeroize::{Zeroize as _, Zeroizing};

/// A copy that is zeroed once nobody needs it any more.
pub(super) fn lend(secret: &[u8]) -> Bytes {
    Bytes::from_owner(Zeroizing::new(secret.to_vec()))
}

/// Takes what the host gave, and zeroes it where nobody else holds it too.
pub(super) fn take(given: Bytes) -> Vec<u8> {
    let taken = given.to_vec();
    if let Ok(mut given) = given.try_into_mut() {
        BytesMut::as_mut(&mut given).zeroize();
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lent_and_taken_is_the_same() {
        assert_eq!(lend(b"secret"), &b"secret"[..]);
        assert_eq!(take(Bytes::from(b"secret".to_vec())), b"secret");
        assert_eq!(take(Bytes::from_static(b"secret")), b"secret");
        assert_eq!(take(Bytes::new()), b"");
    }
}
