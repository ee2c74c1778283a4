//! The examples in the documentation.

use super::suite;
use crate::cargo::Cargo;
use crate::row::{Skip, Tally};
use crate::workspace::Workspace;

pub(super) fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let arguments = [
        "test",
        "--profile",
        "ci",
        "--workspace",
        "--all-features",
        "--doc",
        "--quiet",
        "--no-fail-fast",
    ];
    (suite::count(Cargo::at(&workspace.root), &arguments, &[], libtest), None)
}

/// Adds up every `test result: ok. 3 passed; 0 failed; 1 ignored; ...`. One that is ignored has
/// not passed.
pub(super) fn libtest(text: &str) -> Option<Tally> {
    text.lines().filter_map(|line| one(line.split_once("test result: ")?.1)).sum::<Tally>().into()
}

fn one(line: &str) -> Option<Tally> {
    let number = |name: &str| {
        let before = line.split(';').find_map(|part| part.trim_end().strip_suffix(name))?;
        before.split_whitespace().last()?.parse::<u64>().ok()
    };
    Some(Tally { passed: number("passed")?, failed: number("failed")? + number("ignored")? })
}

#[cfg(test)]
mod tests {
    use super::libtest;
    use crate::row::Tally;

    #[test]
    fn results_of_all_crates_are_added_up() {
        let text = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s

test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
";
        assert_eq!(libtest(text), Some(Tally { passed: 4, failed: 3 }));
    }
}
