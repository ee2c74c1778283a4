use std::fs;
use std::path::PathBuf;

use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::FieldId;
use migrayt_core::port::{Closing, Journal, OutcomeState, PlanStore, Settlement};
use migrayt_core::{Error, ErrorKind};

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

/// The digests' key.
const SECRET: [u8; 32] = [0xc7; 32];

/// Writes whatever a run writes of an item with that content.
pub(crate) async fn write<J: Journal + PlanStore>(journal: &J) {
    let key = DigestKey::new(SECRET);
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
}

/// Files hold what was written, and nothing of the content or the key.
pub(crate) fn holds_none(files: &[PathBuf]) {
    let holds = |needle: &[u8]| {
        files.iter().any(|file| {
            let bytes = fs::read(file).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    };
    // The search finds what is there: ids, which are no content, and the digests.
    let digest = DigestKey::new(SECRET).digest("summary", CANARIES[0].as_bytes()).to_string();
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
    assert!(!holds(&SECRET), "the digests' key");
}
