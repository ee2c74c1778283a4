//! What must not compile, each after what must. The two differ in one line, so that it is that line
//! which does not compile; the crate's tests hold them to it. The error's code says why, and is
//! compared where rustdoc takes unstable options (`RUSTC_BOOTSTRAP=1 cargo test --doc`).
//!
//! # A secret is not shown
//!
//! ```
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let shown = format!("{name}");
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let shown = format!("{secret}");
//! ```
//!
//! # A secret is not shown for debugging either
//!
//! ```
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let shown = format!("{name:?}");
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let shown = format!("{secret:?}");
//! ```
//!
//! # A secret is not stored
//!
//! ```
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let stored = serde_json::to_string(&name);
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let stored = serde_json::to_string(&secret);
//! ```
//!
//! # A secret is not read from storage
//!
//! ```
//! # use migrayt_vault::{Secret, SecretName};
//! let read: SecretName = serde_json::from_str("\"token\"").unwrap();
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_vault::{Secret, SecretName};
//! let read: Secret = serde_json::from_str("\"token\"").unwrap();
//! ```
//!
//! # A secret is not copied
//!
//! ```
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let second: SecretName = name.clone();
//! ```
//!
//! ```compile_fail,E0599
//! # use migrayt_vault::{Secret, SecretName};
//! let (name, secret) = (SecretName::new("token").unwrap(), Secret::new("value").unwrap());
//! let second: Secret = secret.clone();
//! ```
//!
//! # What is lent is not copied
//!
//! ```
//! # use migrayt_vault::Held;
//! fn again(held: &Held) -> migrayt_vault::SecretVersion { held.version }
//! ```
//!
//! ```compile_fail,E0507
//! # use migrayt_vault::Held;
//! fn again(held: &Held) -> migrayt_vault::Secret { held.secret }
//! ```
//!
//! # A vault is not asked without a proof of acting for a tenant
//!
//! ```
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_vault::{CredentialVault, SecretName};
//! async fn ask(vault: &dyn CredentialVault, scope: &TenantScope, id: &TenantId, name: &SecretName) {
//!     let held = vault.hold(scope, name).await;
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_vault::{CredentialVault, SecretName};
//! async fn ask(vault: &dyn CredentialVault, scope: &TenantScope, id: &TenantId, name: &SecretName) {
//!     let held = vault.hold(id, name).await;
//! }
//! ```
//!
//! # A name is not a text that nobody looked at
//!
//! ```
//! # use migrayt_vault::SecretName;
//! let name: SecretName = SecretName::new("../token").unwrap_or(SecretName::new("token").unwrap());
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_vault::SecretName;
//! let name: SecretName = "../token";
//! ```
