use migrayt_core::{Error, ErrorKind, Result};
use time::OffsetDateTime;

use crate::oauth::{Attempt, ConnectionRow};
use crate::{SecretName, SecretVersion};

/// A row as databases hold it: what [`fields`] names, after its name.
///
/// A revision has the bits of a number with a sign, a version is 16 bytes, its highest first, and a
/// time counts microseconds since 1970.
pub(super) type Columns =
    (String, i64, String, Vec<u8>, i64, i64, i64, i64, Option<Vec<u8>>, Option<i64>, bool);

/// The columns of a row but for tenant and name, in their order.
macro_rules! fields {
    () => {
        "revision, platform, version, consented_at, renewed_at, renew_from, access_until, \
         attempt_version, attempt_free_from, ended"
    };
}

/// Binds the columns of a row to a statement, in their order.
macro_rules! bind {
    ($query:expr, $columns:expr) => {{
        let (name, revision, platform, version, c, r, f, u, attempt, free_from, ended) = $columns;
        let query = $query.bind(name).bind(revision).bind(platform).bind(version);
        let query = query.bind(c).bind(r).bind(f).bind(u);
        query.bind(attempt).bind(free_from).bind(ended)
    }};
}

pub(super) use {bind, fields};

pub(super) fn columns(name: &SecretName, row: &ConnectionRow) -> Result<Columns> {
    Ok((
        name.as_str().to_owned(),
        row.revision.cast_signed(),
        row.platform.clone(),
        bytes(row.version),
        microseconds(row.consented_at)?,
        microseconds(row.renewed_at)?,
        microseconds(row.renew_from)?,
        microseconds(row.access_until)?,
        row.attempt.map(|attempt| bytes(attempt.version)),
        row.attempt.map(|attempt| microseconds(attempt.free_from)).transpose()?,
        row.ended,
    ))
}

pub(super) fn row(columns: Columns) -> Result<(SecretName, ConnectionRow)> {
    let (name, revision, platform, own, consented, renewed, from, until, attempt, free, ended) =
        columns;
    let attempt = match (attempt, free) {
        (Some(bytes), Some(free)) => {
            Some(Attempt { version: version(&bytes)?, free_from: moment(free)? })
        }
        (None, None) => None,
        _ => return Err(damaged()),
    };
    let row = ConnectionRow {
        revision: revision.cast_unsigned(),
        platform,
        version: version(&own)?,
        consented_at: moment(consented)?,
        renewed_at: moment(renewed)?,
        renew_from: moment(from)?,
        access_until: moment(until)?,
        attempt,
        ended,
    };
    Ok((SecretName::new(name).map_err(|_| damaged())?, row))
}

fn bytes(version: SecretVersion) -> Vec<u8> {
    version.bits().to_be_bytes().to_vec()
}

fn version(bytes: &[u8]) -> Result<SecretVersion> {
    let bytes = bytes.try_into().map_err(|_| damaged())?;
    Ok(SecretVersion::from_bits(u128::from_be_bytes(bytes)))
}

/// What is finer is cut off, so that nothing becomes later than it was.
fn microseconds(moment: OffsetDateTime) -> Result<i64> {
    i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000)).map_err(|_| {
        Error::new(ErrorKind::InputInvalid, "a time of the connection is too far away to be kept")
    })
}

fn moment(microseconds: i64) -> Result<OffsetDateTime> {
    let nanoseconds = i128::from(microseconds).saturating_mul(1_000);
    OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).map_err(|_| damaged())
}

fn damaged() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the row of the connection holds what no release writes")
        .with_help("Restore the rows from a backup, or connect again.")
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use time::macros::datetime;

    use super::{Columns, columns, row};
    use crate::oauth::ConnectionRow;
    use crate::{SecretName, SecretVersion};

    fn sample() -> Columns {
        let moment = datetime!(2026-09-01 8:00:00.123_456_789 UTC);
        let sample = ConnectionRow {
            revision: 7,
            platform: "entra".to_owned(),
            version: SecretVersion::from_bits(1),
            consented_at: moment,
            renewed_at: moment,
            renew_from: moment,
            access_until: datetime!(1969-12-31 23:59:59.999_999_999 UTC),
            attempt: None,
            ended: false,
        };
        columns(&SecretName::new("jira").unwrap(), &sample).unwrap()
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_off() {
        let (_, read) = row(sample()).unwrap();
        assert_eq!(read.consented_at, datetime!(2026-09-01 8:00:00.123_456 UTC));
        assert_eq!(read.access_until, datetime!(1969-12-31 23:59:59.999_999 UTC));
    }

    #[test]
    fn what_no_release_writes_is_called_damaged() {
        let spoil: [fn(&mut Columns); 5] = [
            |columns| columns.0 = "a b".to_owned(),
            |columns| columns.3 = vec![0; 15],
            |columns| columns.4 = i64::MAX,
            |columns| columns.8 = Some(vec![0; 16]),
            |columns| columns.9 = Some(0),
        ];
        for spoil in spoil {
            let mut columns = sample();
            spoil(&mut columns);
            assert_eq!(row(columns).unwrap_err().kind(), ErrorKind::DataCorrupt);
        }
    }
}
