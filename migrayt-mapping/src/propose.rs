mod fields;
mod links;
mod nodes;
mod people;
mod sharing;
mod states;
mod types;
mod values;

pub(crate) use self::nodes::{is_root, node_limit};
pub(crate) use self::values::names;

use futures_util::TryStreamExt as _;
use migrayt_core::Result;
use migrayt_core::catalog::{Catalog, FieldRole};

use crate::document::{
    Confidence, Entry, LabelTemplate, MappingDocument, Options, OtherFields, Reason, Suggested,
};
use crate::suggest::{About, NameSuggester, Question, Subject, Suggester, Suggestion};
use crate::system::System;

/// Proposes a mapping between two catalogs by names and the usual counterparts, for a person to
/// review. It accepts suggestions from [`Confidence::ACCEPTED`] on; all are listed in
/// [`MappingDocument::review`].
///
/// # Errors
/// None of its own: [`NameSuggester`] does not fail.
pub async fn propose(source: &Catalog, target: &Catalog) -> Result<MappingDocument> {
    propose_with(&NameSuggester, source, target, Confidence::ACCEPTED).await
}

/// Proposes a mapping by asking a suggester, and accepts its suggestions from a confidence on.
///
/// Questions go one by one, in the order of the document's tables. What nobody has a counterpart
/// for is kept as text in the description, so that accepting a proposal unread loses no words.
///
/// # Errors
/// Those of the suggester.
pub async fn propose_with(
    suggester: &dyn Suggester,
    source: &Catalog,
    target: &Catalog,
    accept: Confidence,
) -> Result<MappingDocument> {
    let document = MappingDocument { options: options(source, target), ..Default::default() };
    let mut proposer = Proposer { suggester, source, target, accept, document };
    proposer.types().await?;
    proposer.states().await?;
    proposer.fields().await?;
    proposer.share_fields();
    proposer.values().await?;
    proposer.defaults();
    proposer.people();
    proposer.links().await?;
    proposer.nodes().await?;
    Ok(proposer.document)
}

/// Whose suggestions are the engine's own.
const USUAL: &str = "usual";

struct Proposer<'a> {
    suggester: &'a dyn Suggester,
    source: &'a Catalog,
    target: &'a Catalog,
    accept: Confidence,
    document: MappingDocument,
}

impl Proposer<'_> {
    /// Asks the suggester, best answer first; answers that name no candidate are left out.
    async fn ask(
        &self,
        about: About,
        subject: Subject,
        candidates: Vec<Subject>,
    ) -> Result<Vec<Suggestion>> {
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = candidates.iter().map(|candidate| candidate.id.clone()).collect();
        let question = Question::new(about, subject, candidates);
        let mut answers: Vec<Suggestion> = self.suggester.suggest(question).try_collect().await?;
        answers.retain(|answer| ids.contains(&answer.candidate));
        Ok(answers)
    }

    /// Lists what the suggester said of a place.
    fn suggested(&mut self, answer: &Suggestion, entry: Entry) -> bool {
        let by = self.suggester.name().to_owned();
        self.record(entry, answer.confidence, answer.reason, by)
    }

    /// Lists what the engine itself knows of a place.
    fn usual(&mut self, entry: Entry, percent: u8, reason: Reason) -> bool {
        self.record(entry, Confidence::percent(percent), reason, USUAL.into())
    }

    /// Lists a suggestion, and makes it a rule if it is sure enough and the first of its place.
    /// Returns whether it did.
    fn record(&mut self, entry: Entry, confidence: Confidence, reason: Reason, by: String) -> bool {
        let accepted = confidence >= self.accept && !entry.occupied(&self.document);
        if accepted {
            entry.clone().accept(&mut self.document);
        }
        self.document.review.suggestions.push(Suggested { entry, confidence, reason, by });
        accepted
    }
}

fn options(source: &Catalog, target: &Catalog) -> Options {
    let labels: &[&str] = match System::of(&source.endpoint) {
        System::AzureDevOps => &["migrated-from-ado", "ado-id-{organization}-{id}"],
        System::Jira => &["migrated-from-jira", "jira-id-{organization}-{id}"],
        System::Other => &[],
    };
    let takes_labels = target.field_with(FieldRole::Labels).is_some();
    let relates = ["Relates", "Related", "System.LinkTypes.Related"].iter().find_map(|name| {
        target.link_types.iter().find(|one| one.name == *name || one.id.as_str() == *name)
    });
    Options {
        labels: labels
            .iter()
            .filter(|_| takes_labels)
            .filter_map(|text| LabelTemplate::try_from((*text).to_owned()).ok())
            .collect(),
        label_space: match System::of(&target.endpoint) {
            System::AzureDevOps => String::new(),
            System::Jira | System::Other => "-".into(),
        },
        other_fields: OtherFields::Note,
        default_link: relates.map(|link_type| link_type.name.clone()),
        ..Options::default()
    }
}
