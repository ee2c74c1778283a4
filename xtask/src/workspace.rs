use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package};

use crate::cargo::Cargo;
use crate::fault::{Fault, Result};
use crate::member::Member;
use crate::policy::Policy;
use crate::source::SourceFile;
use crate::tree::{self, Built};

/// The workspace as the rules see it, read once.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// Where it stands.
    pub(crate) root: PathBuf,
    /// What cargo knows of it.
    pub(crate) metadata: Metadata,
    /// Its crates, by name.
    pub(crate) members: Vec<Member>,
    /// Its Rust files, by path.
    pub(crate) files: Vec<SourceFile>,
    /// The paths of its Markdown pages.
    pub(crate) pages: Vec<String>,
    /// The crates that are built for any of our platforms, with every feature.
    pub(crate) built: BTreeSet<Built>,
    /// What may be built.
    pub(crate) policy: Policy,
}

impl Workspace {
    /// Reads the workspace that this program belongs to.
    pub(crate) fn read() -> Result<Self> {
        Self::at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
    }

    /// Reads the workspace of a manifest.
    pub(crate) fn at(manifest: &Path) -> Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(manifest)
            .features(CargoOpt::AllFeatures)
            .exec()
            .map_err(|cause| Fault::command("cargo metadata", cause))?;
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let mut members = metadata
            .workspace_packages()
            .into_iter()
            .map(|package| Member::read(&root, package))
            .collect::<Result<Vec<_>>>()?;
        members.sort_by(|left, right| left.name.cmp(&right.name));
        let policy = Policy::read(&root)?;
        let mut arguments = vec!["--workspace", "--all-features"];
        for target in &policy.graph.targets {
            arguments.extend(["--target", target]);
        }
        let built = tree::built(Cargo::at(&root), &arguments)?;
        let paths = tree_of(&root)?;
        let pages = ending(&paths, ".md").map(String::from).collect();
        let files = ending(&paths, ".rs")
            .map(|path| SourceFile::read(&root, path))
            .collect::<Result<_>>()?;
        Ok(Self { root, metadata, members, files, pages, built, policy })
    }

    /// What cargo knows of the crates that are built.
    pub(crate) fn built_packages(&self) -> impl Iterator<Item = &Package> {
        self.metadata.packages.iter().filter(|package| {
            self.built.contains(&(package.name.to_string(), package.version.to_string()))
        })
    }

    /// The text of a file of the workspace.
    pub(crate) fn text(&self, relative: &str) -> Result<String> {
        let path = self.root.join(relative);
        fs::read_to_string(&path).map_err(|cause| Fault::Unreadable { path, cause })
    }
}

/// The paths of all files, with `/`, in order; without what is built and what is hidden.
fn tree_of(root: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let unreadable = |cause| Fault::Unreadable { path: folder.clone(), cause };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with('.') || name == "target" || name == "node_modules" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                paths.push(parts.join("/"));
            }
        }
    }
    paths.sort();
    Ok(paths)
}

fn ending<'a>(paths: &'a [String], end: &'a str) -> impl Iterator<Item = &'a str> {
    paths.iter().map(String::as_str).filter(move |path| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::Workspace;

    #[test]
    fn this_workspace_can_be_read() {
        let workspace = Workspace::read().unwrap();
        assert!(workspace.members.iter().any(|member| member.name == "xtask"));
        assert!(workspace.files.iter().any(|file| file.path == "xtask/src/workspace.rs"));
        assert!(workspace.built.iter().any(|(name, _)| name == "migrayt-core"));
        assert!(!workspace.files.iter().any(|file| file.path.starts_with("target/")));
    }
}
