use std::fmt;

use migrayt_core::error::Fact;

/// One value that a secret had: 128 bits that its vault gives to no other value, `ver_` and 32
/// hexadecimal digits as a text.
///
/// Versions tell values apart and have no order. A secret that is destroyed and put again has
/// another one, so that whoever knew the first cannot take the second for it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretVersion(u128);

impl SecretVersion {
    /// A version of these bits, for whoever implements a vault.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The bits.
    pub fn bits(self) -> u128 {
        self.0
    }
}

impl fmt::Display for SecretVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ver_{:032x}", self.0)
    }
}

impl fmt::Debug for SecretVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<SecretVersion> for Fact {
    fn from(version: SecretVersion) -> Self {
        Self::name(version.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::SecretVersion;

    #[test]
    fn a_version_says_what_it_is() {
        let version = SecretVersion::from_bits(0x2a);
        assert_eq!(format!("{version}"), "ver_0000000000000000000000000000002a");
        assert_eq!(format!("{version:?}"), format!("{version}"));
    }
}
