//! Values on their way in: checked as Jira does, resolved to ids.

use serde_json::{Value, json};

use super::adf_check;
use super::field::{Field, Kind};
use super::options::Named;
use super::site::Site;
use super::stamp;
use super::state::{Part, State, Stored};
use super::view::{spell, unspell};

/// Longest line of text, in UTF-16 units.
const MAX_LINE: usize = 255;

/// What a value is checked against.
#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    pub(super) site: &'a Site,
    pub(super) state: &'a State,
}

impl Check<'_> {
    /// The value as it is kept; nothing if it clears the field; else the message of the refusal.
    pub(super) fn value(&self, field: &Field, value: &Value) -> Result<Option<Stored>, String> {
        if value.is_null() {
            return match field.kind {
                Kind::Summary => Err("You must specify a summary of the issue.".to_owned()),
                Kind::Fixed | Kind::ReadOnly | Kind::Rank => Err(cannot_be_set(&field.id)),
                _ => Ok(None),
            };
        }
        let plain = match field.kind {
            Kind::Rich => return self.rich(value).map(Some),
            Kind::Summary => summary(value)?,
            Kind::Text => line(value)?,
            Kind::Number => number(value)?,
            Kind::Labels => labels(value)?,
            Kind::Date => date(value)?,
            Kind::DateTime => moment(value)?,
            Kind::Priority => named("Priority", &self.site.options.priorities, value)?,
            Kind::Resolution => named("Resolution", &self.site.options.resolutions, value)?,
            Kind::Select => self.option(field, value)?,
            Kind::MultiSelect => all(value, |one| self.option(field, one))?,
            Kind::Person => return self.person(field, value).map(|it| it.map(Stored::Plain)),
            Kind::People => {
                all(value, |one| self.person(field, one).map(Option::unwrap_or_default))?
            }
            Kind::Components => {
                all(value, |one| part("Component", self.state.components.values(), one))?
            }
            Kind::Versions => all(value, |one| part("Version", self.state.versions.values(), one))?,
            Kind::Sprint => self.sprint(value)?,
            Kind::TimeTracking => time_tracking(value)?,
            Kind::Fixed | Kind::ReadOnly | Kind::Rank => return Err(cannot_be_set(&field.id)),
        };
        if matches!(&plain, Value::Array(items) if items.is_empty()) {
            return Ok(None);
        }
        Ok(Some(Stored::Plain(plain)))
    }

    /// A document of a text field.
    pub(super) fn rich(&self, value: &Value) -> Result<Stored, String> {
        adf_check::check(self.site, self.state, value).map_err(|fault| fault.of_field().to_owned())
    }

    fn person(&self, field: &Field, value: &Value) -> Result<Option<Value>, String> {
        let Some(person) = value.as_object() else {
            return Err("Operation value must be an object".to_owned());
        };
        let id = person.get("accountId").or_else(|| person.get("id"));
        let id = match id {
            Some(Value::String(id)) => id.as_str(),
            Some(Value::Null) | None => return Ok(None),
            Some(_) => return Err("Operation value must be a string".to_owned()),
        };
        match (&*field.id, self.site.user(id)) {
            ("reporter", None) => Err("The reporter specified is not a user.".to_owned()),
            (_, None) => Err(format!("User '{id}' does not exist.")),
            ("assignee", Some(user)) if !self.site.takes_work(user) => {
                Err(format!("User '{id}' cannot be assigned issues."))
            }
            (_, Some(_)) => Ok(Some(Value::from(id))),
        }
    }

    fn option(&self, field: &Field, value: &Value) -> Result<Value, String> {
        let (by, text) = handle(value, &["id", "value"])?;
        self.state
            .options_of(field)
            .find(|(id, value)| if by == "id" { *id == text } else { *value == text })
            .map(|(id, _)| Value::from(id))
            .ok_or_else(|| format!("Option {by} '{text}' is not valid"))
    }

    fn sprint(&self, value: &Value) -> Result<Value, String> {
        let id = match value {
            Value::Number(id) => id.as_u64(),
            Value::String(id) => id.parse().ok(),
            _ => None,
        };
        let id = id.ok_or("Number value expected as the Sprint id.")?;
        match self.state.sprints.get(&id) {
            None => Err(format!("Sprint with id {id} does not exist.")),
            Some(sprint) if sprint.state == "closed" => {
                Err("Issue can be assigned only active or future sprints.".to_owned())
            }
            Some(_) => Ok(json!([id])),
        }
    }
}

/// The message for a field that is not on the screen or that no one knows.
pub(super) fn cannot_be_set(field: &str) -> String {
    format!("Field '{field}' cannot be set. It is not on the appropriate screen, or unknown.")
}

/// Length as Jira counts it: in UTF-16 units.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn string(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "Operation value must be a string".to_owned())
}

fn summary(value: &Value) -> Result<Value, String> {
    let text = string(value)?.trim();
    if text.is_empty() {
        return Err("You must specify a summary of the issue.".to_owned());
    }
    if text.contains(['\n', '\r']) {
        return Err("The summary is invalid because it contains newline characters.".to_owned());
    }
    if length(text) > MAX_LINE {
        return Err("Summary must be less than 255 characters.".to_owned());
    }
    Ok(Value::from(text))
}

fn line(value: &Value) -> Result<Value, String> {
    let text = string(value)?;
    if length(text) > MAX_LINE {
        return Err(
            "The entered text is too long. It exceeds the allowed limit of 255 characters."
                .to_owned(),
        );
    }
    Ok(Value::from(text))
}

/// Numbers are kept and shown as floating point.
fn number(value: &Value) -> Result<Value, String> {
    value.as_f64().map(Value::from).ok_or_else(|| "Operation value must be a number".to_owned())
}

fn labels(value: &Value) -> Result<Value, String> {
    let mut kept: Vec<&str> = Vec::new();
    for label in array(value)? {
        let label = string(label)?;
        if label.contains(char::is_whitespace) {
            return Err(format!("The label '{label}' contains spaces which is invalid."));
        }
        if length(label) > MAX_LINE {
            return Err(format!("The label '{label}' exceeds the maximum length of 255."));
        }
        if !label.is_empty() && !kept.contains(&label) {
            kept.push(label);
        }
    }
    kept.sort_unstable();
    Ok(Value::from(kept))
}

fn date(value: &Value) -> Result<Value, String> {
    let text = string(value)?;
    if stamp::is_date(text) {
        Ok(Value::from(text))
    } else {
        Err(format!("Error parsing date string: {text}"))
    }
}

fn moment(value: &Value) -> Result<Value, String> {
    let text = string(value)?;
    stamp::parse(text)
        .map(|moment| Value::from(stamp::platform(moment)))
        .ok_or_else(|| format!("Error parsing date string: {text}"))
}

fn named(noun: &str, list: &[Named], value: &Value) -> Result<Value, String> {
    let (by, text) = handle(value, &["id", "name"])?;
    list.iter()
        .find(|thing| if by == "id" { thing.id == text } else { thing.name == text })
        .map(|thing| Value::from(thing.id.as_str()))
        .ok_or_else(|| format!("{noun} {by} '{text}' is not valid"))
}

fn part<'a>(
    noun: &str,
    mut parts: impl Iterator<Item = &'a Part>,
    value: &Value,
) -> Result<Value, String> {
    let (by, text) = handle(value, &["id", "name"])?;
    parts
        .find(|part| if by == "id" { part.id.to_string() == text } else { part.name == text })
        .map(|part| Value::from(part.id))
        .ok_or_else(|| format!("{noun} {by} '{text}' is not valid"))
}

/// The first of those keys that the object has, and its text.
fn handle<'k>(value: &Value, keys: &[&'k str]) -> Result<(&'k str, String), String> {
    let Some(object) = value.as_object() else {
        return Err("Operation value must be an object".to_owned());
    };
    for &key in keys {
        match object.get(key) {
            Some(Value::String(text)) => return Ok((key, text.clone())),
            Some(Value::Number(number)) => return Ok((key, number.to_string())),
            _ => {}
        }
    }
    Err(format!("Could not find valid '{}' in the operation value.", keys.join("' or '")))
}

fn time_tracking(value: &Value) -> Result<Value, String> {
    let Some(object) = value.as_object() else {
        return Err("Operation value must be an object".to_owned());
    };
    let mut kept = json!({});
    for name in ["originalEstimate", "remainingEstimate"] {
        let Some(text) = object.get(name) else { continue };
        let seconds = unspell(string(text)?)
            .ok_or("Time Tracking field value is not in the right format.")?;
        if let Some(kept) = kept.as_object_mut() {
            kept.insert(name.to_owned(), Value::from(spell(seconds)));
            kept.insert(format!("{name}Seconds"), Value::from(seconds));
        }
    }
    Ok(kept)
}

fn array(value: &Value) -> Result<&Vec<Value>, String> {
    value.as_array().ok_or_else(|| "Operation value must be an array".to_owned())
}

fn all(value: &Value, check: impl Fn(&Value) -> Result<Value, String>) -> Result<Value, String> {
    let mut kept: Vec<Value> = Vec::new();
    for one in array(value)? {
        let one = check(one)?;
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    Ok(Value::Array(kept))
}
