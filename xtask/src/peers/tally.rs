use crate::row::Tally;

/// The calls of one client, as its script told them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tour {
    client: String,
    passed: u64,
    /// Calls and what was wrong with them.
    failed: Vec<(String, String)>,
}

impl Tour {
    /// Reads a script's lines; others are left out.
    pub(super) fn of(text: &str) -> Self {
        let mut tour = Self::default();
        for line in text.lines() {
            let mut parts = line.split('\t');
            let (Some(verdict), Some(client), Some(call)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            client.clone_into(&mut tour.client);
            if verdict == "passed" {
                tour.passed += 1;
            } else {
                let wrong = parts.next().unwrap_or_default();
                tour.failed.push((call.to_owned(), wrong.to_owned()));
            }
        }
        tour
    }

    pub(super) fn tally(&self) -> Tally {
        let failed = u64::try_from(self.failed.len()).unwrap_or(u64::MAX);
        Tally { passed: self.passed, failed }
    }

    /// A line of the table, and one for each call that failed.
    pub(super) fn lines(&self, script: &str) -> Vec<String> {
        let Tally { passed, failed } = self.tally();
        let client = if self.client.is_empty() { script } else { &self.client };
        let mut lines =
            vec![format!("{client:24} {:4} calls tried, {passed:4} passed", passed + failed)];
        lines.extend(self.failed.iter().map(|(call, wrong)| format!("  {call}: {wrong}")));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::Tour;

    #[test]
    fn a_script_is_read_line_by_line() {
        let text = "passed\tjira 1\tissue\t\nsomething else\nfailed\tjira 1\tboards\tno board\n";
        let tour = Tour::of(text);
        assert_eq!((tour.tally().passed, tour.tally().failed), (1, 1));
        let lines = tour.lines("jira.py");
        assert_eq!(lines[1], "  boards: no board");
        assert!(lines[0].starts_with("jira 1") && lines[0].ends_with("1 passed"), "{lines:?}");
        assert_eq!(Tour::of("").tally().passed, 0);
    }
}
