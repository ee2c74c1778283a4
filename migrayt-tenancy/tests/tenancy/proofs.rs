//! What must not compile differs in one line from what must, so that it fails for that line.

/// The files with how many blocks each has.
const PROOFS: [(&str, usize); 2] =
    [(include_str!("../../src/proofs.rs"), 30), (include_str!("../../src/postgres/proofs.rs"), 18)];

struct Block<'a> {
    tag: &'a str,
    lines: Vec<&'a str>,
}

fn blocks(proofs: &str) -> Vec<Block<'_>> {
    let lines = proofs.lines().map(|line| line.trim_start_matches("//!").trim_start());
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open = false;
    for line in lines {
        match (line.strip_prefix("```"), open) {
            (Some(tag), false) => blocks.push(Block { tag, lines: Vec::new() }),
            (None, true) => blocks.last_mut().unwrap().lines.push(line),
            _ => {}
        }
        open ^= line.starts_with("```");
    }
    blocks
}

#[test]
fn each_failure_has_a_twin_that_compiles_and_differs_in_one_line() {
    for (proofs, number) in PROOFS {
        let blocks = blocks(proofs);
        assert_eq!(blocks.len(), number);
        for pair in blocks.chunks(2) {
            let [good, bad] = pair else { panic!("a block without its twin") };
            assert_eq!(good.tag, "");
            let code = bad.tag.strip_prefix("compile_fail,E").expect(bad.tag);
            assert!(code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            assert_eq!(good.lines.len(), bad.lines.len());
            let different = good.lines.iter().zip(&bad.lines).filter(|(good, bad)| good != bad);
            assert_eq!(different.count(), 1, "{:?}", bad.lines);
        }
    }
}
