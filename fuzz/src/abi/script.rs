use std::ptr;
use std::time::{Duration, Instant};

use migrayt_ffi::c;

use super::call::{self, Outcome, Told};
use super::fence;
use super::folder::Folder;
use super::host::Host;
use super::pool::{Kind, Pool};
use super::side::Sides;
use super::words;

/// The calls of one input.
///
/// | line | call |
/// |---|---|
/// | `E`text`~`token | an engine of these options |
/// | `S`engine text`~`bytes | a job of it |
/// | `N`run, digit | the next event, waiting for so many milliseconds |
/// | `P`run, digit, number, change | the next events, and a host that answers them: the answer of the number is changed |
/// | `A`run, digit, text`~`bytes | an answer to the newest question but so many |
/// | `Z`, `G`, `C`, `D`run | pausing, resuming, cancelling, the descriptor |
/// | `V`event, `X`error, letter | reading, into a view that is so much shorter or longer |
/// | `F`handle, letter | freeing, with the function that the letter names |
/// | `W`run, letter | another thread that waits for events, steers the run or frees it |
/// | `U`handle | every function with NULL for all other pointers |
///
/// Texts are as [`words::text`] reads them, handles as [`Pool::pick`] finds them.
pub(super) struct Script<'a> {
    folder: &'a Folder,
    pool: Pool,
    host: Host,
    sides: Sides,
    questions: Vec<u64>,
    began: Instant,
    lines: usize,
}

/// More lines find nothing that so many do not.
const MOST_LINES: usize = 64;
const MOST_ENGINES: usize = 4;
const MOST_RUNS: usize = 24;
/// When to begin no other call, so that a slow page is not taken for one that hangs.
const ENOUGH: Duration = Duration::from_secs(4);

impl<'a> Script<'a> {
    pub(super) fn new(folder: &'a Folder) -> Self {
        Self {
            folder,
            pool: Pool::default(),
            host: Host::default(),
            sides: Sides::default(),
            questions: Vec::new(),
            began: Instant::now(),
            lines: 0,
        }
    }

    pub(super) fn line(&mut self, line: &[u8]) {
        self.lines += 1;
        let [name, rest @ ..] = line else { return };
        if self.lines > MOST_LINES || self.began.elapsed() > ENOUGH {
            return;
        }
        let (one, two) = (at(rest, 0), at(rest, 1));
        match name {
            b'E' => self.engine(rest),
            b'S' => self.start(self.pick(Kind::Engine, one), tail(rest, 1)),
            b'N' => drop(self.next(self.pick(Kind::Run, one), i32::from(digit(two) % 10))),
            b'P' => self.serve(self.pick(Kind::Run, one), two, tail(rest, 2)),
            b'A' => self.answer(self.pick(Kind::Run, one), two, tail(rest, 2)),
            b'Z' => self.steer(one, c::migrayt_run_pause),
            b'G' => self.steer(one, c::migrayt_run_resume),
            b'C' => self.steer(one, c::migrayt_run_cancel),
            b'D' => {
                let told = call::descriptor(self.pick(Kind::Run, one));
                self.keep(&told, Kind::Run);
            }
            b'V' => {
                let size = size_of::<c::migrayt_event_view>();
                let told = call::read_event(self.pick(Kind::Event, one), sized(size, two)).0;
                self.keep(&told, Kind::Event);
            }
            b'X' => {
                let size = size_of::<c::migrayt_error_view>();
                let told = call::read_error(self.pick(Kind::Error, one), sized(size, two)).0;
                self.keep(&told, Kind::Error);
            }
            b'F' => self.free(one, two),
            b'W' => self.sides.start(self.pick(Kind::Run, one), two),
            b'U' => nothing(self.pick(Kind::Run, one)),
            _ => {}
        }
    }

    /// Frees everything, in an order that the number of lines decides.
    pub(super) fn end(mut self) {
        self.join();
        let mut left = self.pool.all().to_vec();
        if self.lines % 2 == 0 {
            left.reverse();
        }
        if self.lines % 3 == 0 {
            left.sort_by_key(|(kind, _)| *kind != Kind::Engine);
        }
        for (kind, handle) in left {
            free(kind, handle);
        }
    }

    fn engine(&mut self, rest: &[u8]) {
        if self.pool.count(Kind::Engine) >= MOST_ENGINES {
            return;
        }
        let (text, token) = halves(rest);
        let json = fence::options(&words::text(text, words::OPTIONS), self.folder);
        let whole = size_of::<c::migrayt_options>();
        // A token that begins so is one of a program that has another header.
        let (size, version) = match token {
            [b'!', letter, ..] => (sized(whole, *letter).min(whole), u32::from(*letter)),
            _ => (whole, c::ABI_VERSION),
        };
        let options = c::migrayt_options {
            size,
            abi_version: version,
            json: json.as_ptr(),
            json_length: json.len(),
            token: token.as_ptr(),
            token_length: token.len(),
        };
        let told = call::engine(&options);
        self.keep(&told, Kind::Engine);
    }

    fn start(&mut self, engine: usize, rest: &[u8]) {
        if self.pool.count(Kind::Run) >= MOST_RUNS {
            return;
        }
        let (text, bytes) = halves(rest);
        let json = fence::job(&words::text(text, words::JOBS), self.folder);
        let told = call::start(engine, &json, bytes);
        self.keep(&told, Kind::Run);
    }

    /// The next event, read and left unfreed; none if there is none.
    fn next(&mut self, run: usize, timeout_ms: i32) -> Option<Told> {
        let told = call::next(run, timeout_ms);
        self.keep(&told, Kind::Event);
        let event = told.handle?;
        let (read, told) = call::read_event(event, size_of::<c::migrayt_event_view>());
        assert_eq!(read.status, c::MIGRAYT_OK, "an event that was just given");
        if told.kind == c::MIGRAYT_REQUEST {
            self.questions.push(told.request);
        }
        Some(told)
    }

    /// Fetches events and answers them, until nothing comes for a while.
    fn serve(&mut self, run: usize, rounds: u8, bent: &[u8]) {
        let bent = (usize::from(digit(at(bent, 0))), tail(bent, 1));
        for _ in 0..u32::from(digit(rounds) % 10) * 16 {
            if self.began.elapsed() > ENOUGH {
                return;
            }
            let Some(told) = self.next(run, 40) else { return };
            if let Some((_, event)) = self.pool.all().last() {
                free(Kind::Event, *event);
            }
            if told.kind == c::MIGRAYT_REQUEST {
                let (json, bytes) = self.host.answer(&told, bent);
                let told = call::answer(run, told.request, &json, &bytes);
                self.keep(&told, Kind::Run);
            }
        }
    }

    fn answer(&mut self, run: usize, which: u8, rest: &[u8]) {
        let (text, bytes) = halves(rest);
        let json = words::text(text, words::ANSWERS);
        let which = usize::from(which.wrapping_sub(b'0'));
        let question = self.questions.iter().rev().nth(which).copied();
        let told = call::answer(run, question.unwrap_or(which as u64), &json, bytes);
        self.keep(&told, Kind::Run);
    }

    fn steer(
        &mut self,
        run: u8,
        how: unsafe extern "C" fn(*mut c::migrayt_run, *mut *mut c::migrayt_error) -> i32,
    ) {
        let told = call::steer(self.pick(Kind::Run, run), how);
        self.keep(&told, Kind::Run);
    }

    fn free(&mut self, handle: u8, function: u8) {
        let kind = match function {
            b'e' => Kind::Engine,
            b'v' => Kind::Event,
            b'x' => Kind::Error,
            _ => Kind::Run,
        };
        free(kind, self.pick(kind, handle));
    }

    /// While other threads work, handles that are made up may be theirs.
    fn pick(&self, kind: Kind, name: u8) -> usize {
        let made_up = name.is_ascii_lowercase() && name > b'n' || name > b'z';
        if made_up && self.sides.any() { 0 } else { self.pool.pick(kind, name) }
    }

    fn keep(&mut self, told: &Outcome, kind: Kind) {
        if let Some(handle) = told.handle {
            self.pool.keep(kind, handle);
        }
        if let Some(error) = told.error {
            self.pool.keep(Kind::Error, error);
        }
    }

    fn join(&mut self) {
        for (kind, handle) in self.sides.join() {
            self.pool.keep(kind, handle);
        }
    }
}

fn free(kind: Kind, handle: usize) {
    let began = Instant::now();
    match kind {
        Kind::Engine => c::migrayt_engine_free(call::pointer(handle)),
        Kind::Run => c::migrayt_run_free(call::pointer(handle)),
        Kind::Event => c::migrayt_event_free(call::pointer(handle)),
        Kind::Error => c::migrayt_error_free(call::pointer(handle)),
    }
    assert!(began.elapsed() < Duration::from_secs(15), "freeing took {:?}", began.elapsed());
}

/// Every function with NULL wherever it takes a pointer, and one handle.
fn nothing(handle: usize) {
    let error = ptr::null_mut();
    unsafe {
        let engine = call::pointer(handle);
        let told = [
            c::migrayt_about(ptr::null_mut(), error),
            c::migrayt_engine_new(ptr::null(), ptr::null_mut(), error),
            c::migrayt_run_start(engine, ptr::null(), 1, ptr::null(), 1, ptr::null_mut(), error),
            c::migrayt_run_next(call::pointer(handle), 0, ptr::null_mut(), error),
            c::migrayt_run_descriptor(call::pointer(handle), ptr::null_mut(), error),
            c::migrayt_answer(call::pointer(handle), 1, ptr::null(), 1, ptr::null(), 1, error),
            c::migrayt_event_read(call::pointer(handle), ptr::null_mut(), error),
            c::migrayt_error_read(call::pointer(handle), ptr::null_mut(), error),
        ];
        assert_eq!(told, [c::MIGRAYT_MISUSE; 8]);
    }
}

/// A size that is not far from the right one; the buffer has no more than that.
fn sized(right: usize, letter: u8) -> usize {
    match letter {
        b'-' => right - 8,
        b'0' => 0,
        b'1' => 8,
        _ => right,
    }
}

/// What a character counts: a digit itself, and what follows it in ASCII more.
fn digit(letter: u8) -> u8 {
    letter.wrapping_sub(b'0')
}

fn at(text: &[u8], place: usize) -> u8 {
    text.get(place).copied().unwrap_or(b'0')
}

fn tail(text: &[u8], from: usize) -> &[u8] {
    text.get(from..).unwrap_or_default()
}

/// What is before and behind `~`.
fn halves(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == b'~') {
        Some(place) => (&text[..place], &text[place + 1..]),
        None => (text, &[]),
    }
}
