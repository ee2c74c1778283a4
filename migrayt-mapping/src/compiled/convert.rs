use migrayt_core::catalog::{FieldKind, FieldRole, NodeKind};
use migrayt_core::content::Content;
use migrayt_core::id::NodeId;
use migrayt_core::plan::LossKind;
use migrayt_core::value::Value;
use time::Time;

use super::Compiled;
use super::fields::{FieldPlan, TargetField};
use super::labels::label;
use super::names::{folded, same_name};
use super::people::{Account, called};
use super::text::{one_line, paragraphs, shortened, words};
use crate::document::FieldRule;

/// A value as a target field takes it.
#[derive(Debug)]
pub(super) struct Fit {
    /// The value; `None` if the field takes nothing of it.
    pub(super) value: Option<Value>,
    /// What the field does not hold of the source's value.
    pub(super) loss: Option<LossKind>,
}

impl Fit {
    fn whole(value: Value) -> Self {
        Self { value: Some(value), loss: None }
    }

    fn less(value: Value, loss: LossKind) -> Self {
        Self { value: Some(value), loss: Some(loss) }
    }

    fn nothing(loss: LossKind) -> Self {
        Self { value: None, loss: Some(loss) }
    }

    fn maybe(value: Option<Value>) -> Self {
        value.map_or_else(|| Self::nothing(LossKind::ValueUnmapped), Self::whole)
    }

    /// Whether words of the source's value are not in the target's, so that they are kept beside.
    pub(super) fn leaves_words(&self) -> bool {
        matches!(
            self.loss,
            Some(
                LossKind::ValueUnmapped
                    | LossKind::PersonUnknown
                    | LossKind::PersonRefused
                    | LossKind::Shortened
            )
        )
    }
}

impl Compiled {
    /// Fits one value to the field that a rule names.
    pub(super) fn fit(&self, plan: &FieldPlan, target: &TargetField, value: &Value) -> Fit {
        let counterpart = value_name(value).and_then(|name| plan.values.get(&folded(&name)));
        match (counterpart, &plan.rule) {
            (Some(to), _) => self.convert(target, &Value::Choice(to.as_str().into())),
            (None, FieldRule::Day(_) | FieldRule::CopyIfEmpty(_)) => self.day(target, value),
            (None, FieldRule::Hours(_)) => hours(target.field.kind, value),
            (None, _) => self.convert(target, value),
        }
    }

    /// Turns a value into one of the field's kind. Nothing is guessed: what does not fit is kept as
    /// text beside the field.
    pub(super) fn convert(&self, target: &TargetField, value: &Value) -> Fit {
        let text = || value.as_text().map(str::trim);
        match target.field.kind {
            FieldKind::Text => self.line(target, value),
            FieldKind::RichText => self.rich(value),
            FieldKind::Bool => Fit::maybe(match value {
                Value::Bool(_) => Some(value.clone()),
                _ => text().and_then(yes).map(Value::Bool),
            }),
            FieldKind::Integer => Fit::maybe(match value {
                Value::Integer(_) => Some(value.clone()),
                Value::Decimal(number) => whole(*number).map(Value::Integer),
                _ => text().and_then(|text| text.parse().ok()).map(Value::Integer),
            }),
            FieldKind::Decimal => {
                let written = || text()?.parse().ok();
                let number = value.as_number().or_else(written);
                Fit::maybe(number.filter(|it: &f64| it.is_finite()).map(Value::Decimal))
            }
            FieldKind::Date => Fit::maybe(same(value, matches!(value, Value::Date(_)))),
            FieldKind::Instant => Fit::maybe(same(value, matches!(value, Value::Instant(_)))),
            FieldKind::Duration => {
                Fit::maybe(same(value, matches!(value, Value::Duration(length) if *length >= 0)))
            }
            FieldKind::Person => self.person(target, value),
            FieldKind::Choice => Fit::maybe(
                value_name(value)
                    .and_then(|name| allowed(&target.allowed, &name))
                    .map(Value::Choice),
            ),
            FieldKind::Cascade => Fit::maybe(cascade(&target.allowed, value)),
            FieldKind::Labels => self.label(target, value),
            FieldKind::Node => self.known_node(target, value),
            _ => Fit::nothing(LossKind::ValueUnmapped),
        }
    }

    fn line(&self, target: &TargetField, value: &Value) -> Fit {
        let said = words(value, self.document.options.utc_offset.offset());
        let line = one_line(said.as_str());
        let loss = match value {
            Value::Text(_) | Value::Choice(_) | Value::Node(_) | Value::Cascade(..) => None,
            Value::RichText(_) => Some(LossKind::TextStructure),
            _ => Some(LossKind::ValueAsText),
        };
        match shortened(line.as_str(), target.field.max_length) {
            Some(short) => Fit::less(Value::Text(short), LossKind::Shortened),
            None => Fit { value: Some(Value::Text(line)), loss },
        }
    }

    fn rich(&self, value: &Value) -> Fit {
        if let Value::RichText(document) = value {
            return Fit::whole(Value::RichText(document.clone()));
        }
        let said = words(value, self.document.options.utc_offset.offset());
        let document = Value::rich(paragraphs(said.as_str()).into());
        match value {
            Value::Text(_) | Value::Choice(_) => Fit::whole(document),
            _ => Fit::less(document, LossKind::ValueAsText),
        }
    }

    fn person(&self, target: &TargetField, value: &Value) -> Fit {
        let Value::Person(person) = value else { return Fit::nothing(LossKind::ValueUnmapped) };
        let called = |account| Value::Person(called(account, person.name.clone()));
        let assigns = target.field.role == Some(FieldRole::Assignee);
        let (account, loss) = match self.people.account(person, assigns, &self.key) {
            Account::Own(account) => (Some(account), None),
            Account::Placeholder(account) => (Some(account), Some(LossKind::PersonUnknown)),
            Account::Unknown => (None, Some(LossKind::PersonUnknown)),
            Account::Refused(placeholder) => (placeholder, Some(LossKind::PersonRefused)),
        };
        Fit { value: account.map(called), loss }
    }

    fn label(&self, target: &TargetField, value: &Value) -> Fit {
        let said = words(value, self.document.options.utc_offset.offset());
        let space = &self.document.options.label_space;
        let (label, loss) = label(said.as_str(), space, target.field.max_length);
        Fit { value: Some(Value::Text(label)), loss }
    }

    /// A node that the target has: those that it has not are made only where `areas` and
    /// `iterations` name them.
    fn known_node(&self, target: &TargetField, value: &Value) -> Fit {
        let kinds: &[NodeKind] = match target.field.role {
            Some(FieldRole::Components) => &[NodeKind::Component, NodeKind::Area],
            Some(FieldRole::Sprint) => &[NodeKind::Sprint, NodeKind::Iteration],
            _ => &[NodeKind::Version],
        };
        let found = value.as_text().and_then(|text| {
            self.target.nodes.iter().find(|node| {
                kinds.contains(&node.kind)
                    && (node.id.as_str() == text || same_name(&node.name, text))
            })
        });
        Fit::maybe(found.map(|node| Value::Node(NodeId::new(node.id.as_str()))))
    }

    fn day(&self, target: &TargetField, value: &Value) -> Fit {
        let offset = self.document.options.utc_offset.offset();
        match (target.field.kind, value) {
            (FieldKind::Date, Value::Instant(at)) => {
                let Some(at) = at.checked_to_offset(offset) else {
                    return Fit::nothing(LossKind::ValueUnmapped);
                };
                let day = Value::Date(at.date());
                if at.time() == Time::MIDNIGHT {
                    Fit::whole(day)
                } else {
                    Fit::less(day, LossKind::Shortened)
                }
            }
            (FieldKind::Instant, Value::Date(day)) => {
                Fit::whole(Value::Instant(day.midnight().assume_offset(offset)))
            }
            _ => self.convert(target, value),
        }
    }
}

/// A number of hours as a length of time, or the reverse.
fn hours(kind: FieldKind, value: &Value) -> Fit {
    #[expect(clippy::cast_precision_loss, reason = "a length of time is far below 2 to the 53rd")]
    let found = match (kind, value) {
        (FieldKind::Duration, Value::Duration(seconds)) if *seconds >= 0 => {
            Some(Value::Duration(*seconds))
        }
        (FieldKind::Duration, other) => other
            .as_number()
            .filter(|hours| (0.0..1e9).contains(hours))
            .and_then(|hours| whole((hours * 3600.0).round()))
            .map(Value::Duration),
        (FieldKind::Decimal, Value::Duration(seconds)) => {
            Some(Value::Decimal(*seconds as f64 / 3600.0))
        }
        (FieldKind::Integer, Value::Duration(seconds)) if seconds % 3600 == 0 => {
            Some(Value::Integer(seconds / 3600))
        }
        (FieldKind::Decimal | FieldKind::Integer, other) => {
            same(other, matches!(other, Value::Decimal(_) | Value::Integer(_)))
        }
        _ => None,
    };
    Fit::maybe(found)
}

/// What a table of values calls a value.
fn value_name(value: &Value) -> Option<String> {
    Some(match value {
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        other => other.as_text()?.to_owned(),
    })
}

fn same(value: &Value, fits: bool) -> Option<Value> {
    fits.then(|| value.clone())
}

fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// The name as the field spells it; any if the field takes any.
fn allowed(names: &[String], text: &str) -> Option<Content<String>> {
    if names.is_empty() {
        return Some(Content::text(text.trim()));
    }
    let exact = names.iter().find(|name| name.as_str() == text);
    exact
        .or_else(|| names.iter().find(|name| same_name(name, text)))
        .map(|name| name.as_str().into())
}

fn cascade(names: &[String], value: &Value) -> Option<Value> {
    let (first, second) = match value {
        Value::Cascade(first, second) => (first.as_str(), second.clone()),
        other => (other.as_text()?, None),
    };
    Some(Value::Cascade(allowed(names, first)?, second))
}

/// A number without a fraction that stands exactly in 64 bits.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within 2^53")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}
