use crate::row::Tally;

/// The calls of one client, as its script told them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tour {
    client: String,
    passed: u64,
    /// Calls and what was wrong with them.
    failed: Vec<(String, String)>,
}

impl Tour {
    /// Reads a script's lines; others are left out.
    pub(super) fn of(script: &str, text: &str) -> Self {
        let mut tour = Self { client: script.to_owned(), passed: 0, failed: Vec::new() };
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

    /// The script ended before its last call.
    pub(super) fn broke_off(&mut self) {
        self.failed.push(("the script".to_owned(), "it broke off".to_owned()));
    }

    pub(super) fn tally(&self) -> Tally {
        let failed = u64::try_from(self.failed.len()).unwrap_or(u64::MAX);
        Tally { passed: self.passed, failed }
    }
}

/// A line for each client, and one for each call that failed below it.
pub(super) fn table(tours: &[Tour]) -> Vec<String> {
    let split = |tour: &Tour| {
        let (client, version) = tour.client.split_once(' ').unwrap_or((&tour.client, ""));
        (client.to_owned(), version.to_owned())
    };
    let rows: Vec<(String, String)> = tours.iter().map(split).collect();
    let width = |lens: &mut dyn Iterator<Item = usize>| lens.max().unwrap_or(0);
    let name = width(&mut rows.iter().map(|(name, _)| name.len())).max("client".len());
    let age = width(&mut rows.iter().map(|(_, age)| age.len())).max("version".len());
    let mut lines = vec![format!("{:name$}  {:age$}  tried  passed", "client", "version")];
    for (tour, (client, version)) in tours.iter().zip(&rows) {
        let Tally { passed, failed } = tour.tally();
        let tried = passed + failed;
        lines.push(format!("{client:name$}  {version:age$}  {tried:5}  {passed:6}"));
        lines.extend(tour.failed.iter().map(|(call, wrong)| format!("  {call}: {wrong}")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Tour, table};

    #[test]
    fn scripts_are_read_line_by_line_and_shown_as_one_table() {
        let text = "passed\tjira 1\tissue\t\nsomething else\nfailed\tjira 1\tboards\tno board\n";
        let tour = Tour::of("jira.py", text);
        assert_eq!((tour.tally().passed, tour.tally().failed), (1, 1));
        let mut broken = Tour::of("az_boards.py", "");
        broken.broke_off();
        assert_eq!((broken.tally().passed, broken.tally().failed), (0, 1));
        let expected = [
            "client        version  tried  passed",
            "jira          1            2       1",
            "  boards: no board",
            "az_boards.py               1       0",
            "  the script: it broke off",
        ];
        assert_eq!(table(&[tour, broken]), expected);
    }
}
