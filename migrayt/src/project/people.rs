use std::fs;
use std::path::Path;

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use zeroize::Zeroizing;

use super::{Project, write};
use crate::people::{Import, Imported, PersonLine, table, with_rules};

impl Project {
    /// Every person of the last scan and how the mapping matches them.
    pub fn people(&self) -> Result<Vec<PersonLine>> {
        let scan = self.last_scan()?;
        let mapper = self.migration.compile(self.mapping()?, &scan)?;
        Ok(PersonLine::all(&scan, &mapper))
    }

    /// Writes a table of people for a person to fill in. Returns how many are in it.
    pub fn export_people(&self, file: &Path, everybody: bool) -> Result<usize> {
        let lines = self.people()?;
        write(file, &table(&lines, everybody)?)?;
        Ok(lines.iter().filter(|line| everybody || !line.how.is_matched()).count())
    }

    /// Takes a table of people into the mapping. All of it is taken, or nothing.
    ///
    /// # Errors
    /// `ConfigInvalid` with the line that cannot be taken.
    pub fn import_people(&self, file: &Path) -> Result<Imported> {
        let at =
            |error: Error, path: &Path| error.with("file", Fact::name(path.display().to_string()));
        let scan = self.last_scan()?;
        self.mapping()?;
        let bytes = fs::read(file).map(Zeroizing::new).map_err(|error| {
            let error = Error::new(ErrorKind::ConfigInvalid, "the table of people cannot be read")
                .with_help("name a file in CSV with the columns source and target")
                .with_source(error);
            at(error, file)
        })?;
        let key = &self.migration.parts().key;
        let import = Import::read(&bytes, &scan, key).map_err(|error| at(error, file))?;
        let path = self.mapping_path();
        let text = fs::read_to_string(&path).map_err(|error| {
            let unread = Error::new(ErrorKind::ConfigInvalid, "the mapping cannot be read");
            at(unread.with_source(error), &path)
        })?;
        let text = with_rules(&text, &import.rules).map_err(|error| at(error, &path))?;
        // A process that dies here leaves the old mapping or the new one.
        let new = path.with_extension("toml.new");
        write(&new, text.as_bytes())?;
        fs::rename(&new, &path).map_err(|error| {
            let error = Error::new(ErrorKind::ConfigInvalid, "the mapping cannot be written")
                .with_source(error);
            at(error, &path)
        })?;
        Ok(import.imported)
    }
}
