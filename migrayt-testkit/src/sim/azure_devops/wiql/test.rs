use std::borrow::Cow;
use std::cmp::Ordering;

use time::{OffsetDateTime, Time, UtcOffset};

use super::super::field::{self, FieldKey, FieldKind};
use super::super::record::{Datum, Record};
use super::super::stamp;
use super::super::state::State;
use super::super::view::{Snapshot, View};
use super::parse::Operator;

/// An item under test.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) id: u64,
    pub(super) record: &'a Record,
    pub(super) state: &'a State,
}

/// A value that can be compared.
#[derive(Clone, Debug)]
pub(super) enum Known<'a> {
    Nothing,
    Number(f64),
    Flag(bool),
    Moment(OffsetDateTime),
    Text(Cow<'a, str>),
    /// A person by name and by unique name.
    Person(&'a str, &'a str),
    /// The value of another field of the same item.
    Field(FieldKey),
}

impl Known<'_> {
    pub(super) fn text(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// The order of a sorted list: nothing first, texts in any case.
    pub(super) fn sorted(&self, other: &Self) -> Ordering {
        self.compare(other).unwrap_or_else(|| self.rank().cmp(&other.rank()))
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Flag(_) => 1,
            Self::Number(_) => 2,
            Self::Moment(_) => 3,
            Self::Text(_) | Self::Person(..) | Self::Field(_) => 4,
        }
    }

    fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => Some(Ordering::Equal),
            (Self::Number(left), Self::Number(right)) => left.partial_cmp(right),
            (Self::Flag(left), Self::Flag(right)) => Some(left.cmp(right)),
            (Self::Moment(left), Self::Moment(right)) => Some(left.cmp(right)),
            (Self::Text(left), Self::Text(right)) => {
                Some(left.to_lowercase().cmp(&right.to_lowercase()))
            }
            (Self::Person(name, unique), Self::Text(text)) => {
                let text = text.to_lowercase();
                let is = |known: &str| !known.is_empty() && known.to_lowercase() == text;
                let combined = format!("{name} <{unique}>").to_lowercase();
                if is(name) || is(unique) || combined == text {
                    Some(Ordering::Equal)
                } else {
                    Some(name.to_lowercase().cmp(&text))
                }
            }
            (Self::Person(left, _), Self::Person(right, _)) => {
                Some(left.to_lowercase().cmp(&right.to_lowercase()))
            }
            _ => None,
        }
    }
}

impl<'a> Held<'a> {
    pub(super) fn value(self, key: FieldKey) -> Known<'a> {
        match key {
            field::ID => return number(self.id),
            field::REV => return Known::Number(f64::from(self.record.rev)),
            field::WATERMARK => return number(self.record.watermark),
            _ => {}
        }
        let moments = self.state.fields.kind(key) == FieldKind::DateTime;
        match self.record.fields.get(key) {
            Some(Datum::Text(text)) if moments => {
                stamp::read(text).map_or(Known::Nothing, |(moment, _)| Known::Moment(moment))
            }
            Some(Datum::Text(text)) => Known::Text(Cow::Borrowed(text)),
            Some(Datum::Number(number)) => number.as_f64().map_or(Known::Nothing, Known::Number),
            Some(Datum::Flag(flag)) => Known::Flag(*flag),
            Some(Datum::Person(key)) => self
                .state
                .people
                .get(*key)
                .map_or(Known::Nothing, |person| Known::Person(&person.name, &person.unique)),
            Some(Datum::Raw(_)) => Known::Nothing,
            None => self.computed(key),
        }
    }

    fn computed(self, key: FieldKey) -> Known<'a> {
        let view = View { state: self.state, base: "" };
        match view.value(Snapshot::latest(self.id, self.record), key) {
            Some(serde_json::Value::Number(number)) => {
                number.as_f64().map_or(Known::Nothing, Known::Number)
            }
            Some(serde_json::Value::String(text)) => match stamp::read(&text) {
                Some((moment, true)) => Known::Moment(moment),
                _ => Known::text(text),
            },
            _ => Known::Nothing,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "ids are far below 2^53")]
fn number(value: u64) -> Known<'static> {
    Known::Number(value as f64)
}

/// One condition.
pub(super) struct Test {
    pub(super) key: FieldKey,
    pub(super) operator: Operator,
    pub(super) operands: Vec<Known<'static>>,
    /// Whether points in time count by their days.
    pub(super) by_day: bool,
}

impl Test {
    pub(super) fn holds(&self, item: Held<'_>) -> bool {
        let value = item.value(self.key);
        match self.operator {
            Operator::Empty => matches!(value, Known::Nothing),
            Operator::NotEmpty => !matches!(value, Known::Nothing),
            Operator::In => self.operands.iter().any(|operand| self.equal(item, &value, operand)),
            Operator::NotIn => {
                !self.operands.iter().any(|operand| self.equal(item, &value, operand))
            }
            _ => self.operands.first().is_some_and(|operand| self.compare(item, &value, operand)),
        }
    }

    fn compare(&self, item: Held<'_>, value: &Known<'_>, operand: &Known<'_>) -> bool {
        let order = || self.order(item, value, operand);
        match self.operator {
            Operator::Equal => self.equal(item, value, operand),
            Operator::NotEqual => !self.equal(item, value, operand),
            Operator::Less => order() == Some(Ordering::Less),
            Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
            Operator::Greater => order() == Some(Ordering::Greater),
            Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
            Operator::Contains => contains(self.key, value, operand),
            Operator::NotContains => !contains(self.key, value, operand),
            Operator::Under => under(value, operand),
            Operator::NotUnder => !under(value, operand),
            Operator::In | Operator::NotIn | Operator::Empty | Operator::NotEmpty => false,
        }
    }

    fn equal(&self, item: Held<'_>, value: &Known<'_>, operand: &Known<'_>) -> bool {
        self.order(item, value, operand) == Some(Ordering::Equal)
    }

    fn order(&self, item: Held<'_>, value: &Known<'_>, operand: &Known<'_>) -> Option<Ordering> {
        if let Known::Field(key) = operand {
            return value.compare(&item.value(*key));
        }
        if let (true, Known::Moment(left), Known::Moment(right)) = (self.by_day, value, operand) {
            return Some(day(*left).cmp(&day(*right)));
        }
        value.compare(operand)
    }

    /// The ids that can pass, both ends included.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast from a float saturates, and an id has no fraction"
    )]
    pub(super) fn range(&self) -> (u64, u64) {
        const ALL: (u64, u64) = (0, u64::MAX);
        if self.key != field::ID {
            return ALL;
        }
        let ids: Vec<f64> = self
            .operands
            .iter()
            .filter_map(|operand| match operand {
                Known::Number(number) => Some(*number),
                _ => None,
            })
            .collect();
        if ids.is_empty() || ids.len() != self.operands.len() {
            return ALL;
        }
        let low = ids.iter().copied().fold(f64::INFINITY, f64::min);
        let high = ids.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match self.operator {
            Operator::Equal | Operator::In => (low.floor() as u64, high.ceil() as u64),
            Operator::Greater | Operator::GreaterOrEqual => (low.floor() as u64, u64::MAX),
            Operator::Less | Operator::LessOrEqual => (0, high.ceil() as u64),
            _ => ALL,
        }
    }
}

fn day(moment: OffsetDateTime) -> OffsetDateTime {
    moment.to_offset(UtcOffset::UTC).replace_time(Time::MIDNIGHT)
}

/// Tags are compared whole, other texts by their parts.
fn contains(key: FieldKey, value: &Known<'_>, operand: &Known<'_>) -> bool {
    let text = match value {
        Known::Text(text) => text.to_lowercase(),
        Known::Person(name, unique) => format!("{name} <{unique}>").to_lowercase(),
        _ => return false,
    };
    let Known::Text(part) = operand else { return false };
    let part = part.to_lowercase();
    if key == field::TAGS {
        return text.split(';').any(|tag| tag.trim() == part);
    }
    text.contains(&part)
}

fn under(value: &Known<'_>, operand: &Known<'_>) -> bool {
    let (Known::Text(path), Known::Text(root)) = (value, operand) else { return false };
    let (path, root) = (path.to_lowercase(), root.to_lowercase());
    path == root || path.strip_prefix(&root).is_some_and(|rest| rest.starts_with('\\'))
}
