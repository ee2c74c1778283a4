//! A secret that is easy to recognise is put, lent, rotated, refused and damaged, and is then looked
//! for wherever it must not be.

use std::fmt::Debug;
use std::fs;
use std::io;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_vault::{
    CredentialVault, FileVault, Held, MemoryAudit, MemoryVault, Secret, SecretVersion,
    TracingAudit, VaultAudit, VaultEvent,
};
use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

use crate::fixture::{Noon, Place, files, name, open, passphrase, scope};

pub(crate) const FIRST: &str = "mgcanfirstq7x4k2w9z8y6v";
pub(crate) const SECOND: &str = "mgcansecondh3j5n8b1c0d4";
const PASSPHRASE: &str = "mgcan passphrase r5t9u2";

/// In how many ways a canary may stand in bytes.
pub(crate) fn forms(canary: &str) -> Vec<Vec<u8>> {
    let plain = canary.as_bytes();
    let digits: Vec<String> = plain.iter().map(|byte| format!("{byte:02x}")).collect();
    let hex = digits.concat();
    let numbers: Vec<String> = plain.iter().map(u8::to_string).collect();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| canary.encode_utf16().flat_map(bytes).collect();
    let mut forms = vec![
        plain.to_vec(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        numbers.join(", ").into_bytes(),
        numbers.join(",").into_bytes(),
    ];
    for lead in 0..3 {
        let text = STANDARD_NO_PAD.encode([&b"..."[..lead], plain].concat());
        // Without the digits that the bytes around it have a part in.
        let inner = &text[(lead * 8).div_ceil(6)..text.len() - 1];
        forms.push(inner.as_bytes().to_vec());
        forms.push(inner.replace('+', "-").replace('/', "_").into_bytes());
    }
    forms
}

pub(crate) fn holds(bytes: &[u8], form: &[u8]) -> bool {
    bytes.windows(form.len()).any(|window| window == form)
}

/// Nothing of any canary is in these bytes, whole or from its beginning.
pub(crate) fn ensure_clean(surface: &str, bytes: &[u8]) {
    for canary in [FIRST, SECOND, PASSPHRASE] {
        for (index, form) in forms(canary).iter().enumerate() {
            let probe = &form[..form.len() * 2 / 3];
            assert!(!holds(bytes, probe), "{surface} holds form {index} of a canary");
        }
    }
}

#[test]
fn the_scanner_finds_what_was_planted() {
    for canary in [FIRST, SECOND, PASSPHRASE] {
        let forms = forms(canary);
        assert_eq!(forms.len(), 13);
        for form in &forms {
            let surface = [b"{\"a\":\"".as_slice(), form, b"\"}"].concat();
            assert!(std::panic::catch_unwind(|| ensure_clean("plant", &surface)).is_err());
        }
        for lead in 0..3 {
            let whole = [&b"xyz"[..lead], canary.as_bytes(), b"and more"].concat();
            let surface = STANDARD_NO_PAD.encode(whole);
            assert!(
                std::panic::catch_unwind(|| ensure_clean("plant", surface.as_bytes())).is_err()
            );
        }
    }
    ensure_clean("nothing", b"mgcan and nothing else");
}

/// Everything that was ever shown.
#[derive(Debug, Default)]
pub(crate) struct Shown(Mutex<Vec<u8>>);

impl Shown {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }

    fn add(&self, text: impl AsRef<[u8]>) {
        self.0.lock().unwrap().extend_from_slice(text.as_ref());
    }

    pub(crate) fn debug(&self, value: &impl Debug) {
        self.add(format!("{value:?} {value:#?}\n"));
    }

    fn error(&self, error: &Error) {
        self.debug(error);
        self.add(format!("{error} {error:#} {} {:?}\n", error.message(), error.help()));
        for (key, fact) in error.context() {
            self.add(format!("{key} {fact}\n"));
        }
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            self.add(format!("{cause} {cause:?}\n"));
            source = cause.source();
        }
    }

    pub(crate) fn result<T: Debug>(&self, result: &Result<T>) {
        match result {
            Ok(value) => self.debug(value),
            Err(error) => self.error(error),
        }
    }
}

impl io::Write for &Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Log(pub(crate) Arc<Shown>);

impl<'a> MakeWriter<'a> for Log {
    type Writer = &'a Shown;

    fn make_writer(&'a self) -> Self::Writer {
        &self.0
    }
}

/// Tells both audits of ours, and refuses when it is told to.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    memory: MemoryAudit,
    refuses: Mutex<bool>,
}

#[async_trait]
impl VaultAudit for Audit {
    async fn record(&self, event: &VaultEvent) -> Result<()> {
        if *self.refuses.lock().unwrap() {
            return Err(Error::new(ErrorKind::Timeout, "the audit is asleep"));
        }
        self.memory.record(event).await?;
        TracingAudit.record(event).await
    }
}

/// Asks for everything, in ways that work and in ways that do not.
pub(crate) async fn use_up(vault: &dyn CredentialVault, audit: &Audit, shown: &Shown) {
    let (own, stranger, token) = (scope("ten_a"), scope("ten_b"), name("token"));
    let first = || Secret::new(FIRST).unwrap();
    shown.debug(&vault);
    let put = vault.put(&own, &token, first()).await;
    shown.result(&put);
    shown.result(&vault.put(&own, &token, first()).await);
    let held = vault.hold(&own, &token).await;
    shown.result(&held);
    assert_eq!(held.unwrap().secret.expose(), FIRST.as_bytes());
    let second = || Secret::new(SECOND).unwrap();
    let stale = SecretVersion::from_bits(7);
    shown.result(&vault.rotate(&own, &token, stale, second()).await);
    shown.result(&vault.rotate(&own, &token, put.unwrap(), second()).await);
    shown.result(&vault.hold(&stranger, &token).await);
    shown.result(&vault.rotate(&stranger, &token, stale, first()).await);
    shown.result(&vault.destroy(&stranger, &token).await);
    shown.result(&vault.names(&own).await);
    *audit.refuses.lock().unwrap() = true;
    shown.result(&vault.hold(&own, &token).await);
    shown.result(&vault.put(&own, &name("other"), first()).await);
    *audit.refuses.lock().unwrap() = false;
    shown.debug(&vault);
    shown.debug(&audit.memory.events());
    shown.debug(&Held::new(first(), stale, Held::LONGEST));
}

#[tokio::test]
async fn no_canary_is_shown_or_lies_in_a_file() {
    let shown = Arc::new(Shown::default());
    let log = tracing_subscriber::fmt().with_max_level(Level::TRACE).with_ansi(false);
    tracing::subscriber::set_global_default(log.with_writer(Log(shown.clone())).finish()).unwrap();

    let audit = Arc::new(Audit::default());
    let memory = MemoryVault::new(audit.clone(), Arc::new(Noon));
    use_up(&memory, &audit, &shown).await;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let key = passphrase(PASSPHRASE);
    shown.debug(&key);
    let vault = FileVault::create(&path, key, audit.clone(), Arc::new(Noon)).await.unwrap();
    use_up(&vault, &audit, &shown).await;
    shown.result(&open(&path, passphrase("another passphrase")).await);
    for file in files(&path) {
        ensure_clean(&file.display().to_string(), &fs::read(&file).unwrap());
        ensure_clean("the name of a file", file.display().to_string().as_bytes());
    }
    let record = path.join(scope("ten_a").scoped(name("token")).folder());
    let mut bytes = fs::read(&record).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&record, bytes).unwrap();
    shown.result(&vault.hold(&scope("ten_a"), &name("token")).await);
    shown.result(&vault.names(&scope("ten_a")).await);
    shown.result(&vault.destroy(&scope("ten_a"), &name("token")).await);

    // The wrong thing in the wrong place: a secret as a name, too long a secret.
    shown.error(&migrayt_vault::SecretName::new(format!("{FIRST} {SECOND}")).unwrap_err());
    shown.error(&migrayt_vault::SecretName::new(FIRST.repeat(9)).unwrap_err());
    shown.error(&Secret::new(FIRST.repeat(9_000)).err().unwrap());
    shown.error(
        &Secret::new([FIRST.as_bytes(), &[0xff]].concat()).unwrap().expose_text().unwrap_err(),
    );

    let shown = shown.0.lock().unwrap();
    ensure_clean("what was shown", &shown);
    for expected in
        ["vault", "refused", "Conflict", "there is no secret of this name", "MemoryStore"]
    {
        assert!(holds(&shown, expected.as_bytes()), "{expected} was not shown at all");
    }
}

#[tokio::test]
async fn a_key_file_is_not_shown_by_its_key() {
    let (place, vault) = Place::new().await;
    let text = fs::read_to_string(place.key_file()).unwrap();
    let digits = text.trim().strip_prefix("mgvk1_").unwrap();
    let key = migrayt_vault::VaultKey::from_file(place.key_file()).unwrap();
    let shown = format!("{key:?} {vault:?}");
    assert!(!shown.contains(&digits[..16]));
    for file in files(&place.vault()) {
        let bytes = fs::read(file).unwrap();
        assert!(!holds(&bytes, digits.as_bytes()));
        let raw: Vec<u8> = (0..16)
            .map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap())
            .collect();
        assert!(!holds(&bytes, &raw));
    }
}
