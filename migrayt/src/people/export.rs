use migrayt_core::error::{Error, ErrorKind, Result};

use super::PersonLine;

/// The columns: those that an import reads, and what helps whoever fills them in.
const COLUMNS: [&str; 6] = ["source", "target", "address", "used", "matched", "suggested"];

/// A table in CSV for a person to fill in and import: those without an account, or everybody. The
/// column `target` is empty; a row that stays so is passed over.
pub fn table(lines: &[PersonLine], everybody: bool) -> Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).map_err(failed)?;
    for line in lines.iter().filter(|line| everybody || !line.how.is_matched()) {
        let used = line.used.to_string();
        let address = line.address.as_deref().unwrap_or_default();
        let suggested = line.suggested.as_deref().unwrap_or_default();
        let cells = [line.id.as_str(), "", address, &used, line.how.words(), suggested];
        table.write_record(cells).map_err(failed)?;
    }
    table.into_inner().map_err(|_| Error::new(ErrorKind::Unexpected, MESSAGE))
}

const MESSAGE: &str = "the table of people cannot be written";

fn failed(error: csv::Error) -> Error {
    Error::new(ErrorKind::Unexpected, MESSAGE).with_source(error)
}
