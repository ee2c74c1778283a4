use std::collections::BTreeSet;

use migrayt_core::id::LinkTypeId;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::TargetCapabilities;

use super::bench::{Bench, bindings};
use super::sample::{
    WORDS, attach, comment, enter, file, link, property, rank, remote_link, rewrite, transition,
    watch, worklog,
};
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn capabilities_hold_together(bench: &Bench<'_>) -> Verdict {
    let capabilities = bench.target.capabilities();
    same(&capabilities, &bench.target.capabilities(), "capabilities stay the same")?;
    let number = |number: u32, sentence| holds(number > 0, sentence, || number.to_string());
    number(capabilities.max_batch, "a batch has at least one order")?;
    number(capabilities.concurrency, "at least one call may be under way")?;
    number(capabilities.max_read_back, "a request reads back at least one item")?;
    let kinds: BTreeSet<_> = capabilities.operations.iter().collect();
    same(&kinds.len(), &capabilities.operations.len(), "each kind of operation is declared once")?;
    let creates = capabilities.takes(OperationKind::Create);
    holds(creates, "a target makes items", || format!("{:?}", capabilities.operations))?;
    let kept = serde_json::to_string(&capabilities)
        .ok()
        .and_then(|text| serde_json::from_str::<TargetCapabilities>(&text).ok());
    same(&kept, &Some(capabilities), "capabilities can be kept")
}

pub(super) async fn what_is_not_declared_is_refused(bench: &Bench<'_>) -> Verdict {
    let item = bench.make_one(bench.create("1")?, &bindings([])).await?;
    let known = bindings([&item]);
    let state = bench.standard()?.states.first();
    let link_type = bench.catalog.link_types.first().map(|it| it.id.clone());
    let link_type = link_type.unwrap_or_else(|| LinkTypeId::new("any"));
    let commands = [
        Some(comment("1", "c1", "a remark")),
        Some(attach(&file("1", "f1", "note.txt", 40))),
        state.map(|state| transition("1", &state.id)),
        Some(link("1", &link_type, "1")),
        Some(remote_link("1", "r1")),
        Some(bench.retitle("1", "2")?),
        bench.text().map(|field| rewrite("1", &field.id, "again")),
        Some(worklog("1", "w1", 3_600)),
        bench.catalog.people.first().map(|person| watch("1", &person.id)),
        Some(property("1", "conformance", WORDS)),
        bench.sprints().last().map(|sprint| enter("1", sprint)),
        Some(rank("1", "1")),
    ];
    for command in commands.into_iter().flatten() {
        if bench.takes(command.key.kind) {
            continue;
        }
        let drafted = bench.draft_one(&command)?;
        if !drafted.refusals.is_empty() || command.key.kind == OperationKind::Attach {
            continue;
        }
        for result in bench.send(&[drafted], &known).await? {
            if result.is_ok() {
                let kind = command.key.kind.name();
                return Err(Breach::of("what is not declared is refused", kind));
            }
        }
    }
    Ok(())
}
