use migrayt_core::id::TenantId;
use migrayt_core::{Error, ErrorKind, Result};

/// A tenant's id as the database holds it: a `uuid` in its usual text, 36 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TenantUuid(String);

impl TenantUuid {
    /// # Errors
    /// `InputInvalid` unless the id is `ten_` and 32 small hexadecimal digits: two texts for one
    /// tenant would be two tenants everywhere but here.
    pub(super) fn of(tenant: &TenantId) -> Result<Self> {
        let digits = tenant.as_str().strip_prefix(TenantId::PREFIX).filter(|digits| {
            digits.len() == 32
                && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        });
        let digits = digits.ok_or_else(|| {
            Error::new(ErrorKind::InputInvalid, "the tenant's id has another form in the database")
                .with_help("Make ids of tenants with `TenantId::from_bits`.")
        })?;
        let mut uuid = String::with_capacity(36);
        for (at, digit) in digits.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                uuid.push('-');
            }
            uuid.push(digit);
        }
        Ok(Self(uuid))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::id::TenantId;

    use super::TenantUuid;

    #[test]
    fn every_bit_is_kept() {
        let tenant = TenantId::from_bits(0x0123_4567_89ab_cdef_fedc_ba98_7654_3210);
        let uuid = TenantUuid::of(&tenant).unwrap();
        assert_eq!(uuid.as_str(), "01234567-89ab-cdef-fedc-ba9876543210");
        assert_eq!(tenant.as_str().replace("ten_", ""), uuid.as_str().replace('-', ""));
        let solo = TenantUuid::of(&TenantId::solo()).unwrap();
        assert_eq!(solo.as_str(), "00000000-0000-0000-0000-000000000000");
    }

    #[test]
    fn one_tenant_has_one_text() {
        let digits = "0".repeat(31);
        for text in [
            String::new(),
            "ten_a".into(),
            format!("ten_{digits}A"),
            format!("ten_+{digits}"),
            format!("ten_{digits}00"),
            format!("acc_{digits}0"),
            format!("{digits}0"),
            format!("ten_{digits}'"),
        ] {
            assert!(TenantUuid::of(&TenantId::new(text.clone())).is_err(), "{text}");
        }
    }
}
