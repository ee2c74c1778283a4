use migrayt_core::catalog::{Field, FieldRole, NodeKind};
use migrayt_core::id::{NodeId, PersonId, TargetId};
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::port::{Bindings, Preparation};
use migrayt_core::value::Value;

use super::bench::{Bench, bindings};
use super::parts::stands_in;
use super::sample::{WORDS, enter, rank, rewrite, update, watch, worklog};
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn an_update_stands_as_drafted(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Update) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let standard = bench.standard()?;
    let filled = |field: &&Field| Some((field.id.clone(), bench.fill(field, "2")?));
    let all: Vec<_> = bench.fields(standard).iter().filter_map(filled).collect();
    let first = bench.make_one(update("1", all), &known).await?;
    let title = bench.title()?.id.clone();
    let again = bench.make_one(update("1", vec![(title.clone(), words("3"))]), &known).await?;
    let standing = bench.stands(item.target()?).await?;
    // What the second does not name stays as the first wrote it.
    let kept = first.drafted.digests.iter().filter(|digest| digest.field != title);
    for digest in kept.chain(&again.drafted.digests) {
        holds(standing.digests.contains(digest), "a field stands as it was last written", || {
            digest.field.to_string()
        })?;
    }
    let digested = |id| first.drafted.digests.iter().any(|digest| &digest.field == id);
    holds(digested(&title), "an update of the title has its digest", || title.to_string())
}

pub(super) async fn an_update_empties_a_field(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Update) {
        return Ok(());
    }
    let standard = bench.standard()?;
    let item = bench.make_one(bench.create_of(standard, "1", |_| true), &Bindings::new()).await?;
    let known = bindings([&item]);
    let optional = bench.fields(standard).into_iter().map(|field| field.id.clone());
    let optional = optional.filter(|id| !standard.required.contains(id));
    let before = bench.stands(item.target()?).await?;
    for id in optional.filter(|id| before.digests.iter().any(|digest| &digest.field == id)) {
        let drafted = bench.draft_one(&update("1", vec![(id.clone(), Value::Null)]))?;
        let lost = drafted.losses.iter().any(|loss| loss.field.as_ref() == Some(&id));
        if lost || !drafted.refusals.is_empty() {
            continue;
        }
        for applied in bench.send(&[drafted], &known).await? {
            applied?;
        }
        let standing = bench.stands(item.target()?).await?;
        let gone = standing.digests.iter().all(|digest| digest.field != id);
        holds(gone, "a field that was emptied stands no more", || id.to_string())?;
    }
    Ok(())
}

pub(super) async fn a_text_is_written_again(bench: &Bench<'_>) -> Verdict {
    let Some(field) = bench.text().filter(|_| bench.takes(OperationKind::RewriteBody)) else {
        return Ok(());
    };
    let command = bench.create_of(bench.standard()?, "1", |_| true);
    let item = bench.make_one(command, &Bindings::new()).await?;
    let again = bench.make_one(rewrite("1", &field.id, "again"), &bindings([&item])).await?;
    let standing = bench.stands(item.target()?).await?;
    let others = item.drafted.digests.iter().filter(|digest| digest.field != field.id);
    for digest in others.chain(&again.drafted.digests) {
        let sentence = "a text is written again, and nothing else";
        holds(standing.digests.contains(digest), sentence, || digest.field.to_string())?;
    }
    same(&again.drafted.digests.len(), &1, "a text that is written again has a digest")
}

pub(super) async fn work_logs_stand_each_by_itself(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Worklog) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    // Two of them alike.
    let commands =
        [worklog("1", "w1", 3_600), worklog("1", "w2", 5_400), worklog("1", "w3", 3_600)];
    let made = bench.make(&commands, &bindings([&item])).await?;
    let standing = bench.stands(item.target()?).await?;
    same(&standing.worklogs.len(), &commands.len(), "every work log entry stands once")?;
    for one in &made {
        stands_in(&standing.worklogs, one)?;
    }
    let [first, second, ..] = made.as_slice() else { return Ok(()) };
    let differ = first.drafted.digests != second.drafted.digests;
    holds(differ, "how long it took is digested", || first.drafted.key.to_string())
}

pub(super) async fn a_watcher_stands_once(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Watch) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let Some(person) = bench.bystander(&item.target()?.id).await? else { return Ok(()) };
    let made = bench.make_one(watch("1", &person), &known).await?;
    bench.make_one(watch("1", &person), &known).await?;
    let standing = bench.stands(item.target()?).await?;
    for digest in &made.drafted.digests {
        let count = standing.digests.iter().filter(|it| *it == digest).count();
        same(&count, &1, "somebody watches once, however often it is written")?;
    }
    same(&made.drafted.digests.len(), &1, "a watcher has a digest")
}

pub(super) async fn a_sprint_is_entered(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Sprint) {
        return Ok(());
    }
    let bench = &bench.with_sprints().await?;
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    for sprint in bench.sprints() {
        let made = bench.make_one(enter("1", &sprint), &known).await?;
        let standing = bench.stands(item.target()?).await?;
        let so = made.drafted.digests.iter().all(|digest| standing.digests.contains(digest));
        holds(so, "an item is in the sprint that it entered last", || sprint.to_string())?;
        same(&made.drafted.digests.len(), &1, "a sprint that is entered has a digest")?;
    }
    Ok(())
}

pub(super) async fn an_item_is_placed_after_another(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Rank) {
        return Ok(());
    }
    let items = [bench.create("1")?, bench.create("2")?, bench.create("3")?];
    let items = bench.make(&items, &Bindings::new()).await?;
    let known = bindings(&items);
    for (item, after) in [("1", "3"), ("2", "1"), ("3", "2")] {
        bench.make_one(rank(item, after), &known).await?;
        let place = async |item: &str| -> Result<Option<String>, Breach> {
            let target = known.item(&item.into());
            let target = target.ok_or_else(|| Breach::of("an item was made", item))?;
            Ok(bench.stands(target).await?.rank)
        };
        // A target that tells no places is judged by what it finds.
        if let (Some(own), Some(other)) = (place(item).await?, place(after).await?) {
            holds(own > other, "an item stands after the other", || item.to_owned())?;
        }
    }
    Ok(())
}

fn words(item: &str) -> Value {
    Value::text(format!("{WORDS} {item}"))
}

impl Bench<'_> {
    /// The field that holds the main text.
    pub(super) fn text(&self) -> Option<&Field> {
        self.catalog.field_with(FieldRole::Description).filter(|field| field.writable)
    }

    /// Somebody who does not watch an item.
    pub(super) async fn bystander(&self, item: &TargetId) -> Result<Option<PersonId>, Breach> {
        let standing = self.standing(std::slice::from_ref(item)).await?;
        for person in self.catalog.people.iter().filter(|person| person.active) {
            let drafted = self.draft_one(&watch("1", &person.id))?;
            let watches = standing
                .values()
                .any(|item| drafted.digests.iter().any(|digest| item.digests.contains(digest)));
            if !watches {
                return Ok(Some(person.id.clone()));
            }
        }
        Ok(None)
    }

    /// The same target with two sprints that can be entered.
    pub(super) async fn with_sprints(&self) -> Result<Self, Breach> {
        let wanted = ["Kestrel 7", "Kestrel 8"];
        let wanted = wanted.map(|name| Preparation::new(NodeKind::Sprint, name));
        for prepared in self.target.prepare(&wanted).await {
            prepared?;
        }
        self.again().await
    }

    /// The sprints that can be entered.
    pub(super) fn sprints(&self) -> Vec<NodeId> {
        let sprints = self.catalog.nodes.iter().filter(|node| node.kind == NodeKind::Sprint);
        sprints.map(|node| node.id.clone()).collect()
    }

    /// A change of the title.
    pub(super) fn retitle(&self, item: &str, with: &str) -> Result<Command, Breach> {
        let title = self.title()?.id.clone();
        Ok(update(item, vec![(title, words(with))]))
    }
}
