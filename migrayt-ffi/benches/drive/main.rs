//! A migration that Python drives, beside the same one that Rust drives: both trackers simulated and
//! the engine in the library, each in a process of its own, in turns.
//!
//! `cargo bench --package migrayt-ffi --features sim --bench drive -- PYTHON`, where PYTHON is an
//! interpreter that has `cffi`. Without it only Rust's time is told.

mod migration;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Items of each migration.
const ITEMS: u64 = 5_000;

/// Migrations of each side; the middle one of each counts.
const ROUNDS: usize = 3;

/// What we promise that Python takes of Rust's time.
const PROMISE: f64 = 1.1;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    // Cargo says `--bench` besides.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.first().is_some_and(|word| word == "one") {
        let folder = words.get(1).ok_or("a folder is missing")?;
        return told(migration::carry_out(Path::new(folder), ITEMS)?);
    }
    let [mut rust, mut python] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        rust.push(seconds(Command::new(std::env::current_exe()?).arg("one"))?);
        if let Some(interpreter) = words.first() {
            python.push(seconds(&mut driven(interpreter)?)?);
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{ITEMS} items, scanned, planned, carried out and verified")?;
    writeln!(out, "driven by Rust    {:8.2} s  of {rust:.2?}", middle(&rust))?;
    if !python.is_empty() {
        let ratio = middle(&python) / middle(&rust);
        writeln!(out, "driven by Python  {:8.2} s  of {python:.2?}", middle(&python))?;
        writeln!(out, "Python over Rust  {ratio:8.3}, of {PROMISE} promised")?;
    }
    Ok(())
}

/// The same migration in Python, over the library that was built with this program.
fn driven(interpreter: &str) -> Outcome<Command> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the crate has no folder")?;
    let mut command = Command::new(interpreter);
    command
        .arg(root.join("migrayt-ffi/benches/drive/migration.py"))
        .env("PYTHONPATH", root.join("bindings/python/src"))
        .env("MIGRAYT_LIBRARY", library()?);
    Ok(command)
}

/// Cargo puts it beside the folder `deps` that this program is in, or into it.
fn library() -> Outcome<PathBuf> {
    let program = std::env::current_exe()?;
    let beside = program.ancestors().skip(1).take(2).map(|folder| folder.join("libmigrayt_ffi.so"));
    Ok(beside.into_iter().find(|place| place.exists()).ok_or("the library was not built")?)
}

/// What a migration in a process of its own says that it took.
fn seconds(command: &mut Command) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let items = ITEMS.to_string();
    let told = command.arg(folder.path()).arg(items).stderr(Stdio::inherit()).output()?;
    if !told.status.success() {
        return Err(format!("{command:?} ended with {}", told.status).into());
    }
    Ok(String::from_utf8(told.stdout)?.trim().parse()?)
}

fn told(seconds: f64) -> Outcome<()> {
    Ok(writeln!(io::stdout(), "{seconds}")?)
}

fn middle(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
