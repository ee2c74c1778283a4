//! Numbers, days and moments.

use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::plan::LossKind;
use migrayt_core::value::Value;
use time::{Time, UtcOffset};

use super::Writer;
use crate::face::host::model::datum::Datum;

/// From here on a double may not hold a whole number.
const WHOLE: f64 = 9_007_199_254_740_992.0;

impl Writer<'_> {
    /// The value as the field's kind has it; none if it does not fit.
    pub(super) fn scalar(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        match (field.kind, value) {
            (FieldKind::Bool, Value::Bool(yes)) => Some(Datum::Bool(*yes)),
            (FieldKind::Integer, Value::Integer(number)) => Some(Datum::Integer(*number)),
            (FieldKind::Integer, value) => whole(number(value)?).map(Datum::Integer),
            (FieldKind::Decimal, value) => number(value).map(Datum::Decimal),
            (FieldKind::Duration, Value::Duration(seconds)) => Some(Datum::Duration(*seconds)),
            // A number is hours, as trackers hold estimates.
            (FieldKind::Duration, value) => {
                whole((number(value)? * 3_600.0).round()).map(Datum::Duration)
            }
            (FieldKind::Date, Value::Date(day)) => Some(Datum::Date(*day)),
            // The mapping wants it so; the time of day is lost and named.
            (FieldKind::Date, Value::Instant(moment)) => {
                let moment = moment.to_offset(UtcOffset::UTC);
                if moment.time() != Time::MIDNIGHT {
                    self.losses.note(LossKind::Shortened, Some(&field.id), 1);
                }
                Some(Datum::Date(moment.date()))
            }
            (FieldKind::Instant, Value::Instant(moment)) => {
                Some(Datum::Instant(moment.to_offset(UtcOffset::UTC)))
            }
            _ => None,
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    let written = || value.as_text()?.trim().parse().ok();
    value.as_number().or_else(written).filter(|number: &f64| number.is_finite())
}

fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2 to the 53rd")]
    (number.fract() == 0.0 && number.abs() < WHOLE).then_some(number as i64)
}
