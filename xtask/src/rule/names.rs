//! A file is called after what is in it: `foo.rs` beside `foo/`, and nothing called after nothing.

use super::Proof;
use crate::finding::Finding;
use crate::source::SourceFile;
use crate::workspace::Workspace;

const EMPTY_WORDS: [&str; 9] =
    ["util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "stuff"];

pub(super) fn prove(workspace: &Workspace) -> Proof {
    Proof { looked_at: workspace.files.len(), findings: find(&workspace.files) }
}

fn find(files: &[SourceFile]) -> Vec<Finding> {
    files.iter().filter_map(|file| Some(Finding::of(&file.path, fault(&file.path)?))).collect()
}

fn fault(path: &str) -> Option<String> {
    if path.ends_with("/mod.rs") {
        return Some("put the module into `foo.rs` beside `foo/`".into());
    }
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let empty = path
        .split('/')
        .find(|part| part.split(['_', '-']).any(|word| EMPTY_WORDS.contains(&word)))?;
    Some(format!("`{empty}` says nothing; a function lives on the type that it serves"))
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::source::SourceFile;

    #[test]
    fn empty_names_are_found_as_files_folders_and_parts() {
        let paths = [
            "a/src/utils.rs",
            "a/src/common/thing.rs",
            "a/src/run_manager.rs",
            "a/tests/walk/mod.rs",
            "a/src/commoner.rs",
            "a/src/model.rs",
        ];
        let files = paths.map(|path| SourceFile::parse(path, "").unwrap());
        let places: Vec<String> = find(&files).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, paths[..4]);
    }
}
