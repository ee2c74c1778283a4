use std::collections::BTreeSet;

use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::http::SafeUrl;

/// Which project is read, and which of its items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// The organisation's address, such as `https://dev.azure.com/fabrikam`.
    pub organization_url: String,
    /// The project's name, spelt as Azure DevOps shows it.
    pub project: String,
    /// Which of its items; all by default.
    #[serde(default)]
    pub scope: Scope,
    /// How many items one request reads: 1 to 200, which is also the default.
    #[serde(default = "Settings::max_page")]
    pub page: u32,
    /// How many ids one query returns: 1 to 19,999, which is also the default. Azure DevOps
    /// refuses queries with 20,000 results or more.
    #[serde(default = "Settings::max_window")]
    pub window: u32,
}

/// Which items of a project are read. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Scope {
    /// Only these types, by name; all if empty.
    pub types: Vec<String>,
    /// Only items in one of these areas or below it, such as `Shop\Web`; all if empty.
    pub areas: Vec<String>,
    /// Only these items, by number; all if none is said. Numbers that do not exist are left out.
    pub ids: Option<BTreeSet<u64>>,
    /// Only items that were changed on this day or later, in the account's time zone.
    pub changed_since: Option<Date>,
    /// A further condition in WIQL, such as `[System.ChangedDate] > @today - 365`.
    pub clause: Option<String>,
}

impl Settings {
    /// All items of a project.
    pub fn new(organization_url: impl Into<String>, project: impl Into<String>) -> Self {
        Self {
            organization_url: organization_url.into(),
            project: project.into(),
            scope: Scope::default(),
            page: Self::max_page(),
            window: Self::max_window(),
        }
    }

    /// The address below which every request goes.
    pub(super) fn base(&self) -> Result<SafeUrl> {
        SafeUrl::remote(&self.organization_url)
            .map_err(|error| error.with("setting", "organization_url"))
    }

    /// The organisation's name in lower case, since Azure DevOps does not tell cases apart and
    /// markers must: from `dev.azure.com/{name}`, `{name}.visualstudio.com` or the last part of a
    /// server's path.
    pub(super) fn organization(base: &SafeUrl) -> Result<String> {
        let url = base.expose();
        let host = url.host_str().unwrap_or_default();
        let name = host.strip_suffix(".visualstudio.com").or_else(|| {
            url.path_segments().and_then(|parts| parts.rev().find(|part| !part.is_empty()))
        });
        name.map(str::to_lowercase).ok_or_else(|| {
            Error::new(ErrorKind::ConfigInvalid, "the address names no organisation")
                .with("setting", "organization_url")
                .with_help("write it as https://dev.azure.com/ORGANISATION")
        })
    }

    pub(super) fn project(&self) -> Result<&str> {
        let name = self.project.trim();
        if name.is_empty() || name.contains(['/', '\\']) {
            return Err(Error::new(ErrorKind::ConfigInvalid, "this is not a project's name")
                .with("setting", "project")
                .with_help("write the project's name as Azure DevOps shows it"));
        }
        Ok(name)
    }

    pub(super) fn page(&self) -> usize {
        usize::try_from(self.page.clamp(1, Self::max_page())).unwrap_or(1)
    }

    pub(super) fn window(&self) -> u32 {
        self.window.clamp(1, Self::max_window())
    }

    fn max_page() -> u32 {
        200
    }

    fn max_window() -> u32 {
        19_999
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;

    use super::Settings;

    fn organization(url: &str) -> Result<String, ErrorKind> {
        let settings = Settings::new(url, "Shop");
        let base = settings.base().map_err(|error| error.kind())?;
        Settings::organization(&base).map_err(|error| error.kind())
    }

    #[test]
    fn the_organisation_is_found_in_every_form_of_address() {
        assert_eq!(organization("https://dev.azure.com/Fabrikam"), Ok("fabrikam".to_owned()));
        assert_eq!(organization("https://dev.azure.com/fabrikam/"), Ok("fabrikam".to_owned()));
        assert_eq!(organization("https://fabrikam.visualstudio.com"), Ok("fabrikam".to_owned()));
        assert_eq!(organization("https://tfs.test/tfs/Main"), Ok("main".to_owned()));
        assert_eq!(organization("https://dev.azure.com"), Err(ErrorKind::ConfigInvalid));
        assert_eq!(organization("http://dev.azure.com/fabrikam"), Err(ErrorKind::ConfigInvalid));
        assert_eq!(organization("fabrikam"), Err(ErrorKind::ConfigInvalid));
    }

    #[test]
    fn a_project_is_one_name() {
        assert_eq!(Settings::new("", " Shop ").project().unwrap(), "Shop");
        for bad in ["", "  ", "a/b", "a\\b"] {
            assert!(Settings::new("", bad).project().is_err(), "{bad}");
        }
    }
}
