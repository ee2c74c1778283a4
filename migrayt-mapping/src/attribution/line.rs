use migrayt_core::content::Content;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::Attribution;
use crate::compiled::one_line;
use crate::system::System;

const START: &str = "Migrated from ";
const EDITED: &str = "edited ";
const UNKNOWN: &str = "time unknown";

pub(super) fn write(attribution: &Attribution) -> Content<String> {
    let mut line = Content::new(format!("{START}{}", attribution.system.name()));
    let open = line.expose_mut();
    if let Some(author) = &attribution.author {
        open.push_str(": ");
        open.push_str(author.as_str());
    }
    open.push_str(", ");
    let written = attribution.written.and_then(spelled);
    open.push_str(written.as_deref().unwrap_or(UNKNOWN));
    if let Some(edited) = attribution.edited.and_then(spelled) {
        open.push_str(", ");
        open.push_str(EDITED);
        open.push_str(&edited);
    }
    line
}

pub(super) fn read(line: &str) -> Option<Attribution> {
    let rest = line.strip_prefix(START)?;
    let mut systems = System::ALL.iter();
    let (system, rest) =
        systems.find_map(|system| Some((*system, rest.strip_prefix(system.name())?)))?;
    let (before, last) = rest.rsplit_once(", ")?;
    let (before, written, edited) = match last.strip_prefix(EDITED) {
        Some(edited) => {
            let (before, written) = before.rsplit_once(", ")?;
            (before, written, Some(time(edited)?))
        }
        None => (before, last, None),
    };
    let written = if written == UNKNOWN { None } else { Some(time(written)?) };
    let author = match before {
        "" => None,
        named => Some(named.strip_prefix(": ").filter(|name| !name.is_empty())?),
    };
    // What we would have written otherwise was written by somebody else.
    let is_ours = author.is_none_or(|name| one_line(name).as_str() == name);
    is_ours.then(|| Attribution::new(system, author, written, edited))
}

fn spelled(at: OffsetDateTime) -> Option<String> {
    at.format(&Rfc3339).ok()
}

/// A time in the one form that is written.
fn time(text: &str) -> Option<OffsetDateTime> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let ours = at.offset() == UtcOffset::UTC && at.nanosecond() == 0;
    (ours && spelled(at).as_deref() == Some(text)).then_some(at)
}
