use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::operation::Command;
use migrayt_core::plan::{LossKind, RefusalKind};
use migrayt_core::port::{Bindings, Drafted, MadeFile};
use migrayt_core::value::Value;

use super::bench::Bench;
use super::sample::{rich, with_value};
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn texts_are_measured(bench: &Bench<'_>) -> Verdict {
    for (field, limit) in limited(bench)? {
        let limit64 = u64::from(limit);
        let longest = bench.draft_one(&of_length(bench, field, limit)?)?;
        let found = || field.id.to_string();
        holds(longest.refusals.is_empty(), "a text of the longest length is not refused", found)?;
        let measured = longest.lengths.iter().find(|measure| measure.field == field.id);
        let Some(measured) = measured else {
            return Err(Breach::of("a limited text is measured", field.id.to_string()));
        };
        same(&measured.limit, &limit64, "the limit is that of the catalog")?;
        let within = (1..=limit64).contains(&measured.length);
        holds(within, "a measured length is the text's", || measured.length.to_string())?;

        let longer = bench.draft_one(&of_length(bench, field, limit.saturating_add(1))?)?;
        if !longer.made.is_empty() {
            moved(field, limit, &longer)?;
            continue;
        }
        let refused = longer.refusals.iter().find(|refusal| {
            refusal.kind == RefusalKind::TextTooLong && refusal.field.as_ref() == Some(&field.id)
        });
        let Some(refused) = refused else {
            return Err(Breach::of("a longer text is refused or moved", field.id.to_string()));
        };
        let so = refused.limit == Some(limit64) && refused.measured > refused.limit;
        holds(so, "a refusal tells length and limit", || format!("{refused:?}"))?;
    }
    Ok(())
}

/// A text for which there is no room may be moved into files, whole and named.
fn moved(field: &Field, limit: u32, longer: &Drafted) -> Verdict {
    let found = || field.id.to_string();
    holds(longer.refusals.is_empty(), "a text that is moved is not refused", found)?;
    let named = longer.losses.iter().any(|loss| {
        loss.kind == LossKind::TextMoved && loss.field.as_ref().is_none_or(|of| *of == field.id)
    });
    holds(named, "a text that is moved is a loss", found)?;
    let mut measured = longer.lengths.iter().filter(|measure| measure.field == field.id);
    let fits = measured.all(|measure| measure.length <= u64::from(limit));
    holds(fits, "what stands in the place of a moved text has room", found)?;
    let whole = usize::try_from(limit).unwrap_or_default().saturating_add(1);
    let is_whole = |file: &MadeFile| {
        file.bytes.expose().split(|byte| *byte != b'a').any(|run| run.len() == whole)
    };
    holds(longer.made.iter().any(is_whole), "a text that is moved stands whole in a file", found)
}

pub(super) async fn the_longest_texts_are_taken(bench: &Bench<'_>) -> Verdict {
    for (field, limit) in limited(bench)? {
        let create = of_length(bench, field, limit)?;
        let made = bench.make_one(create, &Bindings::new()).await?;
        let standing = bench.stands(made.target()?).await?;
        let drafted = made.drafted.digests.iter().find(|digest| digest.field == field.id);
        let so = drafted.is_some_and(|digest| standing.digests.contains(digest));
        holds(so, "a text of the longest length stands whole", || field.id.to_string())?;
    }
    Ok(())
}

/// The texts of the standard type that have a limit and that the caller leaves to the suite.
fn limited<'c>(bench: &'c Bench<'_>) -> Result<Vec<(&'c Field, u32)>, Breach> {
    let fields = bench.fields(bench.standard()?).into_iter();
    let text = |field: &Field| {
        matches!(field.kind, FieldKind::Text | FieldKind::RichText)
            && field.allowed.is_empty()
            && !bench.known.values.contains_key(&field.id)
    };
    Ok(fields
        .filter(|field| text(field))
        .filter_map(|field| Some((field, field.max_length?)))
        .collect())
}

fn of_length(bench: &Bench<'_>, field: &Field, length: u32) -> Result<Command, Breach> {
    let text = "a".repeat(usize::try_from(length).unwrap_or_default());
    let value = match field.kind {
        FieldKind::RichText => Value::rich(rich(&text)),
        _ => Value::text(text),
    };
    let item = format!("{}-{length}", field.id);
    Ok(with_value(bench.create(&item)?, &field.id, Some(value)))
}
