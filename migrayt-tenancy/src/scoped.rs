mod component;

use std::path::PathBuf;

use migrayt_core::id::TenantId;
use sha2::{Digest as _, Sha256};

use self::component::Component;
use crate::TenantScope;

/// A key inside a tenant, for everything that lies outside a database: entries of caches, objects,
/// secrets, channels, idempotency keys, rate buckets, temporary folders.
///
/// It can be made from a scope only, and two tenants' keys are never equal, as values or as texts.
/// A store that takes this type cannot be asked without a tenant, and cannot mix two up. It is not
/// read back from storage: what is stored is found again under the scope that asks.
///
/// Texts are made of the characters `a` to `z`, `0` to `9`, `-`, `_`, `=`, and `/` between tenant
/// and key, whatever the key holds: nothing climbs out of its tenant, is a separator, is invisible
/// or changes meaning with the case of letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantScoped<K> {
    tenant: TenantId,
    key: K,
}

impl<K> TenantScoped<K> {
    /// Puts a key into the tenant of a scope.
    pub fn new(scope: &TenantScope, key: K) -> Self {
        Self { tenant: scope.tenant().clone(), key }
    }

    /// The tenant.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The key as it was given.
    pub fn key(&self) -> &K {
        &self.key
    }

    /// What the texts of all keys of this tenant begin with, and those of no other tenant. It ends
    /// with `/`.
    pub fn prefix(&self) -> String {
        format!("{}/", Component::of('t', self.tenant.as_str()))
    }
}

impl<K: AsRef<str>> TenantScoped<K> {
    /// The key as a text of two parts, for objects, secrets and caches: at most 327 bytes.
    ///
    /// The key is one part, slashes and all. Keys that differ give texts that differ, in letters'
    /// case too; of a key that is very long the text holds a SHA-256.
    pub fn path(&self) -> String {
        format!("{}{}", self.prefix(), Component::of('k', self.key.as_ref()))
    }

    /// The same as a relative path of two folders, for any file system.
    pub fn folder(&self) -> PathBuf {
        self.path().split('/').collect()
    }

    /// A name of 58 characters that looks the same for every tenant and key: for what takes short
    /// names only, such as the channels of PostgreSQL (63 bytes).
    ///
    /// It is a SHA-256 cut to 224 bits. It hides nothing from whoever can guess tenant and key.
    pub fn label(&self) -> String {
        let digest = Sha256::digest(self.path());
        digest.iter().take(28).fold("k_".to_owned(), |label, byte| format!("{label}{byte:02x}"))
    }
}
