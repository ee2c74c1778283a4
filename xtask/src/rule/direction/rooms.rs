use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Result};

/// Who may depend on whom.
#[derive(Debug)]
pub(super) struct Rooms(BTreeMap<String, BTreeSet<String>>);

impl Rooms {
    /// Reads the table whose head begins with `room`: the first cell names the room, the last one
    /// those that it may depend on, each in backticks.
    pub(super) fn parse(place: &str, text: &str) -> Result<Self> {
        let rooms: BTreeMap<_, _> = text
            .lines()
            .skip_while(|line| !line.starts_with("| room |"))
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .map(|line| {
                let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
                let name = cells.first().and_then(|cell| ticked(cell).next());
                let below = cells.last().into_iter().flat_map(|cell| ticked(cell));
                match (name, cells.len()) {
                    (Some(name), 3) => Ok((name.to_owned(), below.map(String::from).collect())),
                    _ => {
                        Err(Fault::shape(place, format!("is no row of the table of rooms: {line}")))
                    }
                }
            })
            .collect::<Result<_>>()?;
        if rooms.is_empty() {
            return Err(Fault::shape(place, "has no table of rooms"));
        }
        Ok(Self(rooms))
    }

    /// Those that a room may depend on.
    pub(super) fn below(&self, name: &str) -> Option<&BTreeSet<String>> {
        self.0.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The words in backticks.
fn ticked(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::Rooms;

    #[test]
    fn the_table_is_found_among_other_text() {
        let text = "# Rooms\n\n| a | b |\n|---|---|\n| `x` | y |\n\n| room | what | may depend on |\n|---|---|---|\n| `one` | `code` | nothing of ours |\n| `two` | it | `one`, `zero` |\n\nMore.\n";
        let rooms = Rooms::parse("table", text).unwrap();
        assert_eq!(rooms.names().collect::<Vec<_>>(), ["one", "two"]);
        assert!(rooms.below("one").unwrap().is_empty());
        assert_eq!(rooms.below("two").unwrap().len(), 2);
        assert!(rooms.below("x").is_none());
    }

    #[test]
    fn a_broken_table_is_an_error() {
        assert!(Rooms::parse("table", "no table").is_err());
        assert!(
            Rooms::parse("table", "| room | what | may depend on |\n|---|---|---|\n| one | two |")
                .is_err()
        );
    }
}
