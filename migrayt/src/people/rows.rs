use migrayt_core::content::Content;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};

/// A row of a table of people: two cells and their line.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) source: Content<String>,
    pub(super) target: Content<String>,
}

/// Reads a table's rows: CSV in UTF-8 with commas or semicolons, whose first line names the columns
/// `source` and `target`.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        return Err(at(count(line), "it is not UTF-8; save the table as CSV in UTF-8"));
    }
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if head.contains(&b';') && !head.contains(&b',') { b';' } else { b',' };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let columns = table.headers().map_err(|_| at(1, COLUMNS))?;
    let place = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
    let (Some(source), Some(target)) = (place("source"), place("target")) else {
        return Err(at(1, COLUMNS));
    };
    let mut rows = Vec::new();
    for record in table.records() {
        // What the reader says of it is not shown: it might repeat the line.
        let record = record.map_err(|error| {
            at(error.position().map_or(0, csv::Position::line), "it cannot be read as CSV")
        })?;
        let cell = |place| Content::text(record.get(place).unwrap_or_default());
        let line = record.position().map_or(0, csv::Position::line);
        rows.push(Row { line, source: cell(source), target: cell(target) });
    }
    Ok(rows)
}

const COLUMNS: &str = "the first line must name the columns source and target";

/// What is wrong with a line; never what stands in it.
pub(super) fn at(line: u64, problem: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the table of people cannot be taken")
        .with("line", line)
        .with("problem", Fact::name(problem))
        .with_help("correct that line and import again; nothing was changed")
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
