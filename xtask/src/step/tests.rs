//! The steps over a small workspace in which each of them has something that passes and something
//! that fails.

use super::{BUILDS, FORMATTING, Step};
use crate::fixture::{Files, workspace};
use crate::row::{Skip, Tally};

const MANIFEST: &str = r#"
    [workspace]
    resolver = "3"
    members = ["examples"]
    [profile.ci]
    inherits = "dev"
"#;

const DENY: &str = r#"
    graph.targets = ["x86_64-unknown-linux-gnu"]
    licenses.allow = ["MIT"]
    bans.deny = []
"#;

const PACKAGE: &str = r#"
    [package]
    name = "migrayt-examples"
    version = "0.1.0"
    edition = "2024"
    license = "MIT"
"#;

const MIXED: Files<'_> = &[
    ("Cargo.toml", MANIFEST),
    ("deny.toml", DENY),
    ("examples/Cargo.toml", PACKAGE),
    (
        "examples/src/lib.rs",
        "//! [`Nothing`]\n\n/// One.\n///\n/// ```\n/// assert_eq!(migrayt_examples::one(), 1);\n/// ```\n///\n\
         /// ```\n/// assert_eq!(migrayt_examples::one(), 2);\n/// ```\n\
         pub fn one() -> u32 { return 1; }\n",
    ),
    (
        "examples/tests/two.rs",
        "#[test]\nfn passes() {}\n#[test]\nfn passes_too() {}\n#[test]\nfn fails() { panic!() }\n",
    ),
    ("examples/examples/good.rs", "fn main() {}\n"),
    ("examples/examples/bad.rs", "fn main() { std::process::exit(1) }\n"),
];

const GOOD: Files<'_> = &[
    (
        "examples/src/lib.rs",
        "//! One.\n\n/// One.\n///\n/// ```\n/// assert_eq!(migrayt_examples::one(), 1);\n/// ```\n\
         pub fn one() -> u32 {\n    1\n}\n",
    ),
    ("examples/tests/two.rs", "#[test]\nfn passes() {}\n"),
    ("examples/examples/bad.rs", "fn main() {}\n"),
];

fn take(layers: &[Files<'_>]) -> Vec<(&'static str, Tally, Option<Skip>)> {
    let (_root, workspace) = workspace(layers);
    std::iter::once(&FORMATTING)
        .chain(&BUILDS)
        .map(|Step { name, take }| {
            let (tally, skip) = take(&workspace);
            (*name, tally, skip.filter(|skip| !skip.optional))
        })
        .collect()
}

#[test]
fn what_fails_is_counted_apart_from_what_passes() {
    let tally = |passed, failed| Tally { passed, failed };
    assert_eq!(
        take(&[MIXED]),
        [
            ("formatting", tally(0, 1), None),
            ("clippy", tally(0, 1), None),
            ("tests", tally(2, 1), None),
            ("doctests", tally(1, 1), None),
            ("examples", tally(1, 1), None),
            ("documentation", tally(0, 1), None),
        ]
    );
}

#[test]
fn what_is_sound_passes() {
    let steps = take(&[MIXED, GOOD]);
    let counts: Vec<Tally> = steps.into_iter().map(|(_, tally, _)| tally).collect();
    let all: Vec<Tally> = [1, 1, 1, 1, 2, 1].map(|passed| Tally { passed, failed: 0 }).into();
    assert_eq!(counts, all);
}

#[test]
fn no_examples_are_a_skip_that_is_not_optional() {
    let none: Files<'_> = &[
        ("Cargo.toml", MANIFEST),
        ("deny.toml", DENY),
        ("examples/Cargo.toml", PACKAGE),
        ("examples/src/lib.rs", ""),
    ];
    let (_, tally, skip) = take(&[none]).swap_remove(4);
    assert_eq!(tally, Tally::default());
    assert!(skip.is_some_and(|skip| skip.what.contains("migrayt-examples has none")));
}
