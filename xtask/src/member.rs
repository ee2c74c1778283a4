use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, Package};
use serde::Deserialize;

use crate::fault::{Fault, Result};

/// A crate of the workspace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// The package id, as cargo's messages name it.
    pub(crate) id: String,
    /// Whether it is for the public.
    pub(crate) published: bool,
    pub(crate) library: bool,
    pub(crate) description: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) rust_version: Option<String>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) dependencies: Vec<Need>,
    /// How many lines its README has, if there is one.
    pub(crate) readme: Option<usize>,
    /// Whether it takes the workspace's lints.
    pub(crate) lints: bool,
}

/// A dependency on another crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) name: String,
    /// Whether only tests and examples need it.
    pub(crate) development: bool,
    /// Whether it names a path and no version, so that publishing leaves it out.
    pub(crate) path_only: bool,
}

#[derive(Debug, Default, Deserialize)]
struct Manifest {
    #[serde(default)]
    lints: Lints,
}

#[derive(Debug, Default, Deserialize)]
struct Lints {
    #[serde(default)]
    workspace: bool,
    /// The crate's own, by tool and name.
    #[serde(flatten)]
    own: BTreeMap<String, toml::Table>,
}

/// The manifest of the workspace, of which only the lints are read.
#[derive(Debug, Deserialize)]
struct Root {
    workspace: Whole,
}

#[derive(Debug, Deserialize)]
struct Whole {
    lints: BTreeMap<String, toml::Table>,
}

/// The one lint that a crate cannot lower once it is inherited: a crate that calls C has all others,
/// as the workspace has them.
const CANNOT_BE_LOWERED: (&str, &str) = ("rust", "unsafe_code");

impl Lints {
    /// Whether they are the workspace's, but perhaps for that one.
    fn are(&self, workspace: &BTreeMap<String, toml::Table>) -> bool {
        self.workspace
            || workspace.iter().all(|(tool, lints)| {
                lints.iter().all(|(name, level)| {
                    (tool.as_str(), name.as_str()) == CANNOT_BE_LOWERED
                        || self.own.get(tool).and_then(|own| own.get(name)) == Some(level)
                })
            })
    }
}

impl Member {
    pub(crate) fn read(root: &Path, package: &Package) -> Result<Self> {
        let path = package.manifest_path.as_std_path();
        let text = fs::read_to_string(path)
            .map_err(|cause| Fault::Unreadable { path: path.to_owned(), cause })?;
        let manifest: Manifest = toml::from_str(&text)
            .map_err(|fault| Fault::shape(path.display().to_string(), fault.to_string()))?;
        let folder = path.parent().unwrap_or(root);
        let readme = fs::read_to_string(folder.join("README.md")).ok();
        Ok(Self {
            name: package.name.to_string(),
            id: package.id.repr.clone(),
            published: package.publish.as_ref().is_none_or(|registries| !registries.is_empty()),
            library: package.targets.iter().any(cargo_metadata::Target::is_lib),
            description: package.description.clone(),
            licence: package.license.clone(),
            rust_version: package.rust_version.as_ref().map(ToString::to_string),
            features: package.features.clone(),
            dependencies: package.dependencies.iter().map(Need::of).collect(),
            readme: readme.map(|text| text.lines().count()),
            lints: manifest.lints.are(&whole(root)?),
        })
    }
}

/// The lints of the workspace; none if it is a workspace of a test.
fn whole(root: &Path) -> Result<BTreeMap<String, toml::Table>> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|cause| Fault::Unreadable { path, cause })?;
    let none = || BTreeMap::from([(String::from("rust"), toml::Table::from_iter([none_such()]))]);
    Ok(toml::from_str::<Root>(&text).map_or_else(|_| none(), |root| root.workspace.lints))
}

/// A lint that no crate has, so that only `workspace = true` is taken.
fn none_such() -> (String, toml::Value) {
    ("none_such".to_owned(), toml::Value::String("warn".to_owned()))
}

impl Need {
    fn of(dependency: &cargo_metadata::Dependency) -> Self {
        Self {
            name: dependency.name.clone(),
            development: dependency.kind == DependencyKind::Development,
            path_only: dependency.path.is_some() && dependency.req.comparators.is_empty(),
        }
    }
}
