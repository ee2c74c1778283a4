//! A file has one noun: at most 600 lines, and a `lib.rs`, which has no logic, 60.

use super::Proof;
use crate::finding::Finding;
use crate::source::SourceFile;
use crate::workspace::Workspace;

const LONGEST: usize = 600;
const LONGEST_FRONT: usize = 60;

pub(super) fn prove(workspace: &Workspace) -> Proof {
    Proof { looked_at: workspace.files.len(), findings: find(&workspace.files) }
}

fn find(files: &[SourceFile]) -> Vec<Finding> {
    files
        .iter()
        .filter_map(|file| {
            let limit = if file.name() == "lib.rs" { LONGEST_FRONT } else { LONGEST };
            (file.lines > limit).then(|| {
                let lines = file.lines;
                Finding::of(
                    &file.path,
                    format!("{lines} lines, at most {limit}: give each noun its file"),
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::source::SourceFile;

    fn file(path: &str, lines: usize) -> SourceFile {
        SourceFile::parse(path, &"// line\n".repeat(lines)).unwrap()
    }

    #[test]
    fn only_files_over_the_limit_are_found() {
        let files = [
            file("a/src/fits.rs", 600),
            file("a/src/long.rs", 601),
            file("a/src/lib.rs", 61),
            file("b/src/lib.rs", 60),
        ];
        let places: Vec<String> = find(&files).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["a/src/long.rs", "a/src/lib.rs"]);
    }
}
