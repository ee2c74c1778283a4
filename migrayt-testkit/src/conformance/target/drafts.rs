use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::digest::DigestKey;
use migrayt_core::operation::Command;
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::{Bindings, Drafted, HighWater};
use migrayt_core::value::Value;
use time::macros::{datetime, offset};

use super::bench::Bench;
use super::sample::with_value;
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn drafts_come_in_order(bench: &Bench<'_>) -> Verdict {
    let commands = bench.one_of_each()?;
    let drafts = bench.accepted(&commands)?;
    let keys = drafts.iter().map(|drafted| &drafted.key);
    let wanted = commands.iter().map(|command| &command.key);
    same(
        &keys.collect::<Vec<_>>(),
        &wanted.collect::<Vec<_>>(),
        "drafts stand in the order of the commands",
    )
}

pub(super) async fn a_draft_is_the_same_at_any_time(bench: &Bench<'_>) -> Verdict {
    let commands = bench.one_of_each()?;
    let first = bench.accepted(&commands)?;
    alike(&bench.accepted(&commands)?, &first, "a draft made again is the same")?;
    let singly = commands.iter().map(|command| bench.draft_one(command));
    let singly = singly.collect::<Result<Vec<_>, Breach>>()?;
    alike(&singly, &first, "a draft does not depend on its neighbours")?;
    let turned: Vec<Command> = commands.iter().rev().cloned().collect();
    let mut turned = bench.accepted(&turned)?;
    turned.reverse();
    alike(&turned, &first, "a draft does not depend on the order of commands")?;
    bench.make_one(bench.create("3")?, &Bindings::new()).await?;
    alike(&bench.accepted(&commands)?, &first, "a draft is the same after something was written")
}

pub(super) async fn drafting_writes_nothing(bench: &Bench<'_>) -> Verdict {
    bench.accepted(&bench.one_of_each()?)?;
    let found = bench.swept(HighWater::start()).await?;
    same(&found.len(), &0, "drafting writes nothing")
}

pub(super) async fn digests_follow_key_and_value(bench: &Bench<'_>) -> Verdict {
    let create = bench.create("1")?;
    let title = bench.title()?.id.clone();
    let one = bench.draft_one(&create)?;
    let mut fields: Vec<_> = one.digests.iter().map(|digest| &digest.field).collect();
    fields.sort();
    let whole = fields.len();
    fields.dedup();
    same(&fields.len(), &whole, "a draft has one digest for each field")?;
    holds(fields.contains(&&title), "the title has a digest", || one.key.to_string())?;

    // The same number of letters.
    let changed = with_value(create.clone(), &title, Some(Value::text("vermilion kestrel 2")));
    let changed = bench.draft_one(&changed)?;
    for digest in &changed.digests {
        let before = one.digests.contains(digest);
        let sentence = "a digest changes with its value and with nothing else";
        same(&before, &(digest.field != title), sentence)?;
    }
    let other = bench.target.draft(&bench.catalog, &[create], &DigestKey::new([8; 32]));
    let other = other.first().ok_or_else(|| Breach::of("there is one draft", "none"))?;
    same(&other.digests.len(), &one.digests.len(), "the key does not change what is digested")?;
    for digest in &other.digests {
        let shared = one.digests.contains(digest);
        holds(!shared, "every digest depends on the key", || digest.field.to_string())?;
    }
    holds(other.payload == one.payload, "a payload does not depend on the key", || {
        one.key.to_string()
    })
}

pub(super) async fn the_losses_of_a_command_stay(bench: &Bench<'_>) -> Verdict {
    let loss = Loss::of(LossKind::NoteDropped);
    for mut command in bench.one_of_each()? {
        command.losses.push(loss.clone());
        let drafted = bench.draft_one(&command)?;
        holds(drafted.losses.contains(&loss), "a draft tells the losses of its command", || {
            command.key.to_string()
        })?;
    }
    Ok(())
}

pub(super) async fn needs_name_what_must_exist(bench: &Bench<'_>) -> Verdict {
    use migrayt_core::operation::Action;

    for command in bench.one_of_each()? {
        let drafted = bench.draft_one(&command)?;
        let mut wanted = vec![command.key.item.clone()];
        match &command.action {
            Action::Create(_) => wanted.clear(),
            Action::Link { other, .. } | Action::Rank { after: other } => {
                wanted.push(other.clone());
            }
            _ => {}
        }
        let mut needs = drafted.needs.clone();
        needs.sort();
        needs.dedup();
        wanted.sort();
        same(&needs, &wanted, "a draft names the items that must exist")?;
    }
    Ok(())
}

pub(super) async fn a_moment_is_the_same_at_any_offset(bench: &Bench<'_>) -> Verdict {
    let moments = |field: &&Field| {
        field.kind == FieldKind::Instant && !bench.known.values.contains_key(&field.id)
    };
    for field in bench.fields(bench.standard()?).into_iter().filter(moments) {
        let digests = |at| {
            let value = Some(Value::Instant(at));
            let drafted = bench.draft_one(&with_value(bench.create("1")?, &field.id, value))?;
            Ok::<_, Breach>(drafted.digests)
        };
        let at = datetime!(2026-03-29 00:30:11 UTC);
        let plain = digests(at)?;
        for shift in [offset!(+14), offset!(-11), offset!(+5:30)] {
            same(
                &digests(at.to_offset(shift))?,
                &plain,
                "a moment is the same whatever offset it is written at",
            )?;
            let other = digests(at.replace_offset(shift))?;
            holds(other != plain, "the same hour at another offset is another moment", || {
                field.id.to_string()
            })?;
        }
    }
    Ok(())
}

fn alike(found: &[Drafted], expected: &[Drafted], sentence: &'static str) -> Verdict {
    same(&found.len(), &expected.len(), sentence)?;
    for (found, expected) in found.iter().zip(expected) {
        let parts = [
            ("key", found.key == expected.key),
            ("payload", found.payload == expected.payload),
            ("digests", found.digests == expected.digests),
            ("lengths", found.lengths == expected.lengths),
            ("losses", found.losses == expected.losses),
            ("refusals", found.refusals == expected.refusals),
            ("needs", found.needs == expected.needs),
            ("optional", found.optional == expected.optional),
        ];
        for (part, same) in parts {
            holds(same, sentence, || format!("other {part} of {}", expected.key))?;
        }
    }
    Ok(())
}
