use std::error::Error;

use crate::chromium::Shown;
use crate::page::Triple;

/// What is shown beside each document: our HTML, and the same by way of ADF.
const WAYS: usize = 2;

/// What a reader sees of one document, beside what they saw of it before.
#[derive(Debug)]
pub(crate) struct Verdict<'a> {
    name: &'a str,
    words: usize,
    /// For each way, where it first differs.
    differs: [Option<String>; WAYS],
}

impl<'a> Verdict<'a> {
    /// Compares what is shown of all documents, three frames each.
    pub(crate) fn of_all(
        triples: &'a [Triple],
        frames: &[Shown],
    ) -> Result<Vec<Self>, Box<dyn Error>> {
        let (seen, rest) = frames.as_chunks::<{ WAYS + 1 }>();
        if !rest.is_empty() || seen.len() != triples.len() {
            return Err(format!("{} frames of {} documents", frames.len(), triples.len()).into());
        }
        Ok(triples.iter().zip(seen).map(|(triple, seen)| Self::of(triple, seen)).collect())
    }

    fn of(triple: &'a Triple, seen: &[Shown; WAYS + 1]) -> Self {
        let [came, ours, by_adf] = seen.each_ref().map(|shown| folded(&shown.text));
        // Of tables in tables, in lists and in quotations ADF keeps the words only.
        let [cells, ours_cells, _] = seen.each_ref().map(|shown| {
            shown.cells.iter().map(|cell| folded(cell).join(" ")).collect::<Vec<String>>()
        });
        let in_cells = || difference(&cells, &ours_cells).map(|it| ["cells, ", &it].concat());
        let differs = [difference(&came, &ours).or_else(in_cells), difference(&came, &by_adf)];
        Self { name: &triple.specimen.name, words: came.len(), differs }
    }

    /// Whether nothing but what the formats may change is changed; a document of which nothing is
    /// seen proves nothing.
    pub(crate) fn is_good(&self) -> bool {
        self.words > 0 && self.differs.iter().all(Option::is_none)
    }
}

/// A line a document, and below it where it differs.
pub(crate) fn table(verdicts: &[Verdict<'_>]) -> Vec<String> {
    let width = verdicts.iter().map(|it| it.name.chars().count()).max().unwrap_or_default();
    let mut lines = vec![format!("{:width$}  words  our HTML   by ADF", "document")];
    for verdict in verdicts {
        let [ours, by_adf] =
            verdict.differs.each_ref().map(|it| if it.is_some() { "DIFFERS" } else { "equal" });
        let (name, words) = (verdict.name, verdict.words);
        lines.push(format!("{name:width$}  {words:5}  {ours:>8}  {by_adf:>7}"));
        lines.extend(verdict.differs.iter().flatten().map(|it| format!("    {it}")));
    }
    let good = verdicts.iter().filter(|it| it.is_good()).count();
    lines.push(format!("{good} of {} show the same words", verdicts.len()));
    lines
}

/// The words that are seen: the boxes of tasks are ours where there is no element for them.
fn folded(text: &str) -> Vec<String> {
    let unseen =
        |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2610}' | '\u{2611}');
    let words = text.split_whitespace().map(|word| word.replace(unseen, ""));
    words.filter(|word| !word.is_empty()).collect()
}

/// Where two texts first differ, with some words around.
fn difference(came: &[String], ours: &[String]) -> Option<String> {
    const AROUND: usize = 6;
    if came == ours {
        return None;
    }
    let same = came.iter().zip(ours).take_while(|(came, ours)| came == ours).count();
    let near = |words: &[String]| {
        words
            .iter()
            .skip(same.saturating_sub(2))
            .take(AROUND)
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    Some(format!("at {}: `{}` became `{}`", same + 1, near(came), near(ours)))
}
