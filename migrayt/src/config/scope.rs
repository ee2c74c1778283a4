use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use serde::{Deserialize, Deserializer, de};
use time::Date;
use time::macros::format_description;

/// Which items are read. All conditions hold together; without any, all of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScopeSettings {
    /// Only items of these types.
    pub types: Vec<String>,
    /// Only items in one of these areas or below it.
    pub areas: Vec<String>,
    /// Only items that were changed on this day or later, as `2024-01-31`.
    #[serde(deserialize_with = "day")]
    pub changed_since: Option<Date>,
    /// Only items that this condition in WIQL holds for.
    pub query: Option<String>,
    /// Only the items whose numbers stand in this file, one a line; `#` begins a remark.
    pub ids: Option<PathBuf>,
}

impl ScopeSettings {
    /// Whether some of the project may be outside.
    pub fn is_narrow(&self) -> bool {
        *self != Self::default()
    }

    /// The numbers in the file of ids, if there is one.
    ///
    /// # Errors
    /// `ConfigInvalid` if the file cannot be read, with the line if it holds something else.
    pub fn ids(&self, folder: &Path) -> Result<Option<BTreeSet<u64>>> {
        let Some(file) = &self.ids else { return Ok(None) };
        let path = folder.join(file);
        let text = fs::read_to_string(&path).map_err(|error| {
            Error::new(ErrorKind::ConfigInvalid, "the file of ids cannot be read")
                .with("file", name(&path))
                .with_help("write one number a line")
                .with_source(error)
        })?;
        let mut ids = BTreeSet::new();
        for (line, text) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let word = text.split('#').next().unwrap_or_default().trim();
            if word.is_empty() {
                continue;
            }
            let id = word.parse().map_err(|_| {
                Error::new(ErrorKind::ConfigInvalid, "a line in the file of ids is no number")
                    .with("file", name(&path))
                    .with("line", line + 1)
                    .with_help("write one number a line, such as 17; # begins a remark")
            })?;
            ids.insert(id);
        }
        Ok(Some(ids))
    }
}

fn name(path: &Path) -> Fact {
    Fact::name(path.display().to_string())
}

fn day<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(&text, format).map(Some).map_err(|_| de::Error::custom("write a day as 2024-01-31"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::ScopeSettings;

    fn ids(text: &str) -> Result<Vec<u64>, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ids.txt"), text).unwrap();
        let scope: ScopeSettings = toml::from_str("ids = \"ids.txt\"").unwrap();
        let ids = scope.ids(folder.path()).map_err(|error| error.to_string())?;
        Ok(ids.unwrap().into_iter().collect())
    }

    #[test]
    fn ids_stand_one_a_line() {
        assert_eq!(ids("\u{feff}17\r\n\n# all of sprint 3\n4 # the first\n17\n"), Ok(vec![4, 17]));
        assert_eq!(ids(""), Ok(Vec::new()));
        let error = ids("17\n\nBug 4\n").unwrap_err();
        assert!(error.contains("line: 3"), "{error}");
    }

    #[test]
    fn a_day_is_a_day() {
        let scope = |text: &str| toml::from_str::<ScopeSettings>(text);
        let found = scope("changed_since = \"2024-01-31\"").unwrap().changed_since;
        assert_eq!(found, Some(time::macros::date!(2024 - 01 - 31)));
        for bad in ["31.1.2024", "2024-02-30", ""] {
            assert!(scope(&format!("changed_since = \"{bad}\"")).is_err(), "{bad}");
        }
        assert!(scope("area = \"Shop\"").is_err(), "an unknown setting is refused");
    }
}
