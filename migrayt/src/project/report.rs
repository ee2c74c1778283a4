//! The report's files: a page, JSON, a table of all items and one of those that are not whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use migrayt_connectors::http::SafeUrl;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::ItemId;

use super::{Project, write};
use crate::report::{Background, ItemRow, ItemRows, Outcome, Places, Report, Titles};
use crate::verify::Verification;

impl Project {
    /// Writes the report as a page, as JSON and as two tables, and keeps what verification found.
    /// Returns the page's path.
    ///
    /// With `titles`, the page and the tables have the items' titles, fetched from the source at
    /// this moment; the JSON never has.
    pub async fn write_report(
        &self,
        verification: Option<Verification>,
        titles: bool,
    ) -> Result<(Report, PathBuf)> {
        let stem = self.configuration.path(&self.configuration.files.report);
        let json_path = stem.with_extension("json");
        // Without them, names of types and counts of people are left out.
        let scan = self.last_scan().ok();
        let mapper = scan.as_ref().and_then(|scan| {
            let mapping = self.mapping().ok()?;
            self.migration.compile(mapping, scan).ok()
        });
        let background = Background {
            scan: scan.as_ref(),
            mapper: mapper.as_deref(),
            places: self.places(),
            verification: None,
        };
        let report = self.migration.report(background).await?;
        let kept = || kept_verification(&json_path, &report);
        let report = Report { verification: verification.or_else(kept), ..report };
        let json = serde_json::to_vec_pretty(&report).map_err(|error| {
            Error::new(ErrorKind::Unexpected, "the report cannot be written").with_source(error)
        })?;
        write(&json_path, &json)?;
        let page = stem.with_extension("html");
        let listed = self.titles(titles, report.listed()).await?;
        write(&page, report.to_html(&listed).as_bytes())?;
        self.write_tables(&stem, &report, titles).await?;
        Ok((report, page))
    }

    async fn titles(&self, wanted: bool, items: Vec<ItemId>) -> Result<Titles> {
        if wanted { self.migration.titles(&items).await } else { Ok(Titles::default()) }
    }

    async fn write_tables(&self, stem: &Path, report: &Report, titles: bool) -> Result<()> {
        let mut all = Sheet::new(stem.with_extension("csv"), titles)?;
        let mut failed = Sheet::new(stem.with_extension("failed.csv"), titles)?;
        let parts = self.migration.parts();
        let run = report.run.as_ref();
        let mut rows =
            ItemRows::new(parts.plans.as_ref(), parts.journal.as_ref(), &report.plan, run);
        loop {
            let page = rows.next_page().await?;
            if page.is_empty() {
                break;
            }
            let items = page.iter().map(|row| row.item.clone()).collect();
            let fetched = self.titles(titles, items).await?;
            for row in page {
                let title = titles.then(|| fetched.of(&row.item).unwrap_or_default());
                all.add(&row, &report.places, title)?;
                if row.outcome != Outcome::Migrated {
                    failed.add(&row, &report.places, title)?;
                }
            }
        }
        all.finish()?;
        failed.finish()
    }

    /// Where a person finds items.
    fn places(&self) -> Places {
        let prefix = |url: &str, segments: &[&str]| {
            Some(SafeUrl::remote(url).ok()?.below(&[segments, &[""]].concat()).to_string())
        };
        let (source, target) = (&self.configuration.source, &self.configuration.target);
        Places {
            source: prefix(&source.url, &[&source.project, "_workitems", "edit"]),
            target: prefix(&target.url, &["browse"]),
        }
    }
}

/// What an earlier verification of the same run found.
fn kept_verification(path: &Path, report: &Report) -> Option<Verification> {
    let earlier: Report = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    (earlier.run.is_some() && earlier.run == report.run && earlier.counts == report.counts)
        .then_some(earlier.verification)
        .flatten()
}

/// A table that is written row by row.
struct Sheet {
    path: PathBuf,
    table: csv::Writer<File>,
}

impl Sheet {
    fn new(path: PathBuf, titles: bool) -> Result<Self> {
        let table = csv::Writer::from_path(&path).map_err(|error| failed(&path, error))?;
        let mut sheet = Self { path, table };
        let more = ["source_address", "target_address", "title"];
        let columns =
            ItemRow::COLUMNS.into_iter().chain(more.into_iter().take(2 + usize::from(titles)));
        sheet.record(columns)?;
        Ok(sheet)
    }

    fn add(&mut self, row: &ItemRow, places: &Places, title: Option<&str>) -> Result<()> {
        let source = places.source(&row.item).unwrap_or_default();
        let target = row.target.as_ref().and_then(|key| places.target(key)).unwrap_or_default();
        let cells = row.cells();
        let cells = cells.iter().map(String::as_str).chain([source.as_str(), target.as_str()]);
        match title {
            // A spreadsheet must not take a title for a formula.
            Some(title) if title.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                let title = format!("'{title}");
                self.record(cells.chain([title.as_str()]))
            }
            title => self.record(cells.chain(title)),
        }
    }

    fn record<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<()> {
        self.table.write_record(cells).map_err(|error| failed(&self.path, error))
    }

    fn finish(mut self) -> Result<()> {
        self.table.flush().map_err(|error| failed(&self.path, error.into()))
    }
}

fn failed(path: &Path, error: csv::Error) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the report cannot be written")
        .with("file", Fact::name(path.display().to_string()))
        .with_source(error)
}
