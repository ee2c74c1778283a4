use std::collections::BTreeMap;

use http::Method;

/// How often each route was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<(String, String), u64>);

impl Counts {
    pub(super) fn add(&mut self, method: &Method, path: &str) {
        *self.0.entry((method.as_str().to_owned(), route(path))).or_default() += 1;
    }

    /// All requests.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// The requests of that method whose route contains that text, both in any case.
    pub fn of(&self, method: &Method, part: &str) -> u64 {
        let part = part.to_ascii_lowercase();
        self.iter()
            .filter(|(of, route, _)| *of == method.as_str() && route.contains(&part))
            .map(|(_, _, count)| count)
            .sum()
    }

    /// Method, route and count, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.0.iter().map(|((method, route), count)| (method.as_str(), route.as_str(), *count))
    }
}

/// A path as a route: in lower case, with `{id}` for each part that names one thing, which is a
/// number, a GUID, or a key such as `SHOP-17`. A number after `api` is a version.
pub fn route(path: &str) -> String {
    let mut before = "";
    let mut parts = Vec::new();
    for part in path.split('/') {
        let version = before == "api";
        parts.push(if names_one(part) && !version {
            "{id}".to_owned()
        } else {
            part.to_ascii_lowercase()
        });
        before = part;
    }
    parts.join("/")
}

fn names_one(part: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let guid = || {
        part.len() == 36
            && part.split('-').map(str::len).eq([8, 4, 4, 4, 12])
            && part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    };
    let key = || {
        part.rsplit_once('-').is_some_and(|(project, number)| {
            digits(number)
                && project.starts_with(|first: char| first.is_ascii_uppercase())
                && project
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        })
    };
    digits(part) || guid() || key()
}

#[cfg(test)]
mod tests {
    use super::route;

    #[test]
    fn ids_guids_and_keys_are_one_route() {
        assert_eq!(
            route("/org/Shop/_apis/wit/workItems/17/comments"),
            "/org/shop/_apis/wit/workitems/{id}/comments"
        );
        assert_eq!(
            route("/org/d5d6109b-64fa-4228-b754-825caceadf88/_apis/wit/fields"),
            "/org/{id}/_apis/wit/fields"
        );
        assert_eq!(route("/rest/api/3/issue/SHOP-17"), "/rest/api/3/issue/{id}");
        assert_eq!(route("/rest/agile/1.0/board"), "/rest/agile/1.0/board");
    }
}
