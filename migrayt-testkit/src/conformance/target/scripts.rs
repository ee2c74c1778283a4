use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::port::Bindings;
use migrayt_core::value::Value;

use super::bench::Bench;
use super::sample::{rich, with_value};
use crate::conformance::breach::{Breach, Verdict, holds};

/// Texts that every target must keep, letter by letter.
const SCRIPTS: &[(&str, &str)] = &[
    ("accents", "na\u{ef}ve \u{15b}wi\u{119}to"),
    ("composed of two", "re\u{301}sume\u{301}"),
    ("Greek and Cyrillic", "\u{3b1}\u{3b2}\u{3b3} \u{436}\u{443}\u{43a}"),
    ("Chinese", "\u{6f22}\u{5b57}\u{4eee}\u{540d}"),
    ("from right to left", "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{645}\u{631}\u{62d}\u{628}\u{627} 12"),
    ("beyond 16 bits", "\u{1f469}\u{200d}\u{1f4bb} \u{10348}"),
];

pub(super) async fn every_script_stands_as_drafted(bench: &Bench<'_>) -> Verdict {
    for field in texts(bench)? {
        for (name, text) in SCRIPTS {
            let command = with_value(bench.create(name)?, &field.id, Some(value(field, text)));
            let made = bench.make_one(command, &Bindings::new()).await?;
            let standing = bench.stands(made.target()?).await?;
            let drafted = made.drafted.digests.iter().find(|digest| digest.field == field.id);
            let so = drafted.is_some_and(|digest| standing.digests.contains(digest));
            holds(so, "letters of every script stand as drafted", || {
                format!("{name} in {}", field.id)
            })?;
        }
    }
    Ok(())
}

pub(super) async fn control_characters_break_nothing(bench: &Bench<'_>) -> Verdict {
    for field in texts(bench)? {
        for (number, sign) in ['\u{0}', '\u{7}', '\u{1b}', '\u{feff}'].into_iter().enumerate() {
            let value = value(field, &format!("before{sign}after"));
            let item = format!("{}-{number}", field.id);
            let drafted =
                bench.draft_one(&with_value(bench.create(&item)?, &field.id, Some(value)))?;
            if !drafted.refusals.is_empty() {
                continue;
            }
            let found = || format!("sign {:x} in {}", u32::from(sign), field.id);
            let results = bench.send(std::slice::from_ref(&drafted), &Bindings::new()).await?;
            let Some(Ok(applied)) = results.into_iter().next() else {
                return Err(Breach::of("what the target would reject is refused", found()));
            };
            let target = applied.target.ok_or_else(|| Breach::of("an item was made", found()))?;
            let standing = bench.stands(&target).await?;
            let so = drafted.digests.iter().all(|digest| standing.digests.contains(digest));
            holds(so, "a text with a control character stands as drafted", found)?;
        }
    }
    Ok(())
}

/// The title and the first formatted text of the standard type.
fn texts<'c>(bench: &'c Bench<'_>) -> Result<Vec<&'c Field>, Breach> {
    let fields = bench.fields(bench.standard()?);
    let ours = |field: &Field| !bench.known.values.contains_key(&field.id);
    let body = fields.into_iter().find(|field| field.kind == FieldKind::RichText && ours(field));
    Ok([bench.title()?].into_iter().chain(body).filter(|field| ours(field)).collect())
}

fn value(field: &Field, text: &str) -> Value {
    match field.kind {
        FieldKind::RichText => Value::rich(rich(text)),
        _ => Value::text(text),
    }
}
