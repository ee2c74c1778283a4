use migrayt_core::id::EndpointId;
use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

use crate::http::SafeUrl;

/// Which project is written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// The site's address, such as `https://example.atlassian.net`, or
    /// `https://api.atlassian.com/ex/jira/CLOUD-ID` for OAuth and scoped API tokens.
    pub site_url: String,
    /// The project's key, such as `SHOP`.
    pub project: String,
    /// The site's name in ids and reports, where the address does not tell it.
    #[serde(default)]
    pub site: Option<String>,
    /// How many single writes (comments, links, transitions) of one `apply` run side by side:
    /// 1 to 32, 8 by default.
    #[serde(default = "Settings::default_width")]
    pub width: u32,
}

impl Settings {
    /// A project of a site.
    pub fn new(site_url: impl Into<String>, project: impl Into<String>) -> Self {
        Self {
            site_url: site_url.into(),
            project: project.into(),
            site: None,
            width: Self::default_width(),
        }
    }

    /// The address below which every request goes.
    pub(super) fn base(&self) -> Result<SafeUrl> {
        SafeUrl::remote(&self.site_url).map_err(|error| error.with("setting", "site_url"))
    }

    /// The project's key in upper case, as Jira writes it.
    pub(super) fn key(&self) -> Result<String> {
        let key = self.project.trim().to_uppercase();
        let letters = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if key.starts_with(|c: char| c.is_ascii_uppercase()) && key.chars().all(letters) {
            return Ok(key);
        }
        Err(Error::new(ErrorKind::ConfigInvalid, "this is not a project's key")
            .with("setting", "project")
            .with_help("write the key that issue keys begin with, such as SHOP in SHOP-17"))
    }

    pub(super) fn endpoint(&self, base: &SafeUrl, key: &str) -> Result<EndpointId> {
        let site = self.site.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let site = site.map_or_else(|| site_of(base), |name| Some(name.to_lowercase()));
        let site = site.filter(|name| !name.contains(['/', ':']) || self.site.is_none());
        let site = site.ok_or_else(|| {
            Error::new(ErrorKind::ConfigInvalid, "the site has no usable name")
                .with("setting", "site")
                .with_help("use a plain name, such as the first word of the site's address")
        })?;
        Ok(EndpointId::new(format!("jira:{site}/{key}")))
    }

    pub(super) fn width(&self) -> usize {
        usize::try_from(self.width.clamp(1, 32)).unwrap_or(1)
    }

    fn default_width() -> u32 {
        8
    }
}

/// `example` of `example.atlassian.net`, the cloud id behind the gateway, else the host.
fn site_of(base: &SafeUrl) -> Option<String> {
    let authority = base.authority().to_lowercase();
    if let Some(name) = authority.strip_suffix(".atlassian.net") {
        return Some(name.to_owned());
    }
    let mut parts = base.expose().path_segments()?.filter(|part| !part.is_empty());
    let cloud_id = parts.next_back().filter(|_| authority == "api.atlassian.com");
    Some(cloud_id.map_or(authority, str::to_lowercase))
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;

    use super::Settings;

    fn endpoint(url: &str, site: Option<&str>) -> Result<String, ErrorKind> {
        let mut settings = Settings::new(url, " shop ");
        settings.site = site.map(str::to_owned);
        let base = settings.base().map_err(|error| error.kind())?;
        let key = settings.key().map_err(|error| error.kind())?;
        settings
            .endpoint(&base, &key)
            .map(|endpoint| endpoint.to_string())
            .map_err(|error| error.kind())
    }

    #[test]
    fn the_site_is_named_by_its_address_or_by_the_setting() {
        for (url, site, id) in [
            ("https://Example.atlassian.net", None, "jira:example/SHOP"),
            ("https://example.atlassian.net/", Some("Acme"), "jira:acme/SHOP"),
            ("https://api.atlassian.com/ex/jira/35273B54-x", None, "jira:35273b54-x/SHOP"),
            ("http://127.0.0.1:8080", None, "jira:127.0.0.1:8080/SHOP"),
        ] {
            assert_eq!(endpoint(url, site), Ok(id.to_owned()), "{url}");
        }
        for (url, site) in [
            ("http://example.atlassian.net", None),
            ("example.atlassian.net", None),
            ("https://example.atlassian.net", Some("a/b")),
        ] {
            assert_eq!(endpoint(url, site), Err(ErrorKind::ConfigInvalid), "{url}");
        }
    }

    #[test]
    fn a_key_is_letters_digits_and_underscores() {
        for bad in ["", "1SHOP", "SH OP", "SHOP-1", "\"SHOP\"", "ŠHOP"] {
            let error = Settings::new("", bad).key().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{bad}");
        }
        assert_eq!(Settings::new("", "sh_0p").key().unwrap(), "SH_0P");
    }
}
