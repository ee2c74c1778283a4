//! The table of `docs/richtext/README.md`, said by the codecs themselves.

use migrayt_core::richtext::{Document, Format, plain_text};
use migrayt_markup::{Fidelity, Loss, Writing, read, write};

use crate::oracle::{letters, missing};
use crate::shared_constructs::constructs;
use crate::undetailed::undetailed;
use crate::wiki_equal::unresolve;

const PAGE: &str = include_str!("../../../docs/richtext/README.md");

/// The table's columns behind the first; a new codec is a new one.
const FORMATS: [Format; 4] = [Format::Html, Format::Markdown, Format::Adf, Format::Wiki];

#[test]
fn the_table_says_what_the_codecs_do() {
    let mut rows = vec![head()];
    for (name, document) in constructs() {
        let cells = FORMATS.iter().map(|format| cell(*format, &document));
        rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }
    let (found, expected) = (table(PAGE), rows.concat());
    assert!(found.concat() == expected, "the table should be\n{}", drawn(&rows));
    assert_eq!(found.len(), rows.len());
}

#[test]
fn a_cell_tells_what_is_kept_from_what_is_not() {
    let of = |name: &str, format| {
        let all = constructs();
        let (_, document) = all.iter().find(|(it, _)| *it == name).unwrap();
        cell(format, document)
    };
    assert_eq!(of("paragraphs", Format::Adf), "exact");
    assert_eq!(of("decisions", Format::Markdown), "approximated `tasks_flattened`");
    assert_eq!(of("rule in a list", Format::Adf), "dropped `rule_dropped`");
    assert_eq!(of("section", Format::Html), "alike");
}

fn head() -> Vec<String> {
    let names = FORMATS.iter().map(|format| format.name().to_owned());
    std::iter::once("construct".to_owned()).chain(names).collect()
}

/// What a format does with a document, by writing it and reading it again.
fn cell(format: Format, document: &Document) -> String {
    let writing = write(format, document).unwrap();
    let again = read(format, &writing.value).unwrap().document;
    let words = |it: &Document| [plain_text(it).as_str().to_owned()];
    let lost = missing(&letters(&words(document)), &letters(&words(&again)));
    if !lost.is_empty() && !shows_itself(&writing) {
        return ["without the letters ", &lost.concat()].concat();
    }
    let (plain, mut told) = (undetailed(document), document.clone());
    unresolve(&mut told);
    // Where the construct is what only one format says, that counts too.
    let same = if plain == told { undetailed(&again) == plain } else { again == told };
    match (said(&writing.losses), same) {
        (None, true) => "exact".to_owned(),
        (None, false) => "alike".to_owned(),
        (Some(said), true) => [&said, ", comes back"].concat(),
        (Some(said), false) => said,
    }
}

/// Whether it shows something in the place of words: a picture, or a person whom the tracker names.
fn shows_itself(writing: &Writing<String>) -> bool {
    writing.value.contains("@<")
        || writing.value.contains("[~accountid:")
        || writing.losses.iter().any(|loss| loss.kind.code().starts_with("image_"))
}

/// The worst of the losses, and the kinds of all.
fn said(losses: &[Loss]) -> Option<String> {
    let worst = losses.iter().map(|loss| loss.kind.fidelity()).max()?;
    let mut kinds: Vec<_> = losses.iter().map(|loss| loss.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let codes: Vec<_> = kinds.iter().map(|kind| format!("`{}`", kind.code())).collect();
    let worst = match worst {
        Fidelity::Exact => "exact",
        Fidelity::Approximated => "approximated",
        Fidelity::Dropped => "dropped",
    };
    Some([worst, " ", &codes.join(", ")].concat())
}

/// The cells of the page's table, row by row, without the line below its head.
fn table(page: &str) -> Vec<Vec<String>> {
    let cells = |row: &str| {
        let inner = row.trim().trim_matches('|').to_owned();
        inner.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
    };
    let rows = page.lines().skip_while(|line| !line.starts_with("| construct"));
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(cells).filter(|row| row.iter().any(|cell| !cell.starts_with("---"))).collect()
}

/// A table as a page holds it.
fn drawn(rows: &[Vec<String>]) -> String {
    let mut lines: Vec<String> =
        rows.iter().map(|row| ["| ", &row.join(" | "), " |"].concat()).collect();
    lines.insert(1, ["|", &"---|".repeat(FORMATS.len() + 1)].concat());
    lines.join("\n")
}
