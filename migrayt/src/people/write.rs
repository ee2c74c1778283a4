use std::collections::BTreeMap;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_mapping::MappingDocument;
use migrayt_mapping::document::PersonRule;
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

/// A mapping's text with rules for people in it, in place of those that stand there for the same
/// people. Everything else stays as it was written, comments included.
///
/// # Errors
/// `ConfigInvalid` for a text that is no mapping.
pub fn with_rules(
    text: &str,
    rules: &BTreeMap<String, (PersonRule, Option<String>)>,
) -> Result<String> {
    let mut expected = MappingDocument::parse(text)?;
    let mut document: DocumentMut = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .parse()
        .map_err(|_| Error::new(ErrorKind::ConfigInvalid, MESSAGE))?;
    let table = document.entry("people").or_insert(Item::Table(Table::new()));
    let table = table.as_table_like_mut().ok_or_else(foreign)?;
    for (person, (rule, masked)) in rules {
        expected.people.insert(person.clone(), rule.clone());
        let mut value = value(rule).ok_or_else(foreign)?;
        if let Some(masked) = masked {
            value.decor_mut().set_suffix(format!(" # {masked}"));
        }
        table.insert(person, Item::Value(value));
    }
    let text = document.to_string();
    // What is written says what was meant, or nothing is written.
    let again = MappingDocument::parse(&text)?;
    if again == expected { Ok(text) } else { Err(foreign()) }
}

fn value(rule: &PersonRule) -> Option<Value> {
    let pair = |name, value: &str| {
        let mut table = InlineTable::new();
        table.insert(name, value.into());
        Value::InlineTable(table)
    };
    Some(match rule {
        PersonRule::Account(account) => pair("account", account),
        PersonRule::Address(address) => pair("address", address.as_str()),
        PersonRule::Placeholder => Value::from("placeholder"),
        PersonRule::Leave => Value::from("leave"),
        _ => return None,
    })
}

const MESSAGE: &str = "the mapping cannot be changed";

fn foreign() -> Error {
    Error::new(ErrorKind::ConfigInvalid, MESSAGE)
        .with_help("write the rules of [people] as a table of their own")
}
