#![doc = include_str!("../README.md")]

mod audit;
#[cfg(feature = "aws")]
mod aws;
#[cfg(any(feature = "aws", feature = "file"))]
mod binding;
mod capabilities;
#[cfg(any(feature = "aws", feature = "file"))]
mod cipher;
#[cfg(feature = "conformance")]
pub mod conformance;
mod desk;
#[cfg(feature = "file")]
mod file;
mod held;
mod kept;
mod memory;
mod name;
#[cfg(feature = "oauth")]
pub mod oauth;
mod proofs;
mod secret;
pub mod store;
#[cfg(feature = "oauth")]
mod stored;
mod vault;
mod version;

pub use self::audit::{MemoryAudit, TracingAudit, VaultAct, VaultAudit, VaultEvent, VaultOutcome};
#[cfg(feature = "aws")]
pub use self::aws::{AwsSettings, AwsVault, Deletion, SecretArn};
pub use self::capabilities::VaultCapabilities;
#[cfg(feature = "keyring")]
pub use self::file::Keyring;
#[cfg(feature = "failpoints")]
pub use self::file::Step;
#[cfg(feature = "file")]
pub use self::file::{FileVault, Stretch, VaultKey};
pub use self::held::Held;
pub use self::kept::KeptVault;
pub use self::memory::MemoryVault;
pub use self::name::SecretName;
pub use self::secret::Secret;
#[cfg(feature = "oauth")]
pub use self::stored::{StoredCredential, TokenKind};
pub use self::vault::CredentialVault;
pub use self::version::SecretVersion;

/// AWS's own configuration, of the version that [`AwsVault::open_with`] takes.
#[cfg(feature = "aws")]
pub use aws_config;
