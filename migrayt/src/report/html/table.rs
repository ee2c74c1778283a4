use maud::{Markup, html};

/// The one shape of tables: a caption, heads with a scope, and a head in each row.
pub(super) struct Table<'a> {
    pub(super) caption: &'a str,
    pub(super) columns: &'a [Column<'a>],
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A column's head.
#[derive(Clone, Copy)]
pub(super) enum Column<'a> {
    /// Of words.
    Words(&'a str),
    /// Of numbers.
    Numbers(&'a str),
}

/// What a cell holds.
pub(super) enum Cell {
    /// Words.
    Words(String),
    /// An id or a code.
    Code(String),
    /// A number.
    Number(u64),
    /// A number that is spelled (a share, a size).
    Spelled(String),
    /// Words that lead to an address.
    Link(String, String),
    /// Nothing.
    Nothing,
}

impl Cell {
    pub(super) fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    pub(super) fn code(code: &impl ToString) -> Self {
        Self::Code(code.to_string())
    }

    /// Words that lead somewhere if there is an address.
    pub(super) fn leading(words: &impl ToString, address: Option<String>) -> Self {
        match address {
            Some(address) => Self::Link(words.to_string(), address),
            None => Self::Code(words.to_string()),
        }
    }

    fn inner(&self) -> Markup {
        html! {
            @match self {
                Self::Words(words) | Self::Spelled(words) => { (words) },
                Self::Code(code) => { code { (code) } },
                Self::Number(number) => { (grouped(*number)) },
                Self::Link(words, address) => { a href=(address) { (words) } },
                Self::Nothing => {},
            }
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Spelled(_))
    }
}

impl Table<'_> {
    /// The table; nothing if it has no rows.
    pub(super) fn markup(&self) -> Markup {
        html! {
            @if !self.rows.is_empty() {
                // A wide table is moved within its frame, with the keyboard too.
                div.frame tabindex="0" role="region" aria-label=(self.caption) {
                    table {
                        caption { (self.caption) }
                        thead { tr { @for column in self.columns { (column.markup()) } } }
                        tbody {
                            @for row in &self.rows {
                                tr {
                                    @for (place, cell) in row.iter().enumerate() {
                                        @let class = cell.is_number().then_some("number");
                                        @if place == 0 {
                                            th scope="row" class=[class] { (cell.inner()) }
                                        } @else {
                                            td class=[class] { (cell.inner()) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Column<'_> {
    fn markup(self) -> Markup {
        match self {
            Self::Words(name) => html! { th scope="col" { (name) } },
            Self::Numbers(name) => html! { th.number scope="col" { (name) } },
        }
    }
}

/// A number with its thousands apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A share in percent with one decimal, rounded down, so that only all of it is 100 %.
pub(super) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    match u128::from(part) * 1000 / u128::from(whole) {
        0 if part > 0 => "< 0.1 %".to_owned(),
        tenths => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

/// A size in the largest unit of which there is one, with one decimal, as 1,000 to the next.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 4] =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = u128::from(bytes) * 10 / u128::from(*unit);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, share, size};

    #[test]
    fn numbers_are_spelled_for_people() {
        for (number, words) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (1_000_000, "1,000,000")]
        {
            assert_eq!(grouped(number), words);
        }
        assert_eq!(share(1, 3), "33.3 %");
        assert_eq!(share(9_999, 10_000), "99.9 %");
        assert_eq!(
            (share(1, 10_000), share(0, 10_000)),
            ("< 0.1 %".to_owned(), "0.0 %".to_owned())
        );
        assert_eq!((share(7, 7), share(0, 0)), ("100.0 %".to_owned(), "-".to_owned()));
        for (bytes, words) in [(999, "999 B"), (1_500, "1.5 kB"), (4_200_000_000, "4.2 GB")] {
            assert_eq!(size(bytes), words);
        }
    }
}
