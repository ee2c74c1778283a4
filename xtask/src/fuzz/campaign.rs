use std::path::Path;
use std::time::Duration;

use super::LONGEST;
use super::pulse::Pulse;
use crate::cargo::Cargo;
use crate::fault::Result;
use crate::stopwatch::Stopwatch;
use crate::terminal;

/// Seconds for one input, megabytes for the whole process: a reader that needs more for so few
/// bytes can be brought down by them.
const PATIENCE: u64 = 25;
const MEMORY: u64 = 2_048;

/// What names the artifact of an input that is slow, but not too slow.
const SLOW: &str = "slow-unit-";

/// The run of one target.
#[derive(Debug)]
pub(super) struct Campaign {
    pub(super) target: String,
    pub(super) pulse: Pulse,
    /// The inputs that break it, as paths from the crate of targets.
    pub(super) artifacts: Vec<String>,
    /// Whether it ran to its end.
    pub(super) ended_well: bool,
    pub(super) took: Duration,
}

impl Campaign {
    /// Runs a target for so many minutes, or to its first finding, before the reader's eyes.
    pub(super) fn run(root: &Path, target: String, minutes: u64) -> Result<Self> {
        let (patience, memory) =
            (format!("-timeout={PATIENCE}"), format!("-rss_limit_mb={MEMORY}"));
        let (whole, longest) =
            (format!("-max_total_time={}", minutes * 60), format!("-max_len={LONGEST}"));
        let arguments = [
            "fuzz",
            "run",
            &target,
            "--",
            &whole,
            &longest,
            &patience,
            &memory,
            "-print_final_stats=1",
            "-print_funcs=0",
        ];
        let watch = Stopwatch::start();
        let mut heard = Heard::new(&target, minutes);
        // The stable toolchain has what the sanitizer needs, under this setting.
        let settings = [("RUSTC_BOOTSTRAP", "1")];
        let ended_well = Cargo::at(root).follow(&arguments, &settings, &mut |line| {
            heard.take(line, watch.elapsed());
        })?;
        terminal::progress_ends();
        let Heard { pulse, artifacts, begun, .. } = heard;
        let took = watch.elapsed().saturating_sub(begun.unwrap_or_default());
        Ok(Self { target, pulse, artifacts, ended_well, took })
    }

    /// Whether nothing was found.
    pub(super) fn is_good(&self) -> bool {
        self.ended_well && self.artifacts.is_empty()
    }

    /// The commands that run what was found again.
    pub(super) fn repeats(&self) -> impl Iterator<Item = String> {
        self.artifacts
            .iter()
            .map(|artifact| format!("RUSTC_BOOTSTRAP=1 cargo fuzz run {} {artifact}", self.target))
    }
}

/// What was heard of a target so far.
struct Heard<'a> {
    target: &'a str,
    minutes: u64,
    pulse: Pulse,
    artifacts: Vec<String>,
    /// When it was first heard of: before, it is built.
    begun: Option<Duration>,
    minutes_told: u64,
}

impl<'a> Heard<'a> {
    fn new(target: &'a str, minutes: u64) -> Self {
        let (pulse, artifacts) = (Pulse::default(), Vec::new());
        Self { target, minutes, pulse, artifacts, begun: None, minutes_told: 0 }
    }

    /// A line of the fuzzer: its state becomes a bar, or a line a minute; all else is shown.
    fn take(&mut self, line: &str, elapsed: Duration) {
        if let Some(artifact) = artifact(line).filter(|path| !is_slow(path)) {
            self.artifacts.push(artifact.to_owned());
        }
        if !self.pulse.take(line) {
            terminal::progress_ends();
            terminal::complain(line);
            return;
        }
        let elapsed = elapsed.saturating_sub(*self.begun.get_or_insert(elapsed));
        let state = format!("{} {}", self.target, self.pulse);
        terminal::progress(elapsed.as_secs(), self.minutes * 60, &state);
        let minutes = elapsed.as_secs() / 60;
        if minutes > self.minutes_told {
            self.minutes_told = minutes;
            terminal::milestone(&format!("{minutes} of {} minutes: {state}", self.minutes));
        }
    }
}

/// The file that the fuzzer says it has written.
fn artifact(line: &str) -> Option<&str> {
    line.split_once("Test unit written to ").map(|(_, path)| path.trim())
}

fn is_slow(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with(SLOW))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Heard;

    #[test]
    fn a_finding_is_an_input_that_breaks_and_not_one_that_is_slow() {
        let mut heard = Heard::new("html", 1);
        let line =
            |name: &str| format!("artifact_prefix='/a/'; Test unit written to /a/html/{name}");
        heard.take(&line("slow-unit-1"), Duration::ZERO);
        heard.take(&line("crash-2"), Duration::ZERO);
        heard.take(&line("timeout-3"), Duration::ZERO);
        assert_eq!(heard.artifacts, ["/a/html/crash-2", "/a/html/timeout-3"]);
    }
}
