use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};
use crate::ffi::{self, Library};
use crate::workspace::Workspace;

/// Where the bindings find the library, and where they are built.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The workspace.
    pub(crate) root: PathBuf,
    /// The folder below which the library is installed as a user would install it.
    pub(crate) prefix: PathBuf,
    /// The folder below which each binding is built.
    pub(crate) build: PathBuf,
}

impl Place {
    /// Installs a library below `target`.
    pub(crate) fn make(workspace: &Workspace, library: &Library) -> Result<Self> {
        Self::below(workspace, library, "bindings")
    }

    /// The same in another folder below `target`.
    pub(crate) fn below(workspace: &Workspace, library: &Library, name: &str) -> Result<Self> {
        let build = workspace.root.join("target").join(name);
        let prefix = build.join("prefix");
        fs::create_dir_all(&prefix).map_err(|cause| unreadable(&prefix, cause))?;
        ffi::install(workspace, library, &prefix)?;
        Ok(Self { root: workspace.root.clone(), prefix, build })
    }

    /// The sources of a binding.
    pub(crate) fn sources(&self, name: &str) -> PathBuf {
        self.root.join("bindings").join(name)
    }

    /// The cases that every binding passes.
    pub(crate) fn cases(&self) -> PathBuf {
        self.root.join("bindings/conformance/cases.json")
    }

    /// The shared library.
    pub(crate) fn library(&self) -> PathBuf {
        self.prefix.join("lib/libmigrayt.so")
    }

    /// The folder in which a binding is built.
    pub(crate) fn build_of(&self, name: &str) -> Result<PathBuf> {
        let path = self.build.join(name);
        fs::create_dir_all(&path).map_err(|cause| unreadable(&path, cause))?;
        Ok(path)
    }
}

/// Copies a file, or a folder with all that is in it.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|cause| unreadable(folder, cause))?;
        }
        return fs::copy(from, to).map(drop).map_err(|cause| unreadable(from, cause));
    }
    fs::create_dir_all(to).map_err(|cause| unreadable(to, cause))?;
    for entry in fs::read_dir(from).map_err(|cause| unreadable(from, cause))? {
        let path = entry.map_err(|cause| unreadable(from, cause))?.path();
        copy_tree(&path, &to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// What cannot be read or written.
pub(crate) fn unreadable(path: &Path, cause: std::io::Error) -> Fault {
    Fault::Unreadable { path: path.to_owned(), cause }
}
