use migrayt::people::PersonLine;

use crate::output::Output;

const COLUMNS: [&str; 5] = ["Person", "Address", "Used", "Account", "Matched"];
/// The column of numbers, which stand to the right.
const NUMBERS: usize = 2;

/// Shows every person, those who are named most first.
pub(super) fn list(people: &[PersonLine], output: Output) {
    let mut rows: Vec<[String; 5]> = vec![COLUMNS.map(str::to_owned)];
    rows.extend(people.iter().map(row));
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|at| rows.iter().filter_map(|row| Some(row.get(at)?.chars().count())).max())
        .map(Option::unwrap_or_default)
        .collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            if at == NUMBERS { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        output.say(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    output.json(&people);
}

fn row(person: &PersonLine) -> [String; 5] {
    let none = || "-".to_owned();
    let mut matched = person.how.words().to_owned();
    if person.how.is_matched() && !person.takes_work {
        matched.push_str("; cannot be assigned work");
    }
    if let Some(account) = &person.suggested {
        matched.push_str("; suggested: ");
        matched.push_str(account);
    }
    [
        person.id.to_string(),
        person.address.clone().unwrap_or_else(none),
        person.used.to_string(),
        person.account.as_ref().map_or_else(none, ToString::to_string),
        matched,
    ]
}
