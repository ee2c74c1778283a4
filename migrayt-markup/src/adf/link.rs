//! What addresses lead to.

use crate::scheme::Scheme;
use migrayt_core::id::ItemId;

/// How a tree holds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As a link: any tracker may hold it.
    Open,
    /// Not at all: it runs code.
    Unsafe,
    /// Not as a link: only the source knows how to open it.
    Foreign,
}

impl Way {
    pub(super) fn of(href: &str) -> Self {
        // Browsers pass over spaces at the ends and controls anywhere.
        let clean = || href.chars().filter(|it| !it.is_control() && !it.is_whitespace());
        if clean().next() == Some('#') {
            return Self::Open;
        }
        let scheme: String = clean().take_while(|it| *it != ':').take(12).collect();
        let has_scheme = clean().nth(scheme.chars().count()) == Some(':');
        if !has_scheme {
            return Self::Foreign;
        }
        match Scheme::of(&scheme.to_ascii_lowercase()) {
            Scheme::Open => Self::Open,
            Scheme::Code => Self::Unsafe,
            Scheme::Other => Self::Foreign,
        }
    }
}

/// The issue that an address shows: `https://.../browse/PROJ-12`.
pub(super) fn issue(href: &str) -> Option<ItemId> {
    let (site, key) = href.split_once("/browse/")?;
    let (project, number) = key.split_once('-')?;
    let is_site = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://"));
    let upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let good = is_site.is_some_and(|site| !site.is_empty())
        && project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.bytes().all(upper)
        && (1..=10).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| ItemId::new(key))
}

#[cfg(test)]
mod tests {
    use super::{Way, issue};

    #[test]
    fn only_what_every_tracker_opens_is_open() {
        for (href, way) in [
            ("https://a.example/", Way::Open),
            (" HTTPS://a.example/", Way::Open),
            ("mailto:a@b.example", Way::Open),
            ("#part", Way::Open),
            ("java\nscript:x()", Way::Unsafe),
            ("data:text/html,x", Way::Unsafe),
            ("/browse/A-1", Way::Foreign),
            ("x-app://y", Way::Foreign),
            ("", Way::Foreign),
        ] {
            assert_eq!(Way::of(href), way, "{href:?}");
        }
    }

    #[test]
    fn an_issue_is_known_by_its_key() {
        let of = |href| issue(href).map(|it| it.as_str().to_owned());
        assert_eq!(of("https://a.example/browse/PROJ-12").as_deref(), Some("PROJ-12"));
        for href in ["https://a.example/browse/PROJ-12?x=1", "/browse/P-1", "https://a/browse/p-1"]
        {
            assert_eq!(of(href), None, "{href}");
        }
    }
}
