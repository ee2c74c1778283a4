use std::ops::AddAssign;

use crate::picture::{Picture, Standing};

/// What became of a migration, against one that nothing disturbed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Items and parts that do not stand.
    pub(crate) lost: u64,
    /// Items that stand more than once.
    pub(crate) twice: u64,
    /// Parts, links and nodes that stand more than once.
    pub(crate) parts_twice: u64,
    /// Parents, links, states and fields that are not as they should be.
    pub(crate) wrong: u64,
}

impl Verdict {
    /// Whether an undisturbed run brought over the whole source, each item once and below its
    /// own parent. It needs no other run to tell.
    pub(crate) fn of_calm(calm: &Picture) -> Self {
        let mut verdict = Self { wrong: calm.unmarked, ..Self::default() };
        for item in &calm.source {
            match calm.standing.get(item).map(Vec::as_slice) {
                None | Some([]) => verdict.lost += 1,
                Some([one]) => {
                    let parent = one.parent.as_ref();
                    let theirs = calm.parents.get(item);
                    verdict.wrong += u64::from(parent.is_some() && parent != theirs);
                }
                Some(several) => verdict.twice += count(several.len() - 1),
            }
        }
        let stray = calm.standing.keys().filter(|item| !calm.source.contains(*item)).count();
        verdict.wrong += count(stray);
        verdict
    }

    /// What a disturbed run made of it.
    pub(crate) fn of(found: &Picture, calm: &Picture) -> Self {
        let mut verdict = Self { wrong: found.unmarked, ..Self::default() };
        for (item, wanted) in &calm.standing {
            let Some(wanted) = wanted.first() else { continue };
            match found.standing.get(item).map(Vec::as_slice) {
                None | Some([]) => verdict.lost += 1,
                Some([one]) => verdict.compare(one, wanted),
                Some(several) => verdict.twice += count(several.len() - 1),
            }
        }
        let stray = found.standing.keys().filter(|item| !calm.standing.contains_key(*item));
        verdict.wrong += count(stray.count());
        let (missing, extra) = differ(&found.nodes, &calm.nodes);
        verdict.lost += missing;
        verdict.parts_twice += extra;
        verdict
    }

    fn compare(&mut self, found: &Standing, wanted: &Standing) {
        let (missing, extra) = differ(&found.parts, &wanted.parts);
        self.lost += missing;
        self.parts_twice += extra;
        let (missing, extra) = differ(&found.links, &wanted.links);
        self.lost += missing;
        self.parts_twice += extra;
        let same = [
            found.parent == wanted.parent,
            found.issue_type == wanted.issue_type,
            found.status == wanted.status,
            found.fields == wanted.fields,
        ];
        self.wrong += count(same.iter().filter(|same| !**same).count());
    }

    /// Everything that stands more than once.
    pub(crate) fn duplicate(&self) -> u64 {
        self.twice + self.parts_twice
    }

    pub(crate) fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.lost += other.lost;
        self.twice += other.twice;
        self.parts_twice += other.parts_twice;
        self.wrong += other.wrong;
    }
}

/// How many of `wanted` are missing in `found`, and how many are there beyond them.
fn differ(found: &[String], wanted: &[String]) -> (u64, u64) {
    let mut rest: Vec<&String> = found.iter().collect();
    let mut missing = 0;
    for one in wanted {
        match rest.iter().position(|other| *other == one) {
            Some(place) => drop(rest.swap_remove(place)),
            None => missing += 1,
        }
    }
    (missing, count(rest.len()))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Verdict;
    use crate::picture::{Picture, Standing};

    fn standing(parent: Option<&str>, parts: &[&str]) -> Standing {
        Standing {
            parent: parent.map(str::to_owned),
            parts: parts.iter().map(ToString::to_string).collect(),
            links: vec!["Blocks Outward 1".to_owned()],
            ..Standing::default()
        }
    }

    fn calm() -> Picture {
        let mut picture = Picture::default();
        picture.source.extend(["1".to_owned(), "2".to_owned()]);
        picture.parents.insert("2".to_owned(), "1".to_owned());
        picture.standing.insert("1".to_owned(), vec![standing(None, &["a", "a"])]);
        picture.standing.insert("2".to_owned(), vec![standing(Some("1"), &["b"])]);
        picture.nodes.push("Web".to_owned());
        picture
    }

    #[test]
    fn what_is_whole_is_clean() {
        assert!(Verdict::of_calm(&calm()).is_clean());
        assert!(Verdict::of(&calm(), &calm()).is_clean());
    }

    #[test]
    fn what_is_missing_is_lost() {
        let mut found = calm();
        found.standing.insert("1".to_owned(), vec![standing(None, &["a"])]);
        found.standing.remove("2");
        found.nodes.clear();
        assert_eq!(Verdict::of(&found, &calm()).lost, 3);
        assert_eq!(Verdict::of_calm(&found).lost, 1);
    }

    #[test]
    fn what_stands_twice_is_a_duplicate() {
        let mut found = calm();
        let again = standing(Some("1"), &["b"]);
        found.standing.entry("2".to_owned()).or_default().push(again);
        found.standing.insert("1".to_owned(), vec![standing(None, &["a", "a", "a"])]);
        found.nodes.push("Web".to_owned());
        let verdict = Verdict::of(&found, &calm());
        assert_eq!((verdict.twice, verdict.parts_twice, verdict.duplicate()), (1, 2, 3));
        assert_eq!(Verdict::of_calm(&found).twice, 1);
    }

    #[test]
    fn another_parent_and_a_stranger_are_wrong() {
        let mut found = calm();
        found.standing.insert("2".to_owned(), vec![standing(Some("9"), &["b"])]);
        found.standing.insert("3".to_owned(), vec![standing(None, &[])]);
        found.unmarked = 1;
        assert_eq!(Verdict::of(&found, &calm()).wrong, 3);
        assert_eq!(Verdict::of_calm(&found).wrong, 3);
    }
}
