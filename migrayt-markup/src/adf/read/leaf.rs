use migrayt_core::Content;
use migrayt_core::richtext::{Inline, Mention};
use serde_json::Value;
use time::Date;

use super::card::{address, linked};
use super::{attr, kind, text_attr};
use crate::names;

/// The Julian day of 1970-01-01, and the milliseconds of a day.
const EPOCH: i64 = 2_440_588;
const DAY: i64 = 86_400_000;

/// A piece of a line that holds no others, by what the tree holds of it; nothing for one that it
/// does not hold.
pub(in crate::adf) fn leaf(node: &Value) -> Option<Inline> {
    Some(match kind(node) {
        "hardBreak" => Inline::Break,
        "mention" => {
            let name = text_attr(node, "text");
            Inline::Mention(Mention {
                person: text_attr(node, "id").into(),
                name: name.strip_prefix('@').unwrap_or(name).into(),
                resolved: false,
            })
        }
        "status" => Inline::Status {
            text: text_attr(node, "text").into(),
            color: names::status_of(text_attr(node, "color")),
        },
        "date" => Inline::Date(date(text_attr(node, "timestamp"))?),
        "emoji" => {
            let short_name = attr(node, "shortName")?.as_str()?.to_owned();
            // A name in the place of the character is what is shown without one.
            let is_name = |text: &&str| *text == short_name && text.starts_with(':');
            let text = Some(text_attr(node, "text")).filter(|text| !is_name(text));
            let text = Content::text(text.unwrap_or_default());
            Inline::Emoji { short_name, text }
        }
        "inlineCard" => linked(address(node)?),
        _ => return None,
    })
}

/// The day of a time stamp in milliseconds.
fn date(stamp: &str) -> Option<Date> {
    let day = stamp.trim().parse::<i64>().ok()?.div_euclid(DAY) + EPOCH;
    Date::from_julian_day(i32::try_from(day).ok()?).ok()
}
