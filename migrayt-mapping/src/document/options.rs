use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InactivePeople, LabelTemplate};

/// What holds for all items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[non_exhaustive]
pub struct Options {
    /// Whether comments are carried.
    pub comments: bool,
    /// Whether files are carried.
    pub attachments: bool,
    /// Whether links between items are carried.
    pub links: bool,
    /// Whether links to pages, commits and builds are carried.
    pub external_links: bool,
    /// Whether items get the place that they have in the source's backlog, where the target has
    /// places.
    pub ranks: bool,
    /// Whether the description ends with who made the item in the source and when.
    pub origin_note: OriginNote,
    /// What happens to fields that have a value and no rule.
    pub other_fields: OtherFields,
    /// What a mention of a person becomes.
    pub mentions: Mentions,
    /// The labels that every item gets.
    pub labels: Vec<LabelTemplate>,
    /// What stands for each run of white space in a label; white space is kept if this is empty.
    pub label_space: String,
    /// The link type for links whose type has no rule; without it they are a named loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_link: Option<String>,
    /// The link, read outward from the parent, for parents that the target's hierarchy cannot
    /// hold; without it `default_link` is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_link: Option<String>,
    /// The account that stands for people who have none in the target; without it the field stays
    /// empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// What becomes of people whose account in the target is closed.
    pub inactive_people: InactivePeople,
    /// The offset from UTC, such as `+01:00`, at which the rule `day` tells days apart.
    pub utc_offset: UtcOffset,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            comments: true,
            attachments: true,
            links: true,
            external_links: true,
            ranks: true,
            origin_note: OriginNote::Write,
            other_fields: OtherFields::Leave,
            mentions: Mentions::Silent,
            labels: Vec::new(),
            label_space: "-".into(),
            default_link: None,
            parent_link: None,
            placeholder: None,
            inactive_people: InactivePeople::Keep,
            utc_offset: UtcOffset::default(),
        }
    }
}

/// Whether the description ends with who made the item in the source and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OriginNote {
    /// One line at the end of the description.
    Write,
    /// Nothing; author and times are named losses.
    Leave,
}

/// What happens to fields that have a value and no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OtherFields {
    /// They stand in the table at the end of the description.
    Note,
    /// They are not carried; each is a named loss.
    Leave,
}

/// What a mention of a person becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mentions {
    /// The person's name, leading to their page in the target where there is one; nobody is
    /// notified.
    Silent,
    /// A mention of the person's account, who may be notified of it.
    Notify,
    /// The person's name alone.
    Name,
}

/// An offset from UTC in minutes, written `+01:00`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[+-][0-9]{2}:[0-9]{2}$"))]
pub struct UtcOffset(i8, i8);

impl UtcOffset {
    /// The offset.
    pub fn offset(self) -> time::UtcOffset {
        time::UtcOffset::from_hms(self.0, self.1, 0).unwrap_or(time::UtcOffset::UTC)
    }
}

impl TryFrom<String> for UtcOffset {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const PROBLEM: &str = "expected an offset such as `+01:00`, at most `14:00` from UTC";
        let (sign, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (1, rest),
            Some(("-", rest)) => (-1, rest),
            _ => return Err(PROBLEM),
        };
        let (hours, minutes) = rest.split_once(':').ok_or(PROBLEM)?;
        let number = |text: &str, most: i8| {
            (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<i8>().ok())
                .flatten()
                .filter(|number| *number <= most)
                .ok_or(PROBLEM)
        };
        Ok(Self(sign * number(hours, 14)?, sign * number(minutes, 59)?))
    }
}

impl From<UtcOffset> for String {
    fn from(UtcOffset(hours, minutes): UtcOffset) -> Self {
        let sign = if hours < 0 || minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", hours.abs(), minutes.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::UtcOffset;

    #[test]
    fn offsets_are_read_and_written() {
        for text in ["+00:00", "+01:00", "-03:30", "+14:00", "-00:30"] {
            let offset = UtcOffset::try_from(text.to_owned()).unwrap();
            assert_eq!(String::from(offset), text);
        }
        let half = UtcOffset::try_from("-03:30".to_owned()).unwrap();
        assert_eq!(half.offset().whole_seconds(), -(3 * 3600 + 30 * 60));
        for text in ["", "Z", "1:00", "+1:00", "+01:60", "+15:00", "+01:0x", "++1:00", "é01:00"] {
            assert!(UtcOffset::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
