use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use migrayt_core::Result;
use migrayt_core::catalog::FieldKind;

use super::meaning::meaning;
use super::similarity::{likeness, words};
use super::{About, Question, Subject, Suggester, SuggesterCapabilities, Suggestion};
use crate::defaults;
use crate::document::{Confidence, Reason};

/// Suggests by names, types, values and the usual counterparts between the trackers. It asks
/// nobody: nothing leaves the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct NameSuggester;

impl Suggester for NameSuggester {
    fn name(&self) -> &'static str {
        "names"
    }

    fn capabilities(&self) -> SuggesterCapabilities {
        SuggesterCapabilities::new(false)
    }

    fn suggest(&self, question: Question) -> BoxStream<'_, Result<Suggestion>> {
        stream::iter(ranked(&question).into_iter().map(Ok)).boxed()
    }
}

/// How many suggestions a question gets at most.
const MOST: usize = 3;

/// Below this likeness a name says nothing.
const LEAST_LIKENESS: u8 = 60;

fn ranked(question: &Question) -> Vec<Suggestion> {
    let mut best: BTreeMap<&str, Suggestion> = BTreeMap::new();
    for (place, candidate) in question.candidates.iter().enumerate() {
        let Some(suggestion) = scored(question, candidate, place) else { continue };
        let stands = best.entry(&candidate.id).or_insert_with(|| suggestion.clone());
        if suggestion.confidence > stands.confidence {
            *stands = suggestion;
        }
    }
    let order = |suggestion: &Suggestion| {
        question.candidates.iter().position(|candidate| candidate.id == suggestion.candidate)
    };
    let mut list: Vec<_> = best.into_values().collect();
    list.sort_by_key(|suggestion| (std::cmp::Reverse(suggestion.confidence), order(suggestion)));
    list.truncate(MOST);
    list
}

fn scored(question: &Question, candidate: &Subject, place: usize) -> Option<Suggestion> {
    let subject = &question.subject;
    let found = match &question.about {
        About::Type => usual(defaults::types(&subject.name), candidate),
        About::State { .. } => usual(defaults::states(&subject.name), candidate)
            .or_else(|| category(question, candidate)),
        About::Field => return field(subject, candidate),
        About::Value { .. } => {
            usual(defaults::values(&subject.name), candidate).or_else(|| numbered(question, place))
        }
        About::Link => return link(subject, candidate),
        About::Area | About::Iteration => days(subject, candidate),
    };
    named(subject, candidate)
        .into_iter()
        .chain(found)
        .max_by_key(|(confidence, _)| *confidence)
        .map(|(confidence, reason)| suggestion(candidate, confidence, reason, false))
}

fn suggestion(candidate: &Subject, percent: u8, reason: Reason, reversed: bool) -> Suggestion {
    Suggestion {
        candidate: candidate.id.clone(),
        reversed,
        confidence: Confidence::percent(percent),
        reason,
    }
}

/// What the names alone say. Names that are only alike stay below what is accepted unread.
fn named(subject: &Subject, candidate: &Subject) -> Option<(u8, Reason)> {
    match likeness(&subject.name, &candidate.name) {
        100 => Some((100, Reason::SameName)),
        likeness if likeness >= LEAST_LIKENESS => {
            Some((likeness - likeness.div_ceil(4), Reason::SimilarName))
        }
        _ => None,
    }
}

/// The place among the usual counterparts: 95 % for the first, a little less for each after it.
fn usual(counterparts: &[&str], candidate: &Subject) -> Option<(u8, Reason)> {
    let name = words(&candidate.name);
    let place = counterparts.iter().position(|counterpart| words(counterpart) == name)?;
    let less = u8::try_from(place).unwrap_or(u8::MAX).saturating_mul(3);
    Some((95_u8.saturating_sub(less).max(76), Reason::UsualCounterpart))
}

/// A state that is equally far: surer if it is the only one.
fn category(question: &Question, candidate: &Subject) -> Option<(u8, Reason)> {
    let category = question.subject.category?;
    if candidate.category != Some(category) {
        return None;
    }
    let rivals = question.candidates.iter().filter(|one| one.category == Some(category)).count();
    Some((if rivals == 1 { 85 } else { 60 }, Reason::SameCategory))
}

/// A value that begins with a number, as in `2 - High`, is the target's value of that rank when
/// both have as many.
fn numbered(question: &Question, place: usize) -> Option<(u8, Reason)> {
    let digits: String = question.subject.name.chars().take_while(char::is_ascii_digit).collect();
    let rank: usize = digits.parse().ok()?;
    let siblings = question.subject.allowed.len();
    (siblings == question.candidates.len() && rank == place + 1).then_some((65, Reason::SameValues))
}

/// A node that lasts from the same day to the same day.
fn days(subject: &Subject, candidate: &Subject) -> Option<(u8, Reason)> {
    (subject.days.is_some() && subject.days == candidate.days).then_some((90, Reason::SameDates))
}

fn field(subject: &Subject, candidate: &Subject) -> Option<Suggestion> {
    let (from, to) = (subject.kind?, candidate.kind?);
    if !compatible(from, to) || (from == FieldKind::Bool && from != to && !says_yes_no(candidate)) {
        return None;
    }
    let (ours, theirs) = (meaning(&subject.name, from), meaning(&candidate.name, to));
    let found = if subject.role.is_some() && subject.role == candidate.role {
        (98, Reason::SameRole)
    } else if likeness(&subject.name, &candidate.name) == 100 {
        (95, Reason::SameName)
    } else if ours == theirs {
        (88, Reason::SameMeaning)
    } else if same_values(subject, candidate) && (within(&ours, &theirs) || within(&theirs, &ours))
    {
        (85, Reason::SameValues)
    } else {
        named(subject, candidate)?
    };
    Some(suggestion(candidate, found.0, found.1, false))
}

/// Whether both take the same values, and so many of them that it is no accident.
fn same_values(subject: &Subject, candidate: &Subject) -> bool {
    let set = |subject: &Subject| {
        let mut names: Vec<_> = subject.allowed.iter().map(|name| words(name)).collect();
        names.sort_unstable();
        names
    };
    subject.allowed.len() > 2 && set(subject) == set(candidate)
}

/// Whether the words of one name are all among those of another.
fn within(few: &[String], many: &[String]) -> bool {
    few.iter().all(|word| many.contains(word))
}

/// Whether true and false have counterparts among the values.
fn says_yes_no(candidate: &Subject) -> bool {
    let has = |value| {
        let names = defaults::values(value);
        candidate.allowed.iter().any(|one| names.iter().any(|name| one.eq_ignore_ascii_case(name)))
    };
    has("true") && has("false")
}

/// Whether values of one kind can stand in a field of the other without becoming plain text.
pub(crate) fn compatible(from: FieldKind, to: FieldKind) -> bool {
    use FieldKind::{
        Bool, Choice, Date, Decimal, Duration, Instant, Integer, Labels, RichText, Text,
    };
    from == to
        || matches!(
            (from, to),
            (Integer, Decimal | Choice)
                | (Decimal, Integer | Duration)
                | (Duration, Decimal | Integer)
                | (Choice, Text | RichText | Integer | Labels)
                | (Bool, Choice)
                | (Text, Choice | RichText)
                | (Instant, Date)
                | (Date, Instant)
                | (Labels, Text)
        )
}

fn link(subject: &Subject, candidate: &Subject) -> Option<Suggestion> {
    let known = defaults::links(&subject.id).or_else(|| defaults::links_named(&subject.name));
    if let Some((counterparts, reversed)) = known
        && let Some((percent, reason)) = usual(counterparts, candidate)
    {
        return Some(suggestion(candidate, percent, reason, reversed));
    }
    if subject.id == candidate.id {
        return Some(suggestion(candidate, 100, Reason::SameName, false));
    }
    if let Some((percent, reason)) = named(subject, candidate) {
        return Some(suggestion(candidate, percent, reason, false));
    }
    let inward = candidate.inward.as_deref()?;
    (likeness(&subject.name, inward) == 100)
        .then(|| suggestion(candidate, 95, Reason::SameName, true))
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt as _, StreamExt as _};
    use migrayt_core::catalog::{FieldKind, StateCategory};

    use super::NameSuggester;
    use crate::document::{Confidence, Reason};
    use crate::suggest::{About, Question, Subject, Suggester as _, Suggestion};

    fn ask(question: Question) -> Vec<Suggestion> {
        let stream = NameSuggester.suggest(question).map(Result::unwrap);
        stream.collect::<Vec<_>>().now_or_never().unwrap()
    }

    fn names(list: &[&str]) -> Vec<Subject> {
        list.iter().map(|name| Subject::named(*name)).collect()
    }

    fn best(about: About, subject: &str, candidates: &[&str]) -> Option<(String, u8, Reason)> {
        let answers = ask(Question::new(about, Subject::named(subject), names(candidates)));
        let first = answers.first()?.clone();
        Some((first.candidate, first.confidence.as_percent(), first.reason))
    }

    #[test]
    fn the_same_name_is_certain_and_the_usual_counterpart_nearly_so() {
        let jira = ["Epic", "Story", "Task", "Bug", "Sub-task"];
        let of = |name| best(About::Type, name, &jira);
        assert_eq!(of("bug"), Some(("Bug".into(), 100, Reason::SameName)));
        assert_eq!(of("User Story"), Some(("Story".into(), 95, Reason::UsualCounterpart)));
        assert_eq!(of("Feature"), Some(("Epic".into(), 92, Reason::UsualCounterpart)));
        assert_eq!(of("Wombat"), None);
    }

    #[test]
    fn similar_names_are_suggested_but_not_surely() {
        let (name, percent, reason) =
            best(About::Type, "Improvements", &["Improvement", "Task"]).unwrap();
        assert_eq!((name.as_str(), reason), ("Improvement", Reason::SimilarName));
        assert!((60..Confidence::ACCEPTED.as_percent()).contains(&percent), "{percent}");
    }

    #[test]
    fn states_fall_back_on_how_far_they_are() {
        let state =
            |name: &str, category| Subject { category: Some(category), ..Subject::named(name) };
        let about = || About::State { from: "Bug".into(), to: "Bug".into() };
        let candidates = vec![
            state("Open", StateCategory::ToDo),
            state("Doing", StateCategory::InProgress),
            state("Shut", StateCategory::Done),
            state("Void", StateCategory::Done),
        ];
        let doing = state("Cooking", StateCategory::InProgress);
        let answers = ask(Question::new(about(), doing, candidates.clone()));
        assert_eq!(
            (answers[0].candidate.as_str(), answers[0].confidence.as_percent()),
            ("Doing", 85)
        );
        let done = state("Eaten", StateCategory::Done);
        let answers = ask(Question::new(about(), done, candidates));
        assert_eq!(answers.len(), 2);
        assert_eq!(
            (answers[0].candidate.as_str(), answers[0].confidence.as_percent()),
            ("Shut", 60)
        );
    }

    #[test]
    fn fields_of_kinds_that_do_not_fit_are_never_suggested() {
        let field = |name: &str, kind| Subject { kind: Some(kind), ..Subject::named(name) };
        let ask_for = |kind| {
            let candidates = vec![field("Severity", kind)];
            ask(Question::new(About::Field, field("Severity", FieldKind::Choice), candidates)).len()
        };
        assert_eq!(ask_for(FieldKind::Choice), 1);
        assert_eq!(ask_for(FieldKind::Person), 0);
    }
}
