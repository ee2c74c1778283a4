use std::fmt;

/// How far a fuzzer is, from the lines that it prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pulse {
    /// Inputs that were tried.
    pub(super) executions: u64,
    /// Inputs that each reach something that the others do not.
    pub(super) corpus: u64,
}

impl Pulse {
    /// Reads a line; whether it is about the run and about no finding. The state is
    /// `#2097152 pulse cov: 9 ft: 9 corp: 1201/64Kb lim: 4096 exec/s: 71 rss: 443Mb`, and at the
    /// end there are `stat::number_of_executed_units: 2100000` and advice on words to try.
    pub(super) fn take(&mut self, line: &str) -> bool {
        if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
            self.executions = count.trim().parse().unwrap_or(self.executions);
        }
        if line.starts_with("stat::") || is_advice(line) {
            return true;
        }
        let mut words = line.split_whitespace();
        let executions = words.next().and_then(|word| word.strip_prefix('#')?.parse().ok());
        let Some(executions) = executions else { return false };
        let Some(corpus) = words.skip_while(|word| *word != "corp:").nth(1) else { return false };
        self.executions = executions;
        let count = corpus.split('/').next().and_then(|count| count.parse().ok());
        self.corpus = count.unwrap_or(self.corpus);
        true
    }
}

/// `"words" # Uses: 7`, and the lines around such.
fn is_advice(line: &str) -> bool {
    line.starts_with("###### ") || line.starts_with('"') && line.contains("\" # Uses: ")
}

impl fmt::Display for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} executions, {} in the corpus", self.executions, self.corpus)
    }
}

#[cfg(test)]
mod tests {
    use super::Pulse;

    #[test]
    fn states_are_read_and_other_lines_are_left() {
        let mut pulse = Pulse::default();
        assert!(
            pulse.take("#512\tpulse  cov: 9 ft: 10 corp: 33/64Kb lim: 4096 exec/s: 71 rss: 4Mb")
        );
        assert_eq!(pulse, Pulse { executions: 512, corpus: 33 });
        assert!(!pulse.take("thread '<unnamed>' panicked at src/lib.rs:22:13:"));
        assert!(!pulse.take("   #0 0x5581 in main"));
        assert!(pulse.take("###### Recommended dictionary. ######"));
        assert!(pulse.take(r#""://c" # Uses: 2"#));
        assert!(
            pulse.take("#600\tDONE   cov: 9 ft: 10 corp: 34/65Kb lim: 4096 exec/s: 71 rss: 4Mb")
        );
        assert!(pulse.take("stat::number_of_executed_units: 613"));
        assert_eq!(pulse, Pulse { executions: 613, corpus: 34 });
        assert!(pulse.take("stat::peak_rss_mb:              442"));
    }
}
