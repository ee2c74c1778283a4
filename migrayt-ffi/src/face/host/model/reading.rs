use migrayt_core::id::FieldId;
use migrayt_core::richtext::Document;
use migrayt_core::value::Value;

use super::datum::Datum;
use super::losses::Losses;
use super::text;

/// Reads values into the model, and counts what the model does not hold of them.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) losses: Losses,
}

impl Reader {
    /// The value; none if a cascade has no level or more than two.
    pub(super) fn value(&mut self, field: &FieldId, datum: Datum) -> Option<Value> {
        Some(match datum {
            Datum::Text(words) => Value::Text(words.0),
            Datum::Html(_) | Datum::Markdown(_) | Datum::Wiki(_) | Datum::Adf(_) => {
                Value::rich(self.document(field.as_str(), Some(field), &datum)?)
            }
            Datum::Date(day) => Value::Date(day),
            Datum::Instant(moment) => Value::Instant(moment),
            Datum::Integer(number) => Value::Integer(number),
            Datum::Decimal(number) => Value::Decimal(number),
            Datum::Bool(yes) => Value::Bool(yes),
            Datum::Duration(seconds) => Value::Duration(seconds),
            Datum::Person(person) => Value::Person(person.into_person()),
            Datum::Choice(name) => Value::Choice(name.0),
            Datum::Cascade(levels) => {
                let mut levels = levels.into_iter().map(|level| level.0);
                let (first, second, None) = (levels.next()?, levels.next(), levels.next()) else {
                    return None;
                };
                Value::Cascade(first, second)
            }
            Datum::Many(values) => {
                let values = values.into_iter().map(|one| self.value(field, one));
                Value::Many(values.collect::<Option<_>>()?)
            }
            Datum::Reference(item) => Value::Reference(item),
            Datum::Node(node) => Value::Node(node),
            Datum::Opaque(words) => Value::Opaque(words.0),
        })
    }

    /// A formatted text; none if the value is no text.
    pub(super) fn document(
        &mut self,
        name: &str,
        field: Option<&FieldId>,
        datum: &Datum,
    ) -> Option<Document> {
        let reading = text::keep(name, datum)?;
        self.losses.note_text(&reading.losses, field);
        Some(reading.document)
    }
}
