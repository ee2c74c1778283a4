//! A ledger of a run in memory, written, checked, and broken in every way.

use std::time::Duration;

use migrayt_core::error::{ErrorKind, Result};
use migrayt_core::id::{AttemptId, ItemId, PlanId, RunId, TargetRef, WorkerId};
use migrayt_core::ledger::{EntryState, Totals};
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{Backlog, Loss, LossKind, Outline, PlanOperation, PlanRow, Stage};
use migrayt_core::port::{
    Closing, HighWater, Intent, Journal as _, Outcome, OutcomeState, PlanStore as _, RunSpec,
    Settlement,
};
use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, prop_assume, proptest};
use time::OffsetDateTime;

use super::{Broken, Checked, Fault, Ledger, PublicKey, Signer, Verdict, verify};

const VERSION_1: &[u8] = include_bytes!("fixture/version-1.jsonl");

#[cfg(feature = "signature")]
const VERSION_1_SIGNED: &[u8] = include_bytes!("fixture/version-1-signed.jsonl");

fn create(item: &str) -> OperationKey {
    OperationKey::sole(item.into(), OperationKind::Create)
}

fn comment(item: &str) -> OperationKey {
    OperationKey::part(item.into(), OperationKind::Comment, "c1")
}

fn planned(key: OperationKey) -> PlanOperation {
    PlanOperation {
        key,
        stage: Stage::level(0),
        other: None,
        digests: Vec::new(),
        losses: vec![Loss::in_field(LossKind::FieldUnmapped, "Custom.Size".into())],
        refusals: Vec::new(),
    }
}

/// A journal with a run of two items, in which a comment is in doubt and another failed.
async fn journal() -> Result<MemoryJournal> {
    let journal = MemoryJournal::default();
    let (plan, run) = (PlanId::from_bits(1), RunId::from_bits(2));
    let items = ["17", "4"];
    let outlines = items.map(|item| Outline {
        item: item.into(),
        revision: 3,
        type_id: "Task".into(),
        parent: None,
        level: 0,
        circular: false,
        backlog: Backlog::default(),
    });
    let rows = items.map(|item| PlanRow {
        item: item.into(),
        revision: 3,
        type_id: "Task".into(),
        target_type: Some("10001".into()),
        operations: vec![planned(create(item)), planned(comment(item))],
    });
    journal.begin_plan(&plan, "5f1e").await?;
    journal.put_outlines(&plan, &outlines).await?;
    journal.seal_outline(&plan).await?;
    journal.put_plan_rows(&plan, &rows).await?;
    journal.seal_plan(&plan).await?;
    let spec = RunSpec {
        run,
        plan,
        fingerprint: "5f1e".into(),
        source: "azure-devops:fabrikam/Shop".into(),
        target: "jira:example/SHOP".into(),
        high_water: HighWater("0".into()),
    };
    let now = OffsetDateTime::UNIX_EPOCH;
    let worker = WorkerId::from_bits(3);
    let lease = journal.open(&spec, &worker, now, Duration::from_mins(1)).await?.lease;
    let intent =
        |key| Intent { key, attempt: AttemptId::from_bits(4), high_water: None, sent_at: now };
    let all: Vec<_> = items.iter().flat_map(|item| [create(item), comment(item)]).collect();
    journal.intend(&lease, &all.iter().cloned().map(intent).collect::<Vec<_>>()).await?;
    let mut outcomes: Vec<_> = items
        .iter()
        .map(|item| Outcome {
            target: Some(TargetRef {
                id: format!("10{item}").as_str().into(),
                key: format!("SHOP-{item}").as_str().into(),
            }),
            revision: Some(3),
            ..Outcome::of(create(item), OutcomeState::Done)
        })
        .collect();
    outcomes.push(Outcome::of(comment("4"), OutcomeState::Failed(ErrorKind::InputInvalid)));
    journal.settle(&lease, &Settlement { outcomes }).await?;
    journal.close(&lease, Closing::Doubtful).await?;
    Ok(journal)
}

async fn ledger(journal: &MemoryJournal) -> Ledger<'_> {
    let endpoints = ("azure-devops:fabrikam/Shop".into(), "jira:example/SHOP".into());
    Ledger::newest(endpoints, journal, journal).await.unwrap().unwrap()
}

async fn written(signer: Option<&dyn Signer>) -> Vec<u8> {
    let mut file = Vec::new();
    ledger(&journal().await.unwrap()).await.write(&mut file, signer).await.unwrap();
    file
}

fn sound(file: &[u8], trusted: Option<&PublicKey>) -> Checked {
    match verify(file, trusted).unwrap() {
        Verdict::Sound(checked) => *checked,
        Verdict::Broken(broken) => panic!("{broken:?}"),
    }
}

fn broken(file: &[u8], trusted: Option<&PublicKey>) -> Broken {
    match verify(file, trusted).unwrap() {
        Verdict::Sound(_) => panic!("it is sound"),
        Verdict::Broken(broken) => broken,
    }
}

fn lines(file: &[u8]) -> Vec<Vec<u8>> {
    file.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// The file with its lines changed.
fn with_lines(file: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut lines = lines(file);
    change(&mut lines);
    lines.concat()
}

/// The file with a text in place of another one.
fn with_text(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    text.replacen(from, to, 1).into_bytes()
}

#[tokio::test]
async fn what_is_written_is_version_1_and_sound() {
    let file = written(None).await;
    assert_eq!(String::from_utf8_lossy(&file), String::from_utf8_lossy(VERSION_1));
    let checked = sound(&file, None);
    let journal = journal().await.unwrap();
    let ledger = ledger(&journal).await;
    assert_eq!(checked.header, *ledger.header());
    assert_eq!(checked.totals, ledger.totals().await.unwrap());
    assert_eq!(checked.totals.rows, 4);
    assert_eq!(checked.signed_by, None);
}

#[tokio::test]
async fn an_item_has_its_own_account() {
    let journal = journal().await.unwrap();
    let ledger = ledger(&journal).await;
    let entries = ledger.of_item(&ItemId::new("4")).await.unwrap();
    let states: Vec<_> = entries.iter().map(|entry| (entry.kind, entry.state)).collect();
    let expected =
        [(OperationKind::Create, EntryState::Done), (OperationKind::Comment, EntryState::Failed)];
    assert_eq!(states, expected);
    assert_eq!(ledger.of_item(&ItemId::new("5")).await.unwrap(), []);
}

#[tokio::test]
async fn a_file_is_written_whole_or_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let journal = journal().await.unwrap();
    let mut ledger = ledger(&journal).await;
    ledger.write_file(&path, None).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), VERSION_1);
    // What the header counts is no more what the rows say: the run went on meanwhile.
    ledger.header.counts.clear();
    let error = ledger.write_file(&path, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(std::fs::read(&path).unwrap(), VERSION_1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn every_change_is_named_by_its_line() {
    let file = VERSION_1;
    let count = lines(file).len() as u64;
    assert_eq!(count, 6);
    let changed = |line, fault, file: Vec<u8>| {
        assert_eq!(
            broken(&file, None),
            Broken { line, fault },
            "{}",
            String::from_utf8_lossy(&file)
        );
    };
    // An operation changed, a count of the header changed, a check changed.
    changed(3, Fault::Changed, with_text(file, "\"state\":\"doubtful\"", "\"state\":\"done\""));
    changed(1, Fault::Changed, with_text(file, "\"done\":2", "\"done\":3"));
    changed(1, Fault::Changed, with_text(file, "\"check\":\"", "\"check\":\"0"));
    // Lines exchanged, removed, doubled.
    changed(2, Fault::Changed, with_lines(file, |lines| lines.swap(1, 2)));
    changed(3, Fault::Changed, with_lines(file, |lines| lines.swap(2, 4)));
    changed(4, Fault::OutOfOrder, with_lines(file, |lines| lines.insert(3, lines[1].clone())));
    for removed in 1..4 {
        let file = with_lines(file, |lines| drop(lines.remove(removed)));
        changed(removed as u64 + 1, Fault::Changed, file);
    }
    // The last operation is missed by the last line.
    changed(5, Fault::OtherNumber, with_lines(file, |lines| drop(lines.remove(4))));
    changed(1, Fault::Unreadable, with_lines(file, |lines| drop(lines.remove(0))));
    // The end cut off, at a line and within one.
    changed(5, Fault::CutOff, with_lines(file, |lines| lines.truncate(5)));
    changed(6, Fault::CutOff, file[..file.len() - 1].to_vec());
    changed(1, Fault::CutOff, Vec::new());
    changed(
        2,
        Fault::CutOff,
        with_lines(file, |lines| {
            lines.truncate(2);
            lines[1].truncate(30);
        }),
    );
    // Something added, something else in its place.
    changed(7, Fault::Beyond, with_lines(file, |lines| lines.push(b"\n".to_vec())));
    changed(
        6,
        Fault::OtherRoot,
        with_lines(file, |lines| {
            lines[5] = with_text(&lines[5], "\"root\":\"", "\"root\":\"0");
            let end = lines[5].len() - 5;
            lines[5].remove(end);
        }),
    );
    changed(4, Fault::Unreadable, with_lines(file, |lines| lines[3] = b"{}\n".to_vec()));
    changed(
        4,
        Fault::Unreadable,
        with_lines(file, |lines| {
            lines[3] = [vec![b' '; 2 << 20], b"\n".to_vec()].concat();
        }),
    );
    // The same said in another way.
    changed(3, Fault::Changed, with_lines(file, |lines| lines[2].insert(1, b' ')));
    changed(2, Fault::Unreadable, with_text(file, "\"attempts\":1", "\"attempts\":1,\"x\":1"));
    changed(1, Fault::UnknownVersion, with_text(file, "\"version\":1", "\"version\":2"));
}

/// Whoever writes a whole file anew gives it another root, and a header that does not count what
/// the lines have is refused even then.
#[tokio::test]
async fn a_file_written_anew_has_another_root() {
    let journal = journal().await.unwrap();
    let mut forged = ledger(&journal).await;
    forged.header.closing = Some(Closing::Completed);
    let mut file = Vec::new();
    forged.write(&mut file, None).await.unwrap();
    assert_ne!(sound(&file, None).totals.root, sound(VERSION_1, None).totals.root);

    let lines: Vec<Vec<u8>> = lines(&file);
    forged.header.counts[0].done = 7;
    let (mut roll, first) = migrayt_core::ledger::Roll::begin(&forged.header).unwrap();
    let mut file = super::line::of_leaf(super::line::HEADER, &first);
    for line in &lines[1..5] {
        let row: super::line::RowLine = serde_json::from_slice(line).unwrap();
        file.extend(super::line::of_leaf(super::line::ROW, &roll.add(&row.row).unwrap()));
    }
    let Totals { rows, root } = roll.totals();
    file.extend(super::line::End { rows, root, signature: None }.line().unwrap());
    assert_eq!(broken(&file, None), Broken { line: 1, fault: Fault::OtherCounts });
}

#[test]
fn a_trusted_key_asks_for_a_signature() {
    let key = PublicKey::from_bytes([1; 32]);
    assert_eq!(broken(VERSION_1, Some(&key)), Broken { line: 6, fault: Fault::NotSigned });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_change_of_a_byte_is_refused(at: proptest::sample::Index, byte in any::<u8>(), how in 0..3) {
        #[cfg(feature = "signature")]
        let original = if byte % 2 == 0 { VERSION_1_SIGNED } else { VERSION_1 };
        #[cfg(not(feature = "signature"))]
        let original = VERSION_1;
        let mut file = original.to_vec();
        let at = at.index(file.len());
        match how {
            0 => file[at] = byte,
            1 => file.insert(at, byte),
            _ => drop(file.remove(at)),
        }
        prop_assume!(file != original);
        prop_assert!(matches!(verify(&file[..], None).unwrap(), Verdict::Broken(_)));
    }
}

#[cfg(feature = "signature")]
mod signed {
    use migrayt_core::error::ErrorKind;

    use super::super::{Broken, Fault, Signer as _, SigningKey};
    use super::{VERSION_1, VERSION_1_SIGNED, broken, lines, sound, with_lines, written};

    #[tokio::test]
    async fn a_signature_is_checked_and_names_its_key() {
        let key = SigningKey::generate().unwrap();
        let file = written(Some(&key)).await;
        let public = key.public_key();
        assert_eq!(sound(&file, None).signed_by, Some(public));
        assert_eq!(sound(&file, Some(&public)).signed_by, Some(public));
        assert_eq!(sound(&file, None).totals, sound(VERSION_1, None).totals);

        let other = SigningKey::generate().unwrap();
        let stranger = Broken { line: 6, fault: Fault::OtherKey };
        assert_eq!(broken(&file, Some(&other.public_key())), stranger);
        // Somebody else's name in place of the signer's.
        let text = String::from_utf8(file.clone()).unwrap();
        let renamed = text.replace(&public.to_string(), &other.public_key().to_string());
        let wrong = Broken { line: 6, fault: Fault::WrongSignature };
        assert_eq!(broken(renamed.as_bytes(), None), wrong);
        // A signature of another ledger.
        let forged = with_lines(VERSION_1, |own| own[5] = lines(&file)[5].clone());
        assert_eq!(sound(&forged, None).signed_by, Some(public));
        let shorter = with_lines(&file, |own| drop(own.remove(4)));
        assert_eq!(broken(&shorter, Some(&public)).line, 5);
        // No signature at all.
        assert_eq!(broken(VERSION_1, Some(&public)).fault, Fault::NotSigned);
    }

    #[test]
    fn a_signed_file_of_version_1_is_read() {
        let key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".parse().unwrap();
        assert_eq!(sound(VERSION_1_SIGNED, Some(&key)).totals, sound(VERSION_1, None).totals);
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = super::super::verify_file(&folder.path().join("none"), None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    }
}
