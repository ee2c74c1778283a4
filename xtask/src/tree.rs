//! What cargo really builds: the metadata lists optional crates that no feature asks for, the tree
//! does not.

use std::collections::BTreeSet;

use crate::cargo::Cargo;
use crate::fault::Result;

/// A crate in a build: its name and version.
pub(crate) type Built = (String, String);

/// The crates that a tree command names.
pub(crate) fn built(cargo: Cargo<'_>, arguments: &[&str]) -> Result<BTreeSet<Built>> {
    let fixed = ["tree", "--quiet", "--locked", "--prefix", "none", "--format", "{p}"];
    let whole: Vec<&str> = fixed.iter().chain(arguments).copied().collect();
    Ok(parse(&cargo.read(&whole)?))
}

fn parse(text: &str) -> BTreeSet<Built> {
    text.lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next()?;
            let version = words.next()?.strip_prefix('v')?;
            Some((name.to_owned(), version.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lines_of_a_tree_are_names_and_versions() {
        let text =
            "serde v1.0.228\nserde_derive v1.0.228 (proc-macro) (*)\nours v0.1.0 (/a b/c)\n\n";
        let built = parse(text);
        let names: Vec<&str> = built.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["ours", "serde", "serde_derive"]);
        assert!(built.iter().all(|(_, version)| version.split('.').count() == 3));
    }
}
