use migrayt::core::digest::Digest;
use migrayt::core::{Content, Result};
use migrayt::project::Project;
use migrayt::verify::{Difference, Explained, Explanation, Verification};

use crate::output::Output;

/// How many items are explained at once.
const ITEMS: usize = 20;

/// How many letters of a value are shown.
const LETTERS: usize = 240;

/// Shows what was found with the values of both sides, to people only: the JSON has none.
pub(super) async fn explain(project: &Project, found: &Verification, output: Output) -> Result<()> {
    if output.json || found.differences.is_empty() {
        return Ok(());
    }
    let scan = project.last_scan()?;
    let mapper = project.migration().compile(project.mapping()?, &scan)?;
    let first = first_items(&found.differences);
    for explanation in project.migration().explain(mapper, &scan, first).await? {
        show(&explanation, output);
    }
    if first.len() < found.differences.len() {
        output.say("\nOthers differ too; explain them one by one with --explain ITEM.");
    }
    Ok(())
}

/// The differences of the first items.
fn first_items(differences: &[Difference]) -> &[Difference] {
    let mut items = Vec::new();
    let end = differences.iter().position(|difference| {
        if !items.contains(&&difference.item) {
            items.push(&difference.item);
        }
        items.len() > ITEMS
    });
    differences.get(..end.unwrap_or(differences.len())).unwrap_or_default()
}

fn show(explanation: &Explanation, output: Output) {
    let target = explanation.target.as_ref();
    let target = target.map_or("not in the target".to_owned(), |target| target.key.to_string());
    output.say(&format!("\nItem {} ({target})", explanation.item));
    if let Some((planned, now)) = explanation.moved_on {
        output.say(&format!(
            "  The source moved on since, from revision {planned} to {now}: planned values are \
             those of now."
        ));
    }
    for explained in &explanation.differences {
        for line in lines(explained) {
            output.say(&line);
        }
    }
}

fn lines(explained: &Explained) -> Vec<String> {
    let Difference { kind, place, planned, found, .. } = &explained.difference;
    let place = match (&explained.name, place) {
        (Some(name), Some(place)) if name != place => format!(": {name} ({place})"),
        (_, Some(place)) => format!(": {place}"),
        (_, None) => String::new(),
    };
    vec![
        format!("  {}{place}", kind.words()),
        format!("    planned  {}", side(*planned, explained.planned.as_ref())),
        format!("    found    {}", side(*found, explained.found.as_ref())),
        format!("    means    {}", kind.meaning()),
        format!("    do       {}", kind.help()),
    ]
}

/// A side's digest and its value, shortened and on one line.
fn side(digest: Option<Digest>, value: Option<&Content<String>>) -> String {
    let digest = digest.map_or("-".to_owned(), |digest| digest.to_string());
    let Some(value) = value else { return digest };
    let mut letters = value.as_str().trim().chars();
    let mut shown: String = letters
        .by_ref()
        .take(LETTERS)
        // What somebody wrote must not move the cursor of whoever reads it.
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    format!("{digest}  {shown}")
}

#[cfg(test)]
mod tests {
    use migrayt::core::Content;

    use super::{LETTERS, side};

    #[test]
    fn a_value_is_one_line_without_control_characters() {
        let value = Content::text("one\ntwo\u{1b}[31m\r");
        assert_eq!(side(None, Some(&value)), "-  one two [31m");
        let long = Content::text("x".repeat(LETTERS + 1));
        let shown = side(None, Some(&long));
        assert!(shown.ends_with("x…"), "{shown}");
        assert_eq!(shown.chars().count(), 3 + LETTERS + 1);
        assert_eq!(side(None, None), "-");
    }
}
