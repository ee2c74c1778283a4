use std::net::IpAddr;

/// Whether what is sent to an address can be read on the way: HTTPS, or this machine.
///
/// A name is not resolved: `localhost` can be made another machine.
pub(super) fn is_safe(endpoint: &str) -> bool {
    if let Some(rest) = endpoint.strip_prefix("https://") {
        return !authority(rest).is_empty() && !authority(rest).contains('@');
    }
    endpoint
        .strip_prefix("http://")
        .map(authority)
        .and_then(host)
        .is_some_and(|host| host.is_loopback())
}

fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The address without its port.
fn host(authority: &str) -> Option<IpAddr> {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split_once(']')?.0.parse().ok();
    }
    authority.split(':').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        for good in [
            "https://vpce-1.kms.eu-west-1.vpce.amazonaws.com",
            "https://vault.example.org:8443/path",
            "http://127.0.0.1:4566",
            "http://127.0.0.1",
            "http://[::1]:4566/",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "http://vault.example.org",
            "http://localhost:4566",
            "http://10.0.0.1:80",
            "http://127.0.0.1@example.org",
            "http://127.0.0.1.example.org",
            "http://[::1",
            "https://",
            "https://user@example.org",
            "ftp://127.0.0.1",
            "127.0.0.1:4566",
            "",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
