use maud::{Markup, html};

use super::table::grouped;

/// Bars of parts, drawn to one scale. The table beside it says the same in numbers.
pub(super) struct Chart<'a> {
    pub(super) title: &'a str,
    /// What each part of a bar is: its class, and its words for the legend.
    pub(super) parts: &'a [(&'static str, &'static str)],
    /// The bars: a label, and a number for each part.
    pub(super) bars: Vec<(String, Vec<u64>)>,
}

/// Sizes in the drawing's own unit; the page scales it to its width.
const WIDTH: u64 = 720;
const LABEL: u64 = 230;
const NUMBER: u64 = 70;
const BAR: u64 = 18;
const STEP: u64 = 28;

impl Chart<'_> {
    /// The drawing with its legend; nothing if there is nothing to draw.
    pub(super) fn markup(&self) -> Markup {
        let sums = self.bars.iter().map(|(_, parts)| parts.iter().sum::<u64>());
        let longest = sums.max().unwrap_or_default();
        let height = STEP * u64::try_from(self.bars.len()).unwrap_or_default();
        html! {
            @if longest > 0 {
                figure {
                    figcaption { (self.title) }
                    svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(self.spoken()) {
                        @for (place, (label, parts)) in (0_u64..).zip(&self.bars) {
                            (Self::bar(place * STEP, label, parts, self.parts, longest))
                        }
                    }
                    @if self.parts.len() > 1 {
                        ul.legend {
                            @for (class, words) in self.parts {
                                li { span.swatch.(class) {} " " (words) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn bar(
        top: u64,
        label: &str,
        numbers: &[u64],
        parts: &[(&'static str, &'static str)],
        longest: u64,
    ) -> Markup {
        let room = WIDTH - LABEL - NUMBER;
        let at = |number: u64| {
            let place = u128::from(number) * u128::from(room) / u128::from(longest);
            LABEL + u64::try_from(place).unwrap_or(room)
        };
        let sum: u64 = numbers.iter().sum();
        let ends = numbers.iter().scan(0, |sum, number| {
            let from = *sum;
            *sum += number;
            Some((from, *sum))
        });
        let middle = top + BAR - 4;
        html! {
            text.label x=(LABEL - 10) y=(middle) text-anchor="end" { (shortened(label)) }
            @for ((from, to), (class, _)) in ends.zip(parts) {
                @if to > from {
                    // What is there can be seen, however little it is.
                    rect.(class) x=(at(from)) y=(top + 2) height=(BAR) width=((at(to) - at(from)).max(2)) {}
                }
            }
            text.label x=(at(sum) + 8) y=(middle) { (grouped(sum)) }
        }
    }

    /// What the drawing shows, for those who hear the page.
    fn spoken(&self) -> String {
        let bars = self.bars.iter().map(|(label, numbers)| {
            let parts = numbers.iter().zip(self.parts).filter(|(number, _)| **number > 0);
            let parts: Vec<String> = parts
                .map(|(number, (_, words))| {
                    format!("{} {}", grouped(*number), words.to_lowercase())
                })
                .collect();
            format!("{label}: {}", parts.join(", "))
        });
        format!("{}. {}.", self.title, bars.collect::<Vec<_>>().join("; "))
    }
}

/// A label that fits beside its bar.
fn shortened(label: &str) -> String {
    const LETTERS: usize = 32;
    if label.chars().count() <= LETTERS {
        return label.to_owned();
    }
    let mut short: String = label.chars().take(LETTERS - 1).collect();
    short.push('…');
    short
}
