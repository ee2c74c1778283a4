use std::collections::BTreeSet;

use migrayt_core::id::{PartId, TargetRef};
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::port::{Applied, Bindings, Drafted, HighWater, LocateTrust, Located};

use super::bench::{Bench, bindings};
use super::files::BYTES;
use super::sample::{
    attach, comment, enter, file, link, new_item, property, rank, remote_link, rewrite, transition,
    watch, with_value, worklog,
};
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn a_creation_is_found(bench: &Bench<'_>) -> Verdict {
    let mark = bench.target.high_water().await?;
    let made = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let start = HighWater::start();
    for mark in [Some(&mark), Some(&start), None] {
        let found = bench.locate(&[(&made.drafted, mark)], &Bindings::new()).await?;
        item_is(bench, &found, Some(made.target()?))?;
    }
    Ok(())
}

pub(super) async fn a_creation_is_known_by_its_item(bench: &Bench<'_>) -> Verdict {
    let made = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    // The source moved on since it was sent.
    let moved = elsewhere(bench.create("1")?, |origin| origin.revision += 1);
    let moved = bench.draft_one(&moved)?;
    let found = bench.locate(&[(&moved, None)], &Bindings::new()).await?;
    item_is(bench, &found, Some(made.target()?))?;

    // The same title each time.
    let title = &bench.title()?.id;
    let words = new_item(&mut bench.create("1")?)
        .and_then(|item| item.fields.iter().find(|(id, _)| id == title).cloned())
        .map(|(_, words)| words);
    let others = [
        with_value(bench.create("2")?, title, words),
        elsewhere(bench.create("1")?, |origin| origin.project.push_str("-2")),
        elsewhere(bench.create("1")?, |origin| origin.organization.push_str("-2")),
    ];
    for other in others {
        let drafted = bench.draft_one(&other)?;
        let found = bench.locate(&[(&drafted, None)], &Bindings::new()).await?;
        item_is(bench, &found, None)?;
    }
    Ok(())
}

pub(super) async fn what_was_never_sent_is_not_found(bench: &Bench<'_>) -> Verdict {
    bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let mark = bench.target.high_water().await?;
    let never = bench.draft_one(&bench.create("never")?)?;
    for mark in [Some(&mark), None] {
        let found = bench.locate(&[(&never, mark)], &Bindings::new()).await?;
        item_is(bench, &found, None)?;
    }
    Ok(())
}

pub(super) async fn comments_are_told_apart(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Comment) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    // All with the same words.
    let commands = [comment("1", "c1", "a remark"), comment("1", "c2", "a remark")];
    let made = bench.make(&commands, &known).await?;
    let unsent = bench.draft_one(&comment("1", "c3", "a remark"))?;
    let mut asked: Vec<_> = made.iter().map(|one| (&one.drafted, None)).collect();
    asked.push((&unsent, None));
    let found = bench.locate(&asked, &known).await?;
    let parts = made.iter().map(|one| one.applied.part.as_ref()).chain([None]);
    for (found, part) in found.iter().zip(parts) {
        part_is(bench, found, part)?;
    }
    Ok(())
}

pub(super) async fn files_are_told_apart(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Attach) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let mut sent = Vec::new();
    let mut parts = BTreeSet::new();
    // Two files of one name and size.
    for part in ["f1", "f2"] {
        let file = file("1", part, "one.txt", 51);
        let drafted = bench.draft_one(&attach(&file))?;
        let applied = bench.attach(&drafted, &file, BYTES, &known, None).await?;
        parts.extend(applied.part);
        sent.push(drafted);
    }
    let unsent = bench.draft_one(&attach(&file("1", "f3", "three.txt", 51)))?;
    let mut asked: Vec<_> = sent.iter().map(|drafted| (drafted, None)).collect();
    asked.push((&unsent, None));
    let mut found = bench.locate(&asked, &known).await?;
    part_is(bench, &found.pop().unwrap_or(Located::NotYetKnowable), None)?;
    let mut located = BTreeSet::new();
    for answer in found {
        match answer {
            Located::Found(Applied { part: Some(part), .. }) => {
                located.insert(part);
            }
            other => part_is(bench, &other, parts.first())?,
        }
    }
    let sure = bench.trust() != LocateTrust::None;
    holds(!sure || located == parts, "each file is found by its own order", || {
        format!("{} of {}", located.len(), parts.len())
    })
}

pub(super) async fn a_file_that_is_taken_is_not_found(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Attach) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let sent = file("1", "f1", "one.txt", 51);
    let drafted = bench.draft_one(&attach(&sent))?;
    let applied = bench.attach(&drafted, &sent, BYTES, &known, None).await?;
    let taken: Vec<PartId> = applied.part.into_iter().collect();
    // Another one of its name and size, which was never sent.
    let unsent = bench.draft_one(&attach(&file("1", "f2", "one.txt", 51)))?;
    for found in bench.locate_besides(&[(&unsent, None)], &known, &taken).await? {
        answered(bench, &found, false)?;
    }
    Ok(())
}

pub(super) async fn work_logs_are_told_apart(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Worklog) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    // All alike.
    let made = bench.make(&["w1", "w2"].map(|part| worklog("1", part, 3_600)), &known).await?;
    let unsent = bench.draft_one(&worklog("1", "w3", 3_600))?;
    let mut asked: Vec<_> = made.iter().map(|one| (&one.drafted, None)).collect();
    asked.push((&unsent, None));
    let found = bench.locate(&asked, &known).await?;
    let parts = made.iter().map(|one| one.applied.part.as_ref()).chain([None]);
    for (found, part) in found.iter().zip(parts) {
        part_is(bench, found, part)?;
    }
    Ok(())
}

pub(super) async fn changes_are_found(bench: &Bench<'_>) -> Verdict {
    let sprints = bench.takes(OperationKind::Sprint);
    let prepared = if sprints { Some(bench.with_sprints().await?) } else { None };
    let bench = prepared.as_ref().unwrap_or(bench);
    let items = [bench.create("1")?, bench.create("2")?];
    let items = bench.make(&items, &Bindings::new()).await?;
    let known = bindings(&items);
    // What is sent, and what is not.
    let mut pairs = Vec::new();
    if bench.takes(OperationKind::Update) {
        pairs.push((bench.retitle("1", "3")?, bench.retitle("1", "4")?));
    }
    if bench.takes(OperationKind::RewriteBody)
        && let Some(field) = bench.text()
    {
        let again = |words| rewrite("1", &field.id, words);
        pairs.push((again("again"), again("once more")));
    }
    if bench.takes(OperationKind::Property) {
        pairs.push((property("1", "origin", "one"), property("1", "origin", "two")));
        pairs.push((property("1", "other", "one"), property("1", "third", "one")));
    }
    if let ([first, second, ..], true) = (bench.sprints().as_slice(), sprints) {
        pairs.push((enter("1", first), enter("1", second)));
    }
    if bench.takes(OperationKind::Rank) {
        pairs.push((rank("1", "2"), rank("2", "1")));
    }
    for (command, other) in pairs {
        let drafted = bench.draft_one(&command)?;
        happened(bench, &drafted, &known, false).await?;
        bench.make_one(command, &known).await?;
        happened(bench, &drafted, &known, true).await?;
        happened(bench, &bench.draft_one(&other)?, &known, false).await?;
    }
    Ok(())
}

pub(super) async fn a_watcher_is_found(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Watch) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let Some(person) = bench.bystander(&item.target()?.id).await? else { return Ok(()) };
    let drafted = bench.draft_one(&watch("1", &person))?;
    happened(bench, &drafted, &known, false).await?;
    bench.make_one(watch("1", &person), &known).await?;
    happened(bench, &drafted, &known, true).await
}

pub(super) async fn a_status_is_found(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Transition) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let standing = bench.stands(item.target()?).await?;
    let Some(state) = bench.other_state(&standing.state)? else { return Ok(()) };
    let command = transition("1", &state);
    let drafted = bench.draft_one(&command)?;
    happened(bench, &drafted, &known, false).await?;
    bench.make_one(command, &known).await?;
    happened(bench, &drafted, &known, true).await
}

pub(super) async fn links_are_found(bench: &Bench<'_>) -> Verdict {
    let items = [bench.create("1")?, bench.create("2")?];
    let items = bench.make(&items, &Bindings::new()).await?;
    let known = bindings(&items);
    let mut pairs = Vec::new();
    if bench.takes(OperationKind::Link)
        && let Some(link_type) = bench.catalog.link_types.first()
    {
        let directed = link_type.inward != link_type.outward;
        let back = directed.then(|| link("2", &link_type.id, "1"));
        pairs.push((link("1", &link_type.id, "2"), back));
    }
    if bench.takes(OperationKind::RemoteLink) {
        pairs.push((remote_link("1", "r1"), Some(remote_link("1", "r2"))));
    }
    for (command, other) in pairs {
        let drafted = bench.draft_one(&command)?;
        happened(bench, &drafted, &known, false).await?;
        bench.make_one(command, &known).await?;
        happened(bench, &drafted, &known, true).await?;
        if let Some(other) = other {
            happened(bench, &bench.draft_one(&other)?, &known, false).await?;
        }
    }
    Ok(())
}

pub(super) async fn answers_come_in_order(bench: &Bench<'_>) -> Verdict {
    let names = ["1", "2", "3"];
    let commands = names.iter().map(|name| bench.create(name));
    let commands = commands.collect::<Result<Vec<_>, Breach>>()?;
    let made = bench.make(&commands, &Bindings::new()).await?;
    let known = bindings(&made);
    let never = bench.draft_one(&bench.create("never")?)?;
    let unsent = bench.takes(OperationKind::Comment);
    let unsent = unsent.then(|| bench.draft_one(&comment("1", "c1", "a remark"))).transpose()?;
    // Creations that happened and one that did not, and another operation between them.
    let mut asked: Vec<(&Drafted, Option<&HighWater>)> = Vec::new();
    let mut expected = Vec::new();
    for (place, one) in made.iter().enumerate().rev() {
        asked.push((&one.drafted, None));
        expected.push(Some(one.target()?));
        if place == 1 {
            asked.extend(unsent.iter().map(|drafted| (drafted, None)));
            expected.extend(unsent.iter().map(|_| None));
            asked.push((&never, None));
            expected.push(None);
        }
    }
    let found = bench.locate(&asked, &known).await?;
    for (found, expected) in found.iter().zip(expected) {
        item_is(bench, std::slice::from_ref(found), expected)?;
    }
    Ok(())
}

pub(super) async fn locating_writes_nothing(bench: &Bench<'_>) -> Verdict {
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let commands = bench.one_of_each()?;
    let on_first = |command: &&Command| !command.key.kind.needs_both_ends();
    let commands: Vec<_> = commands.iter().filter(on_first).cloned().collect();
    let drafts = bench.accepted(&commands)?;
    let before = format!("{:?}", bench.stands(item.target()?).await?);
    let asked: Vec<_> = drafts.iter().map(|drafted| (drafted, None)).collect();
    bench.locate(&asked, &known).await?;
    let found = bench.swept(HighWater::start()).await?;
    same(&found.len(), &1, "looking for items makes none")?;
    let after = format!("{:?}", bench.stands(item.target()?).await?);
    holds(after == before, "looking for operations changes nothing", || {
        item.drafted.key.to_string()
    })
}

/// A creation with another origin.
fn elsewhere(mut command: Command, change: impl FnOnce(&mut Origin)) -> Command {
    if let Some(item) = new_item(&mut command) {
        change(&mut item.origin);
    }
    command
}

/// Exactly this item was found, or none.
fn item_is(bench: &Bench<'_>, found: &[Located], expected: Option<&TargetRef>) -> Verdict {
    for found in found {
        match (found, expected) {
            (Located::Found(applied), Some(expected)) => {
                let sentence = "the item is found that the order made";
                same(&applied.target.as_ref(), &Some(expected), sentence)?;
            }
            (found, expected) => answered(bench, found, expected.is_some())?,
        }
    }
    Ok(())
}

/// Exactly this part was found, or none.
fn part_is(bench: &Bench<'_>, found: &Located, expected: Option<&PartId>) -> Verdict {
    match (found, expected) {
        (Located::Found(applied), Some(expected)) => {
            let sentence = "the part is found that the order made";
            same(&applied.part.as_ref(), &Some(expected), sentence)
        }
        (found, expected) => answered(bench, found, expected.is_some()),
    }
}

async fn happened(bench: &Bench<'_>, drafted: &Drafted, known: &Bindings, sent: bool) -> Verdict {
    for found in bench.locate(&[(drafted, None)], known).await? {
        answered(bench, &found, sent)?;
    }
    Ok(())
}

/// The answer is as true as the capability says.
fn answered(bench: &Bench<'_>, found: &Located, sent: bool) -> Verdict {
    let (sentence, so) = match (bench.trust(), found) {
        (LocateTrust::None, found) => (
            "a target that cannot look for anything says so",
            matches!(found, Located::NotYetKnowable),
        ),
        (_, Located::Found(_)) => ("what was not sent is not found", sent),
        (LocateTrust::Both, Located::NotYetKnowable) => {
            ("a target whose answers are certain gives one", false)
        }
        _ => ("what was sent is found", !sent),
    };
    holds(so, sentence, || format!("{found:?}"))
}
