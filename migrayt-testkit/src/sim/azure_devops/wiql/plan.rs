use std::cmp::Ordering;
use std::ops::Bound;

use time::{Duration, OffsetDateTime, Time};

use super::super::call::Call;
use super::super::error::Refusal;
use super::super::field::{self, FieldKey, FieldKind, FieldTable};
use super::super::stamp;
use super::super::state::State;
use super::parse::{Condition, Expression, Operand, Operator, Query};
use super::test::{Held, Known, Test};

/// A query whose fields and values are known.
pub(super) struct Plan {
    pub(super) columns: Vec<FieldKey>,
    /// Field and whether it is descending.
    pub(super) order: Vec<(FieldKey, bool)>,
    filter: Option<Filter>,
}

enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Test(Test),
}

impl Plan {
    pub(super) fn new(query: &Query, call: &Call<'_>, precise: bool) -> Result<Self, Refusal> {
        let table = &call.state.fields;
        let key = |name: &String| resolve(table, name);
        let order = query.order.iter().map(|(name, descending)| Ok((key(name)?, *descending)));
        Ok(Self {
            columns: query.columns.iter().map(key).collect::<Result<_, Refusal>>()?,
            order: order.collect::<Result<_, Refusal>>()?,
            filter: query.filter.as_ref().map(|filter| build(filter, call, precise)).transpose()?,
        })
    }

    /// The ids of the items found, sorted. Without an order they come by id.
    pub(super) fn run(
        &self,
        state: &State,
        top: Option<usize>,
        limit: usize,
    ) -> Result<Vec<u64>, Refusal> {
        let (from, to) = self.filter.as_ref().map_or((0, u64::MAX), Filter::range);
        let by_id = self.order.first().is_none_or(|(key, _)| *key == field::ID);
        let descending = self.order.first().is_some_and(|(_, descending)| *descending);
        // One more than may be found, so that the limit is noticed; sorted by id the rest need
        // not be looked at.
        let enough = top.filter(|_| by_id).unwrap_or(usize::MAX).min(limit.saturating_add(1));
        let mut found = Vec::new();
        if from <= to {
            let range = state.items.range((Bound::Included(from), Bound::Included(to)));
            let mut collect = |items: &mut dyn Iterator<Item = (&u64, _)>| {
                for (id, record) in items {
                    let held = Held { id: *id, record, state };
                    if held.record.removed.is_none()
                        && self.filter.as_ref().is_none_or(|filter| filter.holds(held))
                    {
                        found.push(*id);
                        if found.len() >= enough {
                            break;
                        }
                    }
                }
            };
            if by_id && descending {
                collect(&mut range.rev());
            } else {
                collect(&mut range.into_iter());
            }
        }
        if found.len() > limit && top.is_none_or(|top| top > limit) {
            return Err(Refusal::bad(
                "WorkItemTrackingQueryResultSizeLimitExceededException",
                format!(
                    "VS402337: The number of work items returned exceeds the size limit of {limit}. Change the query to return fewer items."
                ),
            ));
        }
        if !by_id {
            self.sort(state, &mut found);
        }
        found.truncate(top.unwrap_or(usize::MAX));
        Ok(found)
    }

    fn sort(&self, state: &State, found: &mut Vec<u64>) {
        let mut keyed: Vec<(Vec<Known<'_>>, u64)> = found
            .iter()
            .filter_map(|id| {
                let held = Held { id: *id, record: state.items.get(id)?, state };
                Some((self.order.iter().map(|(key, _)| held.value(*key)).collect(), *id))
            })
            .collect();
        keyed.sort_by(|(left, left_id), (right, right_id)| {
            let fields = left.iter().zip(right).zip(&self.order);
            for ((left, right), (_, descending)) in fields {
                let order = left.sorted(right);
                let order = if *descending { order.reverse() } else { order };
                if order != Ordering::Equal {
                    return order;
                }
            }
            left_id.cmp(right_id)
        });
        *found = keyed.into_iter().map(|(_, id)| id).collect();
    }
}

impl Filter {
    fn holds(&self, item: Held<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(item)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(item)),
            Self::Not(part) => !part.holds(item),
            Self::Test(test) => test.holds(item),
        }
    }

    /// The ids that can be found, both ends included.
    fn range(&self) -> (u64, u64) {
        match self {
            Self::All(parts) => parts
                .iter()
                .map(Self::range)
                .fold((0, u64::MAX), |(from, to), (low, high)| (from.max(low), to.min(high))),
            Self::Any(parts) => parts
                .iter()
                .map(Self::range)
                .reduce(|(from, to), (low, high)| (from.min(low), to.max(high)))
                .unwrap_or((0, u64::MAX)),
            Self::Not(_) => (0, u64::MAX),
            Self::Test(test) => test.range(),
        }
    }
}

fn resolve(table: &FieldTable, name: &str) -> Result<FieldKey, Refusal> {
    table.find(name).ok_or_else(|| {
        Refusal::query(format!(
            "TF51005: The query references a field that does not exist. The error is caused by «[{name}]»."
        ))
    })
}

fn build(expression: &Expression, call: &Call<'_>, precise: bool) -> Result<Filter, Refusal> {
    let many = |parts: &[Expression]| {
        parts.iter().map(|part| build(part, call, precise)).collect::<Result<Vec<_>, Refusal>>()
    };
    Ok(match expression {
        Expression::All(parts) => Filter::All(many(parts)?),
        Expression::Any(parts) => Filter::Any(many(parts)?),
        Expression::Not(part) => Filter::Not(Box::new(build(part, call, precise)?)),
        Expression::Condition(condition) => Filter::Test(test(condition, call, precise)?),
    })
}

fn test(condition: &Condition, call: &Call<'_>, precise: bool) -> Result<Test, Refusal> {
    let table = &call.state.fields;
    let key = resolve(table, &condition.field)?;
    let kind = table.kind(key);
    let ordered = matches!(
        condition.operator,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
    );
    if ordered && kind.is_prose() {
        return Err(Refusal::query(format!(
            "TF51009: The operator cannot be used with a long-text field. The error is caused by «[{}]».",
            condition.field
        )));
    }
    let operands = condition
        .operands
        .iter()
        .map(|operand| known(operand, (key, kind), call, precise))
        .collect::<Result<Vec<_>, Refusal>>()?;
    Ok(Test { key, operator: condition.operator, operands, by_day: !precise })
}

fn known(
    operand: &Operand,
    (key, kind): (FieldKey, FieldKind),
    call: &Call<'_>,
    precise: bool,
) -> Result<Known<'static>, Refusal> {
    let reference = call.state.fields.reference(key);
    let wrong = |text: &str| {
        Refusal::query(format!(
            "TF51007: The value is not valid for the type of the field. The error is caused by «[{reference}] {text}»."
        ))
    };
    match operand {
        Operand::Field(name) => Ok(Known::Field(resolve(&call.state.fields, name)?)),
        Operand::Macro(name, days) => macro_value(name, *days, call),
        Operand::Number(number) => Ok(match kind {
            FieldKind::Boolean => Known::Flag(*number != 0.0),
            FieldKind::Integer | FieldKind::Double => Known::Number(*number),
            _ => Known::text(number.to_string()),
        }),
        Operand::Text(text) => match kind {
            FieldKind::Integer | FieldKind::Double | FieldKind::DateTime if text.is_empty() => {
                Ok(Known::Nothing)
            }
            FieldKind::Integer | FieldKind::Double => {
                text.parse().map(Known::Number).map_err(|_| wrong(text))
            }
            FieldKind::Boolean => Ok(Known::Flag(text.eq_ignore_ascii_case("true"))),
            FieldKind::DateTime => {
                let (moment, timed) = stamp::read(text).ok_or_else(|| wrong(text))?;
                if timed && !precise {
                    return Err(Refusal::query(format!(
                        "You cannot supply a time with the date when running a query using date precision. The error is caused by «[{reference}] '{text}'»."
                    )));
                }
                Ok(Known::Moment(moment))
            }
            _ if text.is_empty() => Ok(Known::Nothing),
            _ => Ok(Known::text(text.clone())),
        },
    }
}

fn macro_value(name: &str, days: f64, call: &Call<'_>) -> Result<Known<'static>, Refusal> {
    let today = |day: OffsetDateTime| {
        Known::Moment(day.replace_time(Time::MIDNIGHT) + Duration::seconds_f64(days * 86_400.0))
    };
    match name {
        "project" => {
            let project = call.project.and_then(|at| call.state.project(at));
            project.map(|project| Known::text(project.name.clone())).ok_or_else(|| {
                Refusal::query("TF51011: The macro @project needs a project in the address.")
            })
        }
        "me" => {
            let me = call.state.people.get(call.state.me);
            Ok(me.map_or(Known::Nothing, |me| Known::text(me.unique.clone())))
        }
        "today" | "startofday" => Ok(today(call.now)),
        "startofmonth" => Ok(today(call.now.replace_day(1).unwrap_or(call.now))),
        "startofyear" => Ok(today(call.now.replace_ordinal(1).unwrap_or(call.now))),
        other => Err(Refusal::query(format!(
            "TF51005: The query references a field that does not exist. The error is caused by «@{other}»."
        ))),
    }
}
