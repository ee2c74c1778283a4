use serde_json::json;
use time::Duration;

use super::draw::Draw;
use super::person::{self, Person};
use super::progress::{moment, stamp};
use super::sheet::Sheet;
use super::text;

/// Adds what people said about an item.
pub(super) fn add(sheet: &mut Sheet, draw: &mut Draw, seed: u64) {
    let count = match draw.below(2_000) {
        // More than fit on one page of the service.
        0 => 205,
        1..=20 => 8 + draw.below(24),
        21..=700 => 1 + draw.below(4),
        _ => 0,
    };
    let Some(mut at) = moment(sheet.text("System.CreatedDate")) else { return };
    let mut before: Option<Person> = None;
    for turn in 0..count {
        let author = person::anyone(draw);
        let minutes = i64::try_from(1 + draw.below(4_000)).unwrap_or(1);
        at += Duration::minutes(minutes);
        let markdown = draw.chance(60);
        let mut said = text::sentence(draw);
        if !markdown {
            if let Some(before) = before.filter(|_| draw.chance(350)) {
                said = format!(
                    "<a href=\"#\" data-vss-mention=\"version:2.0,{}\">@{}</a>&nbsp;{said}",
                    before.id(),
                    before.name
                );
            }
            if draw.chance(40) {
                said.push_str(&text::image(seed, sheet.number, turn + 10));
            }
            said = format!("<div>{said}</div>");
        }
        sheet.comments.push(json!({
            "text": said,
            "format": if markdown { "markdown" } else { "html" },
            "createdBy": author.reference(),
            "createdDate": stamp(at),
        }));
        before = Some(author);
    }
    // A comment is a change of its item.
    if count > 0 && moment(sheet.text("System.ChangedDate")).is_some_and(|last| last < at) {
        sheet.set("System.ChangedDate", stamp(at));
    }
}
