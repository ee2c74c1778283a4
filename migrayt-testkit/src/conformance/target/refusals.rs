use migrayt_core::Effect;
use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::content::Content;
use migrayt_core::id::{FieldId, LinkTypeId, PersonId, StateId, TypeId};
use migrayt_core::operation::OperationKind;
use migrayt_core::person::Person;
use migrayt_core::plan::RefusalKind;
use migrayt_core::port::{Bindings, Drafted};
use migrayt_core::value::Value;

use super::bench::Bench;
use super::sample::{WORDS, attach, file, link, new_item, transition, with_value};
use crate::conformance::breach::{Verdict, holds};

pub(super) async fn an_unknown_type_is_refused(bench: &Bench<'_>) -> Verdict {
    let mut create = bench.create("1")?;
    if let Some(item) = new_item(&mut create) {
        item.type_id = TypeId::new("no-such-type");
    }
    let drafted = bench.draft_one(&create)?;
    let kinds: Vec<_> = drafted.refusals.iter().map(|refusal| refusal.kind).collect();
    let so = kinds.contains(&RefusalKind::TypeUnmapped);
    holds(so, "an unknown type is refused", || format!("{kinds:?}"))
}

pub(super) async fn a_missing_value_is_refused(bench: &Bench<'_>) -> Verdict {
    let standard = bench.standard()?;
    let title = &bench.title()?.id;
    for field in standard.required.iter().chain([title]) {
        let drafted = bench.draft_one(&with_value(bench.create("1")?, field, None))?;
        let so = drafted.refusals.iter().any(|refusal| {
            let missing =
                matches!(refusal.kind, RefusalKind::RequiredMissing | RefusalKind::TitleEmpty);
            missing && refusal.field.as_ref() == Some(field)
        });
        holds(so, "an item without a required value is refused", || field.to_string())?;
    }
    Ok(())
}

pub(super) async fn a_blank_title_is_refused(bench: &Bench<'_>) -> Verdict {
    let title = bench.title()?.id.clone();
    for blank in ["", " ", " \t\n "] {
        let create = with_value(bench.create("1")?, &title, Some(Value::text(blank)));
        let drafted = bench.draft_one(&create)?;
        let so = !drafted.refusals.is_empty();
        holds(so, "an item with a blank title is refused", || format!("{} blanks", blank.len()))?;
    }
    Ok(())
}

pub(super) async fn an_unknown_field_is_named(bench: &Bench<'_>) -> Verdict {
    let field = FieldId::new("no-such-field");
    let create = with_value(bench.create("1")?, &field, Some(Value::text("words")));
    named(&bench.draft_one(&create)?, &field, "a field that the target does not have is named")
}

pub(super) async fn values_that_do_not_fit_are_named(bench: &Bench<'_>) -> Verdict {
    let standard = bench.standard()?;
    for field in bench.fields(standard) {
        let value = match field.kind {
            FieldKind::Choice if !field.allowed.is_empty() => {
                Value::Choice(Content::text("no such choice"))
            }
            FieldKind::Integer
            | FieldKind::Decimal
            | FieldKind::Date
            | FieldKind::Instant
            | FieldKind::Duration
            | FieldKind::Person => Value::text("no such value"),
            _ => continue,
        };
        let create = with_value(bench.create("1")?, &field.id, Some(value));
        let drafted = bench.draft_one(&create)?;
        named(&drafted, &field.id, "a value that a field does not take is named")?;
        let digested = drafted.digests.iter().any(|digest| digest.field == field.id);
        holds(!digested, "what will not be written has no digest", || field.id.to_string())?;
    }
    Ok(())
}

pub(super) async fn unknown_states_and_link_types_are_refused(bench: &Bench<'_>) -> Verdict {
    let mut commands = Vec::new();
    if bench.takes(OperationKind::Transition) {
        commands.push(transition("1", &StateId::new("no-such-state")));
    }
    if bench.takes(OperationKind::Link) {
        commands.push(link("1", &LinkTypeId::new("no-such-link"), "2"));
    }
    for command in commands {
        let drafted = bench.draft_one(&command)?;
        holds(!drafted.refusals.is_empty(), "what the target does not have is refused", || {
            command.key.to_string()
        })?;
    }
    Ok(())
}

pub(super) async fn a_file_that_is_too_large_is_refused(bench: &Bench<'_>) -> Verdict {
    let limit = bench.catalog.max_attachment;
    let Some(limit) = limit.filter(|_| bench.takes(OperationKind::Attach)) else { return Ok(()) };
    for (size, refused) in [(limit, false), (limit.saturating_add(1), true)] {
        let drafted = bench.draft_one(&attach(&file("1", "f1", "note.txt", size)))?;
        let so = drafted.refusals.is_empty() != refused;
        holds(so, "exactly the files that are too large are refused", || size.to_string())?;
    }
    Ok(())
}

pub(super) async fn a_field_that_cannot_be_written_is_named(bench: &Bench<'_>) -> Verdict {
    for field in bench.catalog.fields.iter().filter(|field| !field.writable) {
        let create = with_value(bench.create("1")?, &field.id, Some(Value::text("words")));
        let drafted = bench.draft_one(&create)?;
        named(&drafted, &field.id, "a field that cannot be written is named")?;
        let digested = drafted.digests.iter().any(|digest| digest.field == field.id);
        holds(!digested, "what will not be written has no digest", || field.id.to_string())?;
    }
    Ok(())
}

pub(super) async fn an_unknown_person_is_named(bench: &Bench<'_>) -> Verdict {
    let people = |field: &&Field| {
        field.kind == FieldKind::Person && !bench.known.values.contains_key(&field.id)
    };
    for field in bench.fields(bench.standard()?).into_iter().filter(people) {
        let nobody = Value::Person(Person {
            id: PersonId::new("no-such-person"),
            name: Content::text(WORDS),
            email: None,
            active: true,
        });
        let nobody = if field.many { Value::Many(vec![nobody]) } else { nobody };
        let create = with_value(bench.create(field.id.as_str())?, &field.id, Some(nobody));
        let drafted = bench.draft_one(&create)?;
        let sentence = "a person whom the target does not know is named";
        if named(&drafted, &field.id, sentence).is_ok() {
            continue;
        }
        for result in bench.send(&[drafted], &Bindings::new()).await? {
            let so = match result {
                Ok(applied) => {
                    applied.losses.iter().any(|loss| loss.field.as_ref() == Some(&field.id))
                }
                Err(error) => error.effect() == Effect::None,
            };
            holds(so, sentence, || field.id.to_string())?;
        }
    }
    Ok(())
}

/// A loss or a refusal names the field.
fn named(drafted: &Drafted, field: &FieldId, sentence: &'static str) -> Verdict {
    let lost = drafted.losses.iter().any(|loss| loss.field.as_ref() == Some(field));
    let refused = drafted.refusals.iter().any(|it| it.field.as_ref() == Some(field));
    holds(lost || refused, sentence, || field.to_string())
}
