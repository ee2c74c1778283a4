//! The system processes: which types, states, transitions and fields a new project has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A system process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Process {
    /// Epics, features, user stories, tasks, bugs.
    #[default]
    Agile,
    /// Epics, features, product backlog items, tasks, bugs.
    Scrum,
    /// Epics, features, requirements, tasks, bugs.
    Cmmi,
    /// Epics, issues, tasks.
    Basic,
}

/// What is known of all system processes.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Book {
    pub(super) fields: Vec<FieldSeed>,
    processes: Vec<ProcessSeed>,
}

#[derive(Debug, Deserialize)]
pub(super) struct FieldSeed {
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ProcessSeed {
    pub(super) name: String,
    pub(super) id: String,
    /// The fields that every type has.
    pub(super) common: Vec<String>,
    pub(super) types: Vec<TypeSeed>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct TypeSeed {
    pub(super) name: String,
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) description: String,
    pub(super) color: String,
    pub(super) icon: String,
    pub(super) states: Vec<StateSeed>,
    /// From a state, `""` for a new item, to a state, with the default reason.
    pub(super) transitions: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) fields: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) allowed: BTreeMap<String, Vec<String>>,
    pub(super) defaults: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct StateSeed {
    pub(super) name: String,
    pub(super) category: String,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/process/processes.json")).unwrap_or_default()
});

/// The built-in processes.
pub(super) fn book() -> &'static Book {
    &BOOK
}

impl Process {
    pub(super) const ALL: [Self; 4] = [Self::Agile, Self::Scrum, Self::Cmmi, Self::Basic];

    fn name(self) -> &'static str {
        match self {
            Self::Agile => "Agile",
            Self::Scrum => "Scrum",
            Self::Cmmi => "CMMI",
            Self::Basic => "Basic",
        }
    }

    pub(super) fn seed(self) -> Option<&'static ProcessSeed> {
        BOOK.processes.iter().find(|seed| seed.name == self.name())
    }

    /// The type of that name in this process, or else in another.
    pub(super) fn type_seed(self, name: &str) -> Option<&'static TypeSeed> {
        std::iter::once(self)
            .chain(Self::ALL)
            .filter_map(Self::seed)
            .flat_map(|seed| &seed.types)
            .find(|seed| seed.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Process, book};

    #[test]
    fn the_book_reads_and_is_whole() {
        assert!(book().fields.len() > 100);
        for process in Process::ALL {
            let seed = process.seed().expect("a seed");
            assert!(seed.types.len() >= 3, "{process:?}");
            for kind in &seed.types {
                assert!(kind.transitions.contains_key(""), "{process:?} {}", kind.name);
                let known = |state: &str| kind.states.iter().any(|known| known.name == state);
                for (from, to) in &kind.transitions {
                    assert!(from.is_empty() || known(from));
                    assert!(to.keys().all(|to| known(to)));
                }
                for field in kind.fields.iter().chain(&kind.required) {
                    assert!(book().fields.iter().any(|known| known.reference == *field));
                }
            }
        }
    }
}
