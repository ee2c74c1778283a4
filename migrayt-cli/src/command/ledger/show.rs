use migrayt::core::id::ItemId;
use migrayt::core::ledger::{Entry, EntryLoss, EntryState};
use migrayt::core::plan::LossKind;
use migrayt::core::{ErrorKind, Result};
use migrayt::project::Project;
use serde_json::json;

use super::unknown;
use crate::exit::Exit;
use crate::output::Output;

/// Shows what became of each operation of an item.
pub(super) async fn show(project: &Project, item: &str, output: Output) -> Result<Exit> {
    let ledger = project.migration().ledger().await?;
    let entries = ledger.of_item(&ItemId::new(item)).await?;
    if entries.is_empty() {
        return Err(unknown(item));
    }
    output.say(&format!("Item {item} in {}", ledger.header().run));
    for line in table(&entries) {
        output.say(&line);
    }
    output.json(&json!({ "run": ledger.header().run, "item": item, "operations": entries }));
    Ok(Exit::Clean)
}

/// A line for each operation, and one below it for each thing that it lost.
fn table(entries: &[Entry]) -> Vec<String> {
    let operations: Vec<_> = entries.iter().map(operation).collect();
    let width = operations.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (entry, operation) in entries.iter().zip(&operations) {
        lines.push(format!("  {operation:<width$}  {}", standing(entry)));
        lines.extend(entry.losses.iter().map(|lost| format!("    lost: {}", loss(lost))));
    }
    lines
}

fn operation(entry: &Entry) -> String {
    if entry.part.is_empty() {
        return entry.kind.name().to_owned();
    }
    format!("{} {}", entry.kind.name(), entry.part)
}

fn standing(entry: &Entry) -> String {
    let mut words = vec![entry.state.words().to_owned()];
    if let Some(kind) = entry.error.and_then(ErrorKind::from_code) {
        words.push(format!("with {kind}"));
    }
    if let Some(target) = &entry.target {
        words.push(format!("as {}", target.key));
    } else if let Some(made) = &entry.made {
        words.push(format!("as {made}"));
    }
    match entry.attempts {
        0 => {}
        1 => words.push("sent once".to_owned()),
        times => words.push(format!("sent {times} times")),
    }
    if entry.state == EntryState::Doubtful {
        words.push("see `migrayt doubts`".to_owned());
    }
    words.join(", ")
}

/// A loss in words; a code that a later version wrote stands for itself.
fn loss(loss: &EntryLoss) -> String {
    let known = LossKind::from_code(&loss.code).map(LossKind::words);
    let mut words = vec![known.unwrap_or(&loss.code).to_owned()];
    words.extend(loss.field.iter().map(|field| format!("Field {field}.")));
    if loss.count > 1 {
        words.push(format!("{} times.", loss.count));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use migrayt::core::ledger::{Entry, EntryLoss, EntryState};
    use migrayt::core::operation::OperationKind;

    use super::table;

    fn entry(kind: OperationKind, part: &str, state: EntryState) -> Entry {
        Entry {
            item: "17".into(),
            kind,
            part: part.to_owned(),
            state,
            error: None,
            target: None,
            made: None,
            losses: Vec::new(),
            revision: None,
            attempts: 1,
        }
    }

    #[test]
    fn every_operation_is_told_in_words() {
        let mut create = entry(OperationKind::Create, "", EntryState::Adopted);
        create.target = Some(migrayt::core::id::TargetRef { id: "1".into(), key: "SHOP-1".into() });
        create.attempts = 2;
        create.losses = vec![
            EntryLoss { code: "shortened".to_owned(), field: Some("summary".into()), count: 3 },
            EntryLoss { code: "of_a_later_version".to_owned(), field: None, count: 1 },
        ];
        let mut failed = entry(OperationKind::Comment, "c1", EntryState::Failed);
        failed.error = Some(11);
        let doubtful = entry(OperationKind::Attach, "a1", EntryState::Doubtful);
        let due = Entry { attempts: 0, ..entry(OperationKind::Link, "Relates:4", EntryState::Due) };
        assert_eq!(
            table(&[create, failed, doubtful, due]),
            [
                "  create          done before, found by its marker, as SHOP-1, sent 2 times",
                "    lost: The value was shortened to the target's limit. Field summary. 3 times.",
                "    lost: of_a_later_version",
                "  comment c1      refused by the target, with InputInvalid, sent once",
                "  attach a1       in doubt: nobody knows whether it happened, sent once, \
                 see `migrayt doubts`",
                "  link Relates:4  not done yet",
            ]
        );
    }
}
