//! What of a mapping does not fit between two catalogs.

mod fields;
mod links;
mod nodes;
mod options;
mod people;
mod states;
mod types;

use migrayt_core::catalog::{Catalog, Field, WorkType};
use migrayt_core::port::{Finding, Severity, TargetCapabilities};
use migrayt_core::{Error, ErrorKind, Fact, Result};

use crate::compiled::type_named;
use crate::document::{MappingDocument, TypeRule};

/// Everything that was found, errors first, then in the order of the document's tables.
pub(crate) fn findings(
    document: &MappingDocument,
    source: &Catalog,
    target: &Catalog,
    caps: &TargetCapabilities,
) -> Vec<Finding> {
    let mut check = Check::new(document, source, target);
    check.abilities(caps);
    check.tables();
    check.found.sort_by_key(|found| found.severity);
    check.found.into_iter().map(Finding::from).collect()
}

/// Refuses a document with which nothing could be carried out as it says.
///
/// # Errors
/// `ConfigInvalid` with the first error's place and facts, and how many errors there are.
pub(crate) fn refuse_errors(
    document: &MappingDocument,
    source: &Catalog,
    target: &Catalog,
) -> Result<()> {
    let mut check = Check::new(document, source, target);
    check.tables();
    let errors = || check.found.iter().filter(|it| it.severity == Severity::Error);
    let Some(first) = errors().next() else { return Ok(()) };
    let error = Error::new(ErrorKind::ConfigInvalid, "the mapping does not fit the trackers")
        .with("place", Fact::name(first.place.as_str()))
        .with("problem", first.message);
    let named = |error: Error, (name, fact): &(&'static str, Fact)| error.with(name, fact.clone());
    Err(first
        .facts
        .iter()
        .fold(error, named)
        .with("errors", errors().count())
        .with_help("correct the rule at that place, or propose the mapping again"))
}

/// Names that a finding is about, each with what it is the name of.
type Facts<'a> = &'a [(&'static str, &'a str)];

struct Check<'a> {
    document: &'a MappingDocument,
    source: &'a Catalog,
    target: &'a Catalog,
    found: Vec<Found>,
}

struct Found {
    severity: Severity,
    place: String,
    message: &'static str,
    facts: Vec<(&'static str, Fact)>,
}

impl From<Found> for Finding {
    fn from(found: Found) -> Self {
        let fact = |(name, fact): (&str, Fact)| (name.to_owned(), fact);
        Self {
            severity: found.severity,
            place: found.place,
            message: found.message.to_owned(),
            facts: found.facts.into_iter().map(fact).collect(),
        }
    }
}

impl<'a> Check<'a> {
    fn new(document: &'a MappingDocument, source: &'a Catalog, target: &'a Catalog) -> Self {
        Self { document, source, target, found: Vec::new() }
    }

    fn tables(&mut self) {
        self.options();
        self.types();
        self.states();
        self.fields();
        self.values();
        self.defaults();
        self.required();
        self.people();
        self.links();
        self.nodes();
    }

    fn error(&mut self, place: &str, message: &'static str, facts: Facts<'_>) {
        self.find(Severity::Error, place, message, facts);
    }

    fn warning(&mut self, place: &str, message: &'static str, facts: Facts<'_>) {
        self.find(Severity::Warning, place, message, facts);
    }

    fn note(&mut self, place: &str, message: &'static str, facts: Facts<'_>) {
        self.find(Severity::Note, place, message, facts);
    }

    fn find(&mut self, severity: Severity, place: &str, message: &'static str, facts: Facts<'_>) {
        let facts = facts.iter().map(|(name, fact)| (*name, Fact::name(*fact))).collect();
        self.found.push(Found { severity, place: place.to_owned(), message, facts });
    }

    /// The types of the target that a source type may become, the one on its own first.
    fn becomes(&self, source: &str) -> Vec<&'a WorkType> {
        let named = |name: &'a str| type_named(self.target, name);
        let found = type_named(self.source, source);
        let rule = self.document.types.iter().find(|(name, _)| {
            name.as_str() == source
                || found.is_some_and(|found| {
                    type_named(self.source, name).is_some_and(|one| one.id == found.id)
                })
        });
        match rule {
            Some((_, TypeRule::To(to))) => named(to).into_iter().collect(),
            Some((_, TypeRule::ByParent(by))) => {
                named(&by.alone).into_iter().chain(named(&by.below)).collect()
            }
            Some((_, TypeRule::Label(_) | TypeRule::Leave)) | None => Vec::new(),
        }
    }
}

/// Whether a field's values may be counted on to occur.
fn is_used(used: Option<u64>) -> bool {
    used != Some(0)
}

/// A place in the document, as its TOML writes it.
fn place(table: &str, names: &[&str]) -> String {
    let mut place = table.to_owned();
    for name in names {
        place.push('.');
        place.push_str(&crate::document::toml_key(name));
    }
    place
}

/// The name of a field for a fact.
fn name(field: &Field) -> &str {
    &field.name
}
