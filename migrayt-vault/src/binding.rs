use migrayt_core::id::TenantId;

use crate::SecretName;

/// What sealed bytes are bound to: what they are for, and the tenant, name and version of the
/// value. Each length stands before its text, so that no two values have the same bytes.
pub(crate) fn of(head: &[u8], tenant: &TenantId, name: &SecretName, version: [u8; 16]) -> Vec<u8> {
    let mut bound = head.to_vec();
    for text in [tenant.as_str(), name.as_str()] {
        bound.extend((text.len() as u64).to_be_bytes());
        bound.extend(text.as_bytes());
    }
    bound.extend(version);
    bound
}
