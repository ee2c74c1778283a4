use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};
use serde::Deserialize;

use super::tracker::Tracker;
use super::violation::{Rule, Violation};

const KNOWN: &str = include_str!("../../data/contract/spec-gaps.toml");

/// Something in which a document is known to be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Gap {
    /// Whose document.
    pub tracker: Tracker,
    /// The operation as the document names it; `*` for all.
    #[serde(default = "any")]
    pub operation: String,
    /// The schema that is wrong; `*` for any or none.
    #[serde(default = "any")]
    pub schema: String,
    /// What would not hold.
    pub rule: Rule,
    /// Where: the name of a parameter, a status, a pointer into a body. `*` is any one part of a
    /// pointer, `**` any number of them.
    pub at: String,
    /// What is wrong with the document.
    pub reason: String,
    /// What shows how the service really behaves.
    pub shown: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    gap: Vec<Gap>,
}

fn any() -> String {
    "*".to_owned()
}

/// The known gaps in the documents of a tracker.
pub(super) fn known(tracker: Tracker) -> Result<Vec<Gap>> {
    let file: File = toml::from_str(KNOWN).map_err(|error| {
        Error::new(ErrorKind::DataCorrupt, "the list of known gaps cannot be read")
            .with_source(error)
    })?;
    Ok(file.gap.into_iter().filter(|gap| gap.tracker == tracker).collect())
}

impl Gap {
    /// Whether the violation is no more than this gap.
    pub(super) fn excuses(&self, violation: &Violation) -> bool {
        let named = |wanted: &str, name: &str| wanted == "*" || wanted == name;
        let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        self.rule == violation.rule
            && named(&self.operation, &violation.operation)
            && named(&self.schema, &violation.schema)
            && fits(&parts(&self.at), &parts(&violation.at))
    }
}

fn fits(pattern: &[String], parts: &[String]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return parts.is_empty() };
    if first == "**" {
        return (0..=parts.len())
            .any(|skipped| parts.get(skipped..).is_some_and(|parts| fits(rest, parts)));
    }
    parts
        .split_first()
        .is_some_and(|(part, parts)| (first == "*" || first == part) && fits(rest, parts))
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?} {}", self.operation, self.schema, self.rule, self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::{fits, known};
    use crate::contract::Tracker;

    fn holds(pattern: &str, at: &str) -> bool {
        let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        fits(&parts(pattern), &parts(at))
    }

    #[test]
    fn stars_stand_for_parts() {
        assert!(holds("/value/*/_links", "/value/*/_links"));
        assert!(holds("/**/_links", "/value/*/_links"));
        assert!(holds("/**/_links", "/_links"));
        assert!(!holds("/*/_links", "/value/*/_links"));
        assert!(!holds("/value", "/value/*"));
        assert!(holds("404", "404") && !holds("404", "400"));
    }

    #[test]
    fn the_committed_gaps_are_read_and_give_reasons() {
        for tracker in [Tracker::AzureDevops, Tracker::Jira] {
            let gaps = known(tracker).unwrap();
            assert!(!gaps.is_empty());
            for gap in gaps {
                assert!(!gap.reason.is_empty() && !gap.shown.is_empty(), "{gap}");
            }
        }
    }
}
