//! The rules over two small workspaces: one in which everything is sound and one in which
//! everything is broken.

use super::{Proof, RULES};
use crate::fixture::workspace;

const SOUND: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        r#"
            [workspace]
            resolver = "3"
            members = ["low", "high", "migrayt-testkit"]
            [workspace.lints.rust]
            unsafe_code = "forbid"
            [profile.ci]
            inherits = "dev"
        "#,
    ),
    (
        "deny.toml",
        r#"
            graph.targets = ["x86_64-unknown-linux-gnu"]
            licenses.allow = ["MIT"]
            bans.deny = [{ crate = "ring", reason = "one provider" }]
        "#,
    ),
    (
        "docs/architecture.md",
        "| room | what | may depend on |\n|---|---|---|\n\
         | `low` | a | nothing of ours |\n\
         | `high` | b | `low` |\n\
         | `migrayt-testkit` | c | `low` |\n\n\
         [deny](../deny.toml)\n",
    ),
    (
        "low/Cargo.toml",
        r#"
            [package]
            name = "low"
            version = "0.1.0"
            edition = "2024"
            description = "The floor"
            license = "MIT OR GPL-3.0-only"
            rust-version = "1.85"
            [lints]
            workspace = true
            [features]
            default = []
            more = []
            [dev-dependencies]
            migrayt-testkit.path = "../migrayt-testkit"
        "#,
    ),
    ("low/README.md", "# low\n\nThe\n\nfloor\n\nof it: `low/src/lib.rs::it_holds`.\n"),
    ("low/src/lib.rs", "//! The floor.\n#[cfg(test)] mod t { #[test] fn it_holds() {} }\n"),
    (
        "high/Cargo.toml",
        r#"
            [package]
            name = "high"
            version = "0.1.0"
            edition = "2024"
            description = "The roof"
            license = "MIT"
            rust-version = "1.85"
            [lints]
            workspace = true
            [dependencies]
            low = { path = "../low", version = "0.1.0" }
        "#,
    ),
    ("high/README.md", "# high\n\nThe\n\nroof\n\nof it.\n"),
    ("high/src/lib.rs", "//! The roof.\n"),
    (
        "migrayt-testkit/Cargo.toml",
        r#"
            [package]
            name = "migrayt-testkit"
            version = "0.1.0"
            edition = "2024"
            description = "The tools"
            license = "MIT"
            rust-version = "1.85"
            [lints]
            workspace = true
            [dependencies]
            low = { path = "../low", version = "0.1.0" }
        "#,
    ),
    ("migrayt-testkit/README.md", "# tools\n\nThe\n\ntools\n\nof it.\n"),
    ("migrayt-testkit/src/lib.rs", "//! The tools.\n"),
];

/// What stands in the place of the sound files; each rule must find something in it.
const BROKEN: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        r#"
            [workspace]
            resolver = "3"
            members = ["low", "high", "migrayt-testkit", "ring", "reqwest"]
            exclude = ["outside"]
            [workspace.lints.rust]
            unsafe_code = "forbid"
            [profile.ci]
            inherits = "dev"
        "#,
    ),
    (
        "low/Cargo.toml",
        r#"
            [package]
            name = "low"
            version = "0.1.0"
            edition = "2024"
            license = "GPL-3.0-only"
            [features]
            default = ["more"]
            more = []
            [dependencies]
            ring = { path = "../ring", version = "0.17.0" }
            reqwest = { path = "../reqwest", version = "0.1.0" }
            outside = { path = "../outside", version = "0.1.0" }
        "#,
    ),
    (
        "low/src/lib.rs",
        "#[cfg(feature = \"more\")] compile_error!(\"more\");\n\
         #[allow(dead_code)]\nfn a() { println!() }\npub mod utils;\n",
    ),
    ("low/src/utils.rs", "// long\n//\n"),
    ("low/README.md", "# low\n\n[gone](gone.md) `low/src/lib.rs::a`\n"),
    (
        "ring/Cargo.toml",
        "[package]\nname = \"ring\"\nversion = \"0.17.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n",
    ),
    ("ring/src/lib.rs", ""),
    (
        "reqwest/Cargo.toml",
        "[package]\nname = \"reqwest\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n",
    ),
    ("reqwest/src/lib.rs", ""),
    (
        "outside/Cargo.toml",
        "[package]\nname = \"outside\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n",
    ),
    ("outside/src/lib.rs", ""),
];

#[test]
fn a_sound_workspace_keeps_every_rule() {
    let (_root, workspace) = workspace(&[SOUND]);
    // The places that `calls` declares are those of the real workspace.
    for rule in RULES.iter().filter(|rule| rule.name != "calls") {
        let Proof { looked_at, findings } = (rule.prove)(&workspace).unwrap();
        assert!(looked_at > 0, "{}", rule.name);
        assert_eq!(findings, [], "{}", rule.name);
    }
}

#[test]
fn a_broken_workspace_breaks_every_rule() {
    let long = "//\n".repeat(601);
    let (_root, workspace) = workspace(&[SOUND, BROKEN, &[("low/src/long.rs", &long)]]);
    for rule in RULES {
        let found = (rule.prove)(&workspace).unwrap().findings;
        let (place, message) = match rule.name {
            "direction" => ("low", "may not depend on ring"),
            "light" => ("low", "brings reqwest without"),
            "hygiene" => ("low", "turns features on by default"),
            "lengths" => ("low/src/long.rs", "601 lines"),
            "names" => ("low/src/utils.rs", "says nothing"),
            "calls" => ("low/src/lib.rs", "prints nothing"),
            "attributes" => ("low/src/lib.rs", "lowers a lint"),
            "links" => ("low/README.md", "links to gone.md"),
            "proofs" => ("low/README.md", "low/src/lib.rs::a"),
            "licences" => ("low", "GPL-3.0-only"),
            "crates" => ("ring 0.17.0", "one provider"),
            "sources" => ("outside", "neither from"),
            "features" => ("low", "does not compile with `more` alone"),
            name => panic!("{name} has no violation here"),
        };
        let hit = |place: &str, message: &str| {
            found.iter().any(|found| found.place == place && found.message.contains(message))
        };
        assert!(hit(place, message), "{}: {found:?}", rule.name);
    }
}
