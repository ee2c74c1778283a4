use std::fmt;
use std::net::IpAddr;

use migrayt_core::{Error, ErrorKind, Result};
use url::{Host, Url};

/// An address that can be printed: its text shows neither a user, nor a password, nor the values
/// of its query, nor its fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct SafeUrl(Url);

impl SafeUrl {
    /// Reads an absolute `http` or `https` address.
    ///
    /// # Errors
    /// `ConfigInvalid` for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = || {
            Error::new(ErrorKind::ConfigInvalid, "this is not an absolute http or https address")
                .with_help("write the whole address, such as https://dev.azure.com/fabrikam")
        };
        let url = Url::parse(text).map_err(|_| invalid())?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(Self(url))
        } else {
            Err(invalid())
        }
    }

    /// Reads the address of a remote that gets a credential: `https`, or `http` on this machine,
    /// without a user, a query or a fragment of its own.
    ///
    /// # Errors
    /// `ConfigInvalid` for anything else.
    pub fn remote(text: &str) -> Result<Self> {
        let url = Self::parse(text)?;
        if !url.is_secure() {
            return Err(url.insecure());
        }
        if !url.0.username().is_empty() || url.0.password().is_some() {
            return Err(Error::new(ErrorKind::ConfigInvalid, "the address holds a credential")
                .with("url", url.shown())
                .with_help("remove it from the address and give the credential as a reference"));
        }
        if url.0.query().is_some() || url.0.fragment().is_some() {
            return Err(Error::new(
                ErrorKind::ConfigInvalid,
                "the address holds a query or fragment",
            )
            .with("url", url.shown())
            .with_help("keep only the part up to the organisation or site"));
        }
        Ok(url)
    }

    /// The address of a resource below this one; each segment is encoded.
    #[must_use]
    pub fn below(&self, segments: &[impl AsRef<str>]) -> Self {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        Self(url)
    }

    /// The same address with these pairs added to its query.
    #[must_use]
    pub fn asking(&self, query: &[(impl AsRef<str>, impl AsRef<str>)]) -> Self {
        let mut url = self.0.clone();
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Self(url)
    }

    /// The host, and the port if it is not the scheme's own.
    pub fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether what is sent there cannot be read on the way: `https`, or a loopback host.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
            || match self.0.host() {
                Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
                Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
                Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
                None => false,
            }
    }

    /// The whole address, for whoever sends to it.
    pub fn expose(&self) -> &Url {
        &self.0
    }

    /// The printable form as a fact of an error.
    pub(crate) fn shown(&self) -> migrayt_core::Fact {
        migrayt_core::Fact::name(self.to_string())
    }

    pub(crate) fn insecure(&self) -> Error {
        Error::new(ErrorKind::ConfigInvalid, "the address is not https")
            .with("url", self.shown())
            .with_help("use https; plain http is allowed only for a host on this machine")
    }
}

impl From<Url> for SafeUrl {
    fn from(url: Url) -> Self {
        Self(url)
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.0.scheme(), self.authority(), self.0.path())?;
        for (place, (key, _)) in self.0.query_pairs().enumerate() {
            write!(f, "{}{key}=..", if place == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

impl fmt::Debug for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::SafeUrl;

    #[test]
    fn neither_users_nor_values_nor_fragments_are_shown() {
        let url = SafeUrl::parse("https://me:pass@host.test:8443/a/b?token=secret&fileName=x#frag")
            .unwrap();
        let shown = format!("{url} {url:?}");
        assert_eq!(
            shown,
            "https://host.test:8443/a/b?token=..&fileName=.. \
             https://host.test:8443/a/b?token=..&fileName=.."
        );
    }

    #[test]
    fn a_remote_is_https_or_on_this_machine_and_holds_no_credential() {
        for good in [
            "https://dev.azure.com/x",
            "http://127.0.0.1:99/x",
            "http://[::1]/x",
            "http://LOCALHOST",
        ] {
            assert!(SafeUrl::remote(good).is_ok(), "{good}");
        }
        for bad in [
            "http://dev.azure.com/x",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "https://me@dev.azure.com",
            "https://:pass@dev.azure.com",
            "https://dev.azure.com/?a=b",
            "https://dev.azure.com/#a",
            "ftp://dev.azure.com",
            "dev.azure.com",
            "/x",
            "",
        ] {
            let error = SafeUrl::remote(bad).unwrap_err();
            assert!(error.help().is_some(), "{bad}");
            assert!(!format!("{error}").contains("pass"), "{error}");
        }
    }

    #[test]
    fn segments_cannot_leave_the_base() {
        let base = SafeUrl::remote("https://host.test/org/").unwrap();
        let url = base.below(&["My Project", "..", "a/b?c#d", "%2e", "$batch"]);
        assert_eq!(
            url.expose().as_str(),
            "https://host.test/org/My%20Project/a%2Fb%3Fc%23d/%252e/$batch"
        );
    }

    #[test]
    fn query_values_are_encoded() {
        let base = SafeUrl::remote("https://host.test/org").unwrap();
        assert_eq!(
            base.asking(&[("$top", "5"), ("q", "a&b=c")]).expose().as_str(),
            "https://host.test/org?%24top=5&q=a%26b%3Dc"
        );
    }
}
