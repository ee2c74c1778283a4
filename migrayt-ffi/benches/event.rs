//! What an event costs through the C ABI (`migrayt_run_next`, `migrayt_event_read` and
//! `migrayt_event_free`), beside the same event through the Rust face. A job that tells lines of the
//! log has its queue filled before each turn, so that nobody ever waits, and the two take turns, so
//! that a slow moment of the machine strikes both.

use std::io::{self, Write as _};
use std::ptr;
use std::time::{Duration, Instant};

use migrayt_ffi::c;
use migrayt_ffi::face::{Engine, Next, Run};

/// As many lines as wait for a host that does not fetch them.
const BATCH: u32 = 10_000;

/// Batches of each way; the middle one of each counts.
const ROUNDS: u32 = 21;

/// What we promise the C ABI to cost over the Rust face.
const PROMISE: Duration = Duration::from_micros(2);

const LOG: &str = r#"{"job":"log"}"#;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let engine = Engine::new("", "")?;
    let run = engine.start(LOG, b"")?;
    let host = Host::open()?;
    // Both listen once the first line arrives.
    while !matches!(run.next(Some(Duration::from_millis(1)))?, Next::Event(_)) {
        tell(1);
    }
    while host.fetch(1).is_err() {
        tell(1);
    }
    let [mut rust, mut c] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        empty(&run, &host)?;
        tell(BATCH);
        rust.push(took(|| fetch(&run, BATCH))?);
        c.push(took(|| host.fetch(BATCH))?);
    }
    let [rust, c] = [rust, c].map(middle);
    let over = (c - rust) / 1_000.0;
    let mut out = io::stdout().lock();
    writeln!(out, "{} events each way, in turns of {BATCH}", BATCH * ROUNDS)?;
    writeln!(out, "{:32}{rust:8.0} ns an event", "through the Rust face")?;
    writeln!(out, "{:32}{c:8.0} ns an event", "through the C ABI")?;
    writeln!(out, "{:32}{over:8.2} us, of {} promised", "the C ABI over it", PROMISE.as_micros())?;
    Ok(())
}

/// Lines as long as most.
fn tell(lines: u32) {
    for number in 0..lines {
        tracing::info!(target: "migrayt::bench", number, operation = "17/comment/3", "it was settled");
    }
}

fn empty(run: &Run, host: &Host) -> Outcome<()> {
    while let Next::Event(_) = run.next(Some(Duration::ZERO))? {}
    while host.fetch(1).is_ok() {}
    Ok(())
}

fn fetch(run: &Run, events: u32) -> Outcome<()> {
    for _ in 0..events {
        let Next::Event(event) = run.next(Some(Duration::ZERO))? else {
            return Err("too few lines were told".into());
        };
        std::hint::black_box((event.kind, event.request, event.json.as_ptr(), event.json.len()));
    }
    Ok(())
}

/// A program on the other side of the C ABI. It ends with its process and frees nothing but events.
struct Host {
    run: *mut c::migrayt_run,
}

#[expect(unsafe_code, reason = "it is a host of the C ABI")]
impl Host {
    fn open() -> Outcome<Self> {
        let options = c::migrayt_options {
            size: size_of::<c::migrayt_options>(),
            abi_version: c::ABI_VERSION,
            json: ptr::null(),
            json_length: 0,
            token: ptr::null(),
            token_length: 0,
        };
        let (mut engine, mut run) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: all of it is ours, and lives as long as the call.
        good(unsafe {
            c::migrayt_engine_new(&raw const options, &raw mut engine, ptr::null_mut())
        })?;
        let (json, length) = (LOG.as_ptr(), LOG.len());
        let (to, error) = (&raw mut run, ptr::null_mut());
        // SAFETY: as above.
        good(unsafe { c::migrayt_run_start(engine, json, length, ptr::null(), 0, to, error) })?;
        Ok(Self { run })
    }

    fn fetch(&self, events: u32) -> Outcome<()> {
        let mut view = c::migrayt_event_view {
            size: size_of::<c::migrayt_event_view>(),
            kind: 0,
            request: 0,
            json: c::migrayt_bytes { data: ptr::null(), length: 0 },
            bytes: c::migrayt_bytes { data: ptr::null(), length: 0 },
        };
        for _ in 0..events {
            let (mut event, mut error) = (ptr::null_mut(), ptr::null_mut());
            // SAFETY: the places are ours, and live as long as the call.
            good(unsafe { c::migrayt_run_next(self.run, 0, &raw mut event, &raw mut error) })?;
            // SAFETY: as above.
            good(unsafe { c::migrayt_event_read(event, &raw mut view, &raw mut error) })?;
            std::hint::black_box(view);
            c::migrayt_event_free(event);
        }
        Ok(())
    }
}

fn good(status: c::migrayt_status) -> Outcome<()> {
    if status == c::MIGRAYT_OK { Ok(()) } else { Err(format!("a call answered {status}").into()) }
}

/// Nanoseconds that one event took.
fn took(fetch: impl FnOnce() -> Outcome<()>) -> Outcome<f64> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    fetch()?;
    Ok(began.elapsed().as_secs_f64() * 1e9 / f64::from(BATCH))
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
