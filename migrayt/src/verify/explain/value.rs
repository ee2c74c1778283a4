use migrayt_core::content::Content;
use migrayt_core::richtext::plain_text;
use migrayt_core::value::Value;

use super::joined;

/// A value in words, as far as it can be said in a line.
pub(super) fn words(value: &Value) -> Content<String> {
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Opaque(text) => text.clone(),
        Value::RichText(document) => plain_text(document.expose()),
        Value::Bool(yes) => Content::new(yes.to_string()),
        Value::Integer(number) => Content::new(number.to_string()),
        Value::Decimal(number) => Content::new(number.to_string()),
        Value::Date(day) => Content::new(day.to_string()),
        Value::Instant(at) => Content::new(at.to_string()),
        Value::Duration(seconds) => Content::new(format!("{seconds} s")),
        Value::Person(person) => person.name.clone(),
        Value::Cascade(first, None) => first.clone(),
        Value::Cascade(first, Some(second)) => {
            Content::new(format!("{} / {}", first.as_str(), second.as_str()))
        }
        Value::Many(values) => {
            let all: Vec<Content<String>> = values.iter().map(words).collect();
            joined(all.iter().map(Content::as_str))
        }
        Value::Reference(item) => Content::text(item.as_str()),
        Value::Node(node) => Content::text(node.as_str()),
        _ => Content::text(String::new()),
    }
}
