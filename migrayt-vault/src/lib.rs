#![doc = include_str!("../README.md")]

mod audit;
mod capabilities;
#[cfg(feature = "conformance")]
pub mod conformance;
mod desk;
#[cfg(feature = "file")]
mod file;
mod held;
mod memory;
mod name;
mod proofs;
mod secret;
mod store;
mod vault;
mod version;

pub use self::audit::{MemoryAudit, TracingAudit, VaultAct, VaultAudit, VaultEvent, VaultOutcome};
pub use self::capabilities::VaultCapabilities;
#[cfg(feature = "keyring")]
pub use self::file::Keyring;
#[cfg(feature = "failpoints")]
pub use self::file::Step;
#[cfg(feature = "file")]
pub use self::file::{FileVault, Stretch, VaultKey};
pub use self::held::Held;
pub use self::memory::MemoryVault;
pub use self::name::SecretName;
pub use self::secret::Secret;
pub use self::vault::CredentialVault;
pub use self::version::SecretVersion;
