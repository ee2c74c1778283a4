use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::TargetCapabilities;
use crate::catalog::Catalog;
use crate::content::Content;
use crate::error::{Fact, Result};
use crate::id::{ItemId, TypeId};
use crate::item::Item;
use crate::operation::Command;
use crate::plan::{Loss, Outline, Refusal};

/// Turns items into commands.
///
/// # Contract
/// Pure: no I/O, no clock, no randomness; the same item and the same known outlines give the same
/// commands. A run never resumes under another fingerprint.
pub trait Mapper: Debug + Send + Sync + 'static {
    /// The digest of everything that decides what is written, in hexadecimal.
    fn fingerprint(&self) -> &str;

    /// What does not fit between the two catalogs, errors first.
    fn check(&self, source: &Catalog, target: &Catalog, caps: &TargetCapabilities) -> Vec<Finding>;

    /// The type that a source type becomes, and its level in the target's hierarchy.
    fn target_type(&self, source: &TypeId) -> Option<(TypeId, Option<i32>)>;

    /// Whether what is below an item of this type is written with the item's title.
    fn names_parents(&self, source: &TypeId) -> bool {
        _ = source;
        false
    }

    /// The commands of an item's lane, in order: its creation first, links last.
    fn map(&self, item: &Item, known: &dyn Known) -> Result<Mapped>;
}

/// What is known of other items while one is mapped.
pub trait Known: Debug + Send + Sync {
    /// The outline of another item, if it is in scope.
    fn outline(&self, item: &ItemId) -> Option<&Outline>;

    /// The title of an item's parent, if [`Mapper::names_parents`] wants it and it can be read.
    fn title(&self, parent: &ItemId) -> Option<&Content<String>> {
        _ = parent;
        None
    }
}

/// An item as the mapping wants it.
#[derive(Debug, Default)]
pub struct Mapped {
    /// The commands; empty if the item has no counterpart at all.
    pub commands: Vec<Command>,
    /// What is lost of the item as a whole, booked on its creation.
    pub losses: Vec<Loss>,
    /// Why the item cannot be made.
    pub refusals: Vec<Refusal>,
}

/// Something that a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where in the mapping, such as `types."User Story"`.
    pub place: String,
    /// What is wrong, a fixed text.
    pub message: String,
    /// Names of types, fields or values that it is about.
    pub facts: Vec<(String, Fact)>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The mapping cannot be used.
    Error,
    /// Something will be lost.
    Warning,
    /// Good to know.
    Note,
}
