use std::error::Error;

use boon::{Compiler, Format};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Adds the formats of `OpenAPI` that JSON Schema has not, and the moments of Jira, whose offsets
/// have no colon. Formats that nobody knows are no rule.
pub(super) fn register(compiler: &mut Compiler) {
    compiler.register_format(Format { name: "int32", func: int32 });
    compiler.register_format(Format { name: "date-time", func: moment });
}

fn int32(value: &Value) -> Result<(), Box<dyn Error>> {
    match value.as_i64().map(i32::try_from) {
        Some(Err(error)) => Err(error.into()),
        _ => Ok(()),
    }
}

fn moment(value: &Value) -> Result<(), Box<dyn Error>> {
    let Some(text) = value.as_str() else { return Ok(()) };
    // `+0100` as `+01:00`.
    let text = match text.len().checked_sub(5).and_then(|at| text.split_at_checked(at)) {
        Some((day, offset)) if offset.starts_with(['+', '-']) && !offset.contains(':') => {
            let (hours, minutes) = offset.split_at_checked(3).unwrap_or((offset, ""));
            format!("{day}{hours}:{minutes}")
        }
        _ => text.to_owned(),
    };
    OffsetDateTime::parse(&text, &Rfc3339)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::moment;

    #[test]
    fn moments_may_have_offsets_of_either_kind() {
        for good in ["2026-09-27T10:03:11.123+0200", "2026-03-31T18:36:26.23Z"] {
            assert!(moment(&json!(good)).is_ok(), "{good}");
        }
        for bad in ["2026-09-27", "yesterday", "2026-09-27 10:03"] {
            assert!(moment(&json!(bad)).is_err(), "{bad}");
        }
    }
}
