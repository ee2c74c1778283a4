//! Suggesting: the port to whoever proposes counterparts, and the suggester that goes by names.

mod meaning;
mod names;
mod question;
mod similarity;

use std::fmt::Debug;

use futures_util::stream::BoxStream;
use migrayt_core::Result;
use serde::{Deserialize, Serialize};

pub use self::names::NameSuggester;
pub(crate) use self::names::compatible;
pub use self::question::{About, Question, Subject};

use crate::document::{Confidence, Reason};

/// Proposes counterparts. A suggestion becomes a rule only when a person accepts it.
///
/// # Contract
/// Answers come best first, each names one of the question's candidates, and no candidate is named
/// twice; no answer means no idea. A question can hold names, types, counts and allowed values'
/// names only, so that whatever leaves the machine is no content. After an error the stream ends.
pub trait Suggester: Debug + Send + Sync + 'static {
    /// Its name in reviews, such as `names`.
    fn name(&self) -> &str;

    /// What it does with a question.
    fn capabilities(&self) -> SuggesterCapabilities;

    /// Proposes counterparts of the question's subject among its candidates.
    fn suggest(&self, question: Question) -> BoxStream<'_, Result<Suggestion>>;
}

/// What a suggester does with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SuggesterCapabilities {
    /// Whether the question leaves the machine; ask for consent first.
    pub leaves_machine: bool,
}

impl SuggesterCapabilities {
    /// The capabilities of a suggester that does or does not send questions away.
    pub fn new(leaves_machine: bool) -> Self {
        Self { leaves_machine }
    }
}

/// A proposed counterpart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// The id of the candidate.
    pub candidate: String,
    /// For link types: whether it reads outward from the other end.
    #[serde(default)]
    pub reversed: bool,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why.
    pub reason: Reason,
}
