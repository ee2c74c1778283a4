use std::fs;
use std::path::Path;

use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::{FieldId, TenantId};
use migrayt_core::port::{Closing, Journal as _, OutcomeState, PlanStore as _, Settlement};
use migrayt_core::{Error, ErrorKind};
use migrayt_journal::SqliteJournal;

use super::sample::{
    FINGERPRINT, TTL, at, comment, create, done, intent, outline, plan_id, row, spec, worker,
};

/// What people wrote or are called, as a source would give it.
const CANARIES: [&str; 5] = [
    "canary-title Umsatzsteuer \u{fc}bersehen",
    "canary-body <p>call me</p>",
    "canary-person@example.com",
    "canary-file invoice.pdf",
    "canary-value 4711 EUR",
];

#[tokio::test]
async fn what_people_wrote_does_not_rest_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    let secret = [0xc7; 32];
    let key = DigestKey::new(secret);
    let plan = plan_id();
    journal.begin_plan(&plan, FINGERPRINT).await.unwrap();
    journal.put_outlines(&plan, &[outline("item-4711", None)]).await.unwrap();
    journal.seal_outline(&plan).await.unwrap();
    // All that a plan has of a value is its keyed digest.
    let mut planned = row("item-4711", 0);
    planned.operations[0].digests = CANARIES
        .map(|canary| FieldDigest {
            field: FieldId::new("summary"),
            digest: key.digest("summary", canary.as_bytes()),
        })
        .to_vec();
    journal.put_plan_rows(&plan, &[planned]).await.unwrap();
    journal.seal_plan(&plan).await.unwrap();
    let lease = journal.open(&spec(), &worker(1), at(0), TTL).await.unwrap().lease;
    let keys = [create("item-4711"), comment("item-4711")];
    journal.intend(&lease, &[intent(&keys[0], 1), intent(&keys[1], 2)]).await.unwrap();
    // All that an outcome has of a refusal is the error's kind, whatever the target said.
    let answer = std::io::Error::other(CANARIES[1]);
    let error = Error::new(ErrorKind::InputInvalid, "the target refused").with_source(answer);
    let mut refused = done(&keys[1]);
    refused.state = OutcomeState::Failed(error.kind());
    let outcomes = vec![done(&keys[0]), refused];
    journal.settle(&lease, &Settlement { outcomes }).await.unwrap();
    journal.close(&lease, Closing::Completed).await.unwrap();

    let files = beside(&path);
    assert!(files.len() >= 2, "the log was not looked at: {files:?}");
    let holds = |needle: &[u8]| {
        files.iter().any(|file| {
            let bytes = fs::read(file).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    };
    // The search finds what is there: ids, which are no content, and the digests.
    let digest = key.digest("summary", CANARIES[0].as_bytes()).to_string();
    for known in ["item-4711", "SHOP-item-4711", &digest] {
        assert!(holds(known.as_bytes()), "{known}");
    }
    for canary in CANARIES {
        for word in canary.split(' ').filter(|word| word.starts_with("canary")) {
            assert!(!holds(word.as_bytes()), "{word}");
        }
        let wide: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!holds(&wide), "{canary}");
        let hexadecimal = format!("{:02x?}", canary.as_bytes()).replace(", ", "");
        assert!(!holds(hexadecimal.trim_matches(['[', ']']).as_bytes()), "{canary}");
    }
    assert!(!holds(&secret), "the digests' key");
}

/// The file and those that SQLite keeps beside it.
fn beside(path: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    super::sample::planned(&journal, &["1"]).await;
    let files = beside(&path);
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}
