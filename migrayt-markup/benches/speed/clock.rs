use std::time::{Duration, Instant};

/// How often each contestant of a row runs; the middle one counts.
const ROUNDS: usize = 9;

/// How long one round of a contestant takes at least.
const AT_LEAST: Duration = Duration::from_millis(20);

/// Something whose time is taken.
pub(crate) type Contestant<'a> = &'a dyn Fn();

/// How many seconds each contestant takes: the middle of its rounds, all of them in turns.
pub(crate) fn seconds<const N: usize>(contestants: [Contestant<'_>; N]) -> [f64; N] {
    let repeats = contestants.map(|it| {
        let once = took(it, 1).max(Duration::from_micros(1));
        u32::try_from(AT_LEAST.as_micros() / once.as_micros()).unwrap_or(1) + 1
    });
    let mut times = contestants.map(|_| Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        for ((it, repeats), times) in contestants.iter().zip(repeats).zip(&mut times) {
            times.push(took(it, repeats) / repeats);
        }
    }
    times.map(middle)
}

/// How many seconds something takes that is too slow to be repeated often.
pub(crate) fn seconds_of_slow(it: Contestant<'_>) -> f64 {
    middle((0..3).map(|_| took(it, 1)).collect())
}

fn took(it: Contestant<'_>, repeats: u32) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    (0..repeats).for_each(|_| it());
    began.elapsed()
}

fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64()
}
