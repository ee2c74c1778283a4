//! Small workspaces for tests.

use std::fs;

use tempfile::TempDir;

use crate::workspace::Workspace;

/// Paths and their texts.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

/// Writes a workspace, later files over earlier ones, and reads it. It is removed with the folder.
pub(crate) fn workspace(layers: &[Files<'_>]) -> (TempDir, Workspace) {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in layers.iter().copied().flatten() {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let workspace = Workspace::at(&root.path().join("Cargo.toml")).unwrap();
    (root, workspace)
}
