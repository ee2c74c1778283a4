use super::campaign::Campaign;

const HEAD: [&str; 5] = ["target", "executions", "corpus", "findings", "minutes"];

/// The closing table, and below it each finding with the command that runs it again.
pub(super) fn lines(campaigns: &[Campaign]) -> Vec<String> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(campaigns.iter().map(row));
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(|column| width(column).unwrap_or(0)).collect();
    let mut lines: Vec<String> = rows.iter().map(|row| aligned(row, &widths)).collect();
    for campaign in campaigns.iter().filter(|campaign| !campaign.is_good()) {
        if campaign.artifacts.is_empty() {
            lines.push(format!("{}: ended badly without an input that shows why", campaign.target));
        }
        for (artifact, command) in campaign.artifacts.iter().zip(campaign.repeats()) {
            lines.push(format!("{}: {artifact}", campaign.target));
            lines.push(format!("    {command}"));
        }
    }
    lines
}

fn row(campaign: &Campaign) -> [String; HEAD.len()] {
    let findings = match campaign.artifacts.len() {
        0 if !campaign.is_good() => "FAILED".to_owned(),
        count => count.to_string(),
    };
    [
        campaign.target.clone(),
        campaign.pulse.executions.to_string(),
        campaign.pulse.corpus.to_string(),
        findings,
        format!("{:.1}", campaign.took.as_secs_f64() / 60.0),
    ]
}

/// The name to the left, the numbers to the right.
fn aligned(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(place, (cell, width))| {
        if place == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    });
    cells.collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::lines;
    use crate::fuzz::campaign::Campaign;
    use crate::fuzz::pulse::Pulse;

    #[test]
    fn the_table_is_aligned_and_names_each_finding_with_its_command() {
        let campaign = |target: &str, executions, artifacts: &[&str], ended_well| Campaign {
            target: target.into(),
            pulse: Pulse { executions, corpus: 7 },
            artifacts: artifacts.iter().map(|it| (*it).to_owned()).collect(),
            ended_well,
            took: Duration::from_secs(90),
        };
        let campaigns = [
            campaign("adf", 1_234_567, &[], true),
            campaign("html", 9, &["/a/crash-1"], false),
            campaign("wiki", 0, &[], false),
        ];
        assert_eq!(
            lines(&campaigns),
            [
                "target  executions  corpus  findings  minutes",
                "adf        1234567       7         0      1.5",
                "html             9       7         1      1.5",
                "wiki             0       7    FAILED      1.5",
                "html: /a/crash-1",
                "    RUSTC_BOOTSTRAP=1 cargo fuzz run html /a/crash-1",
                "wiki: ended badly without an input that shows why",
            ]
        );
    }
}
