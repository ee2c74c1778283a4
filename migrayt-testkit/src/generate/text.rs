use super::draw::Draw;
use super::sheet::Sheet;
use crate::sim::azure_devops::guid::guid;

const DESCRIPTION: &str = "System.Description";
/// What distinguishes the title of one copy from those of the others.
const PLACES: [&str; 12] = [
    "Harbour",
    "Orchard",
    "Lighthouse",
    "Foundry",
    "Zürich",
    "Łódź",
    "東京",
    "São Paulo",
    "Αθήνα",
    "القاهرة",
    "R&D <beta>",
    "🚀 launch",
];
const SENTENCES: [&str; 14] = [
    "Works on my machine, fails on the build agent.",
    "I moved this to the next sprint, the interface is not ready.",
    "Agreed with the customer on the phone today.",
    "Please add the numbers from last week before we close this.",
    "Tested with version 2.4.1 and 2.5.0, both are fine.",
    "Geprüft und für gut befunden – Übergabe am Freitag.",
    "Cannot reproduce. Which browser, and was the cache empty?",
    "The limit of 1,000 rows is reached sooner than we thought; see the measurements.",
    "Duplicate of what we had in spring, but this one has the better description.",
    "👍 ship it",
    "日本語の入力でも同じ結果になりました。",
    "Blocked until the licence question is answered.",
    "The design is approved, the texts are not.",
    "Rolled back at 02:15 UTC, error rate is normal again.",
];
const RICH: [&str; 9] = [
    "<ul><li>first</li><li>second<ul><li>nested</li></ul></li></ul>",
    "<ol><li>open the page</li><li>press <b>Save</b></li><li>wait ten seconds</li></ol>",
    "<table><thead><tr><th>case</th><th>result</th></tr></thead><tbody><tr><td>empty basket</td><td>no shipping</td></tr><tr><td>100&nbsp;items</td><td>one&nbsp;parcel</td></tr></tbody></table>",
    "<pre><code>let total = items.iter().map(|item| item.price).sum();\nassert!(total &lt; limit);</code></pre>",
    "<blockquote>The basket must never lose an item.</blockquote>",
    "<p>See <a href=\"https://wiki.example.org/pages/12?a=1&amp;b=2\">the decision</a> and <i>the note</i> below.</p>",
    "<p><span style=\"color:rgb(205, 0, 0);background-color:rgb(255, 255, 0);\">Important:</span> <strong>do <u>not</u> deploy</strong> on <s>Monday</s> Tuesday.</p>",
    "<h2>Background</h2><p>Two systems count differently; H<sub>2</sub>O and x<sup>2</sup> are shown wrong.</p><hr>",
    "<div>first line<br>second line<br><br>after a gap &amp; the &quot;end&quot;</div>",
];
const MARKDOWN: &str = "## Goal\n\nShip the **small** version first:\n\n- [x] read\n- [ ] write\n\n| step | owner |\n|---|---|\n| plan | us |\n\n`curl -s https://example.org` answers _200_.\n";
const TAGS: [&str; 14] = [
    "backend",
    "frontend",
    "customer-request",
    "tech debt",
    "Needs Review",
    "security",
    "UX",
    "api",
    "performance",
    "regression",
    "Q3 2019",
    "großkunde",
    "v2.0",
    "docs",
];

/// Gives an item another title and perhaps another text.
pub(super) fn vary(sheet: &mut Sheet, draw: &mut Draw, copy: usize) {
    let title: String = sheet.text("System.Title").trim_end().chars().take(215).collect();
    sheet.set("System.Title", format!("{title} – {} {copy}", draw.word(&PLACES)));
    if sheet.kind() == "Test Case" {
        return;
    }
    let described = !sheet.text(DESCRIPTION).is_empty();
    if described && draw.chance(300) {
        let text = format!("{}{}", sheet.text(DESCRIPTION), draw.word(&RICH));
        sheet.set(DESCRIPTION, text);
    } else if !described && draw.chance(80) {
        sheet.set(DESCRIPTION, MARKDOWN);
        sheet.formats.insert(DESCRIPTION.to_owned(), "Markdown".into());
    } else if !described && draw.chance(600) {
        let text = format!("<p>{}</p>{}", sentence(draw), draw.word(&RICH));
        sheet.set(DESCRIPTION, text);
    }
}

/// Adds tags, inline images, and the fields that an item of its type usually has.
pub(super) fn add(sheet: &mut Sheet, draw: &mut Draw, seed: u64) {
    if draw.chance(450) {
        // Every other tag at most, so that none comes twice.
        let (first, step) = (draw.below(TAGS.len()), 1 + draw.below(4));
        let count = 1 + draw.below(3);
        let tags = TAGS.iter().cycle().skip(first).step_by(step).take(count);
        sheet.set("System.Tags", tags.copied().collect::<Vec<_>>().join("; "));
    }
    if draw.chance(60) && sheet.formats.is_empty() && !sheet.text(DESCRIPTION).is_empty() {
        let text = format!("{}{}", sheet.text(DESCRIPTION), image(seed, sheet.number, 0));
        sheet.set(DESCRIPTION, text);
    }
    if sheet.kind() != "Test Case" {
        // Another order than that of the ids, with fractions and now and then with equals, as moving
        // items about leaves them.
        let place = sheet.number.wrapping_mul(7_919) % 10_007;
        let place = f64::from(u32::try_from(place).unwrap_or_default());
        sheet.set("Microsoft.VSTS.Common.BacklogPriority", 1_000.0 + place / 4.0);
    }
    let points = draw.word(&["1", "2", "3", "5", "8", "13"]).parse().unwrap_or(1.0);
    match sheet.kind().to_owned().as_str() {
        "Bug" => {
            let steps = format!("<div>{}</div>{}", sentence(draw), draw.word(&RICH));
            sheet.set("Microsoft.VSTS.TCM.ReproSteps", steps);
            let severity = draw.word(&["1 - Critical", "2 - High", "3 - Medium", "4 - Low"]);
            sheet.set("Microsoft.VSTS.Common.Severity", severity);
            sheet.set("Microsoft.VSTS.Common.Priority", 1 + draw.below(4));
        }
        "Product Backlog Item" if draw.chance(500) => {
            sheet.set("Microsoft.VSTS.Scheduling.Effort", points);
            let criteria =
                format!("<ul><li>{}</li><li>{}</li></ul>", sentence(draw), sentence(draw));
            sheet.set("Microsoft.VSTS.Common.AcceptanceCriteria", criteria);
        }
        "User Story" if draw.chance(500) => {
            sheet.set("Microsoft.VSTS.Scheduling.StoryPoints", points);
        }
        "Task" if draw.chance(500) => {
            sheet.set("Microsoft.VSTS.Scheduling.RemainingWork", points);
            let activity = draw.word(&["Development", "Testing", "Design", "Documentation"]);
            sheet.set("Microsoft.VSTS.Common.Activity", activity);
        }
        "Epic" | "Feature" if draw.chance(400) => {
            let day = format!("2021-{:02}-{:02}T00:00:00Z", 1 + draw.below(12), 1 + draw.below(28));
            sheet.set("Microsoft.VSTS.Scheduling.TargetDate", day);
        }
        _ => {}
    }
}

pub(super) fn sentence(draw: &mut Draw) -> String {
    let first = draw.word(&SENTENCES);
    if draw.chance(300) { format!("{first} {}", draw.word(&SENTENCES)) } else { first.to_owned() }
}

/// An image of its own within a text.
pub(super) fn image(seed: u64, number: u64, place: usize) -> String {
    let id = guid("image", &format!("{seed} {number} {place}"));
    format!(
        "<img src=\"https://dev.azure.com/fabrikam/_apis/wit/attachments/{id}?fileName=image.png\" alt=\"Image\">"
    )
}

/// The bytes of a log file.
pub(super) fn log(draw: &mut Draw) -> Vec<u8> {
    let mut log = String::new();
    for line in 0..5 + draw.below(20) {
        let said = draw.word(&SENTENCES);
        log.extend([&format!("{:02}:{line:02}:00 INFO ", line % 24), said, "\r\n"]);
    }
    log.into_bytes()
}
