use time::macros::date;
use time::{Date, Duration};

use super::draw::Draw;
use super::sheet::Sheet;

const TEAMS: [&str; 5] = ["Harbour", "Orchard", "Lighthouse", "Foundry", "Zürich"];
const PARTS: [&str; 3] = ["Backend", "Frontend", "Data & Reports"];
/// A project has few sprints however many items there are.
const RELEASES: usize = 8;
const SPRINTS: usize = 6;
const FIRST_DAY: Date = date!(2019 - 01 - 07);
const SPRINT: Duration = Duration::weeks(2);

/// Puts an item into an area and an iteration of its project.
pub(super) fn put(sheet: &mut Sheet, draw: &mut Draw, (project, copy): (&str, usize)) {
    let area = match draw.below(10) {
        0..=2 => project.to_owned(),
        3..=5 => format!("{project}\\{}", draw.word(&TEAMS)),
        _ => format!("{project}\\{}\\{}", draw.word(&TEAMS), draw.word(&PARTS)),
    };
    sheet.set("System.AreaPath", area);
    let release = copy % RELEASES + 1;
    let iteration = match sheet.text("System.IterationPath").split_once('\\') {
        Some((_, sprint)) => format!("{project}\\Release {release}\\{sprint}"),
        None if draw.chance(350) => {
            format!("{project}\\Release {release}\\Sprint {}", draw.below(SPRINTS) + 1)
        }
        None => return,
    };
    sheet.set("System.IterationPath", iteration);
}

/// The sprints of so many copies: path, first and last day.
pub(super) fn sprints(project: &str, copies: usize) -> Vec<(String, Date, Date)> {
    let mut sprints = Vec::new();
    let mut start = FIRST_DAY;
    for release in 1..=copies.min(RELEASES) {
        for sprint in 1..=SPRINTS {
            let finish = start + SPRINT - Duration::days(3);
            sprints.push((format!("{project}\\Release {release}\\Sprint {sprint}"), start, finish));
            start += SPRINT;
        }
    }
    sprints
}
