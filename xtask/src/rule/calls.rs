//! Time, waiting, randomness, settings, the network and printing stand only where they are
//! declared; what is half done stands nowhere.
//!
//! Clippy's `disallowed_methods` sees through names but can be lifted anywhere; this rule says where.

mod ban;
mod bans;

use self::ban::Ban;
use self::bans::BANS;
use super::Proof;
use crate::finding::Finding;
use crate::source::SourceFile;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Proof {
    let mut findings: Vec<Finding> =
        workspace.files.iter().flat_map(|file| find(file, &BANS)).collect();
    findings.extend(BANS.iter().flat_map(|ban| stale(ban, &workspace.files)));
    Proof { looked_at: workspace.files.len(), findings }
}

fn find(file: &SourceFile, bans: &[Ban]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = bans
        .iter()
        .flat_map(|ban| ban.hits(file).map(move |line| (line, ban)))
        .map(|(line, ban)| Finding::at(&file.path, line, ban.reason))
        .collect();
    findings.sort();
    findings.dedup();
    findings
}

/// The declared places that are gone, so that the list stays as short as it can be.
fn stale(ban: &Ban, files: &[SourceFile]) -> Vec<Finding> {
    ban.places
        .iter()
        .chain(ban.within)
        .filter(|place| !files.iter().any(|file| file.is_in(&[place])))
        .map(|place| {
            Finding::of(*place, "is declared in xtask/src/rule/calls/bans.rs and does not stand")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ban::Ban;
    use super::{BANS, find, stale};
    use crate::source::SourceFile;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let file = SourceFile::parse(path, text).unwrap();
        find(&file, &BANS).into_iter().filter_map(|finding| finding.line).collect()
    }

    #[test]
    fn each_kind_of_call_is_found_in_a_library() {
        let calls = [
            "std::thread::sleep(pause)",
            "clock.sleep_until(moment).await",
            "tokio::time::timeout(pause, call).await",
            "OffsetDateTime::now_utc()",
            "Instant::now()",
            "std::env::var(name)",
            "env::set_var(name, value)",
            "getrandom::fill(&mut bytes)",
            "rand::random()",
            "reqwest::Client::new()",
            "TcpStream::connect(address)",
            "println!()",
            "eprint!()",
            "dbg!(value)",
            "todo!()",
            "unimplemented!()",
        ];
        for call in calls {
            let text = format!("fn a() {{\n{call};\n}}");
            assert_eq!(lines("migrayt-journal/src/rules.rs", &text), [2], "{call}");
        }
    }

    #[test]
    fn comments_strings_and_definitions_are_not_calls() {
        let text = "// println!()\nfn sleep_until() { let _ = \"todo!()\"; }";
        assert!(lines("migrayt-mapping/src/rules.rs", text).is_empty());
    }

    #[test]
    fn declared_places_and_tests_are_left_alone() {
        assert!(lines("migrayt-cli/src/main.rs", "fn a() { env::var(b); println!() }").is_empty());
        let text = "#[cfg(test)] mod tests { fn a() { let _ = HashMap::new(); } }";
        assert!(lines("migrayt-core/src/plan.rs", text).is_empty());
    }

    #[test]
    fn what_is_half_done_is_found_in_tests_too() {
        assert_eq!(lines("migrayt-core/tests/a.rs", "fn a() { todo!() }"), [1]);
        assert_eq!(lines("migrayt-cli/src/main.rs", "fn a() { dbg!(1) }"), [1]);
    }

    #[test]
    fn core_is_pure() {
        for text in
            ["use std::collections::HashMap;", "fn a() { std::fs::read(b) }", "use std::net;"]
        {
            assert_eq!(lines("migrayt-core/src/plan.rs", text), [1], "{text}");
        }
    }

    #[test]
    fn a_place_that_is_gone_is_found() {
        let ban = Ban { places: &["gone/src/a.rs"], ..BANS[0] };
        let files = [SourceFile::parse("gone/src/b.rs", "").unwrap()];
        assert_eq!(stale(&ban, &files).len(), 1);
    }
}
