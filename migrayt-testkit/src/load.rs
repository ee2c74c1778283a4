//! Reading real items from files: exports of either tracker, and the templates of the Azure
//! DevOps demo generator.

mod file;
pub(crate) mod relate;

use std::path::Path;

use migrayt_core::{Error, ErrorKind, Result};
use serde_json::Value;

use self::relate::Numbering;

/// Which tracker items come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Work items of Azure DevOps.
    AzureDevOps,
    /// Issues of Jira.
    Jira,
}

/// Items from files, in the order of the files' paths.
#[derive(Clone)]
#[non_exhaustive]
pub struct Load {
    /// The tracker that they come from.
    pub kind: Kind,
    /// The items in the shape of the tracker's REST API.
    pub items: Vec<Value>,
    /// Links left out because the item that they lead to is not among them.
    pub links_dropped: usize,
}

impl std::fmt::Debug for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Load")
            .field("kind", &self.kind)
            .field("items", &self.items.len())
            .field("links_dropped", &self.links_dropped)
            .finish()
    }
}

/// Reads all items of a file or of a folder with all folders in it.
///
/// Files end in `.json`, `.jsonl` or `.ndjson`, perhaps followed by `.gz`, and hold one item, a
/// list of items, an answer with a list (`value`, `issues`, `items`), or an item a line; a byte
/// order mark is skipped. In a folder, files without items are passed over.
///
/// Jira's items stay as they are. Those of Azure DevOps are put into one project: its name stands
/// in for `$ProjectName$`, for `System.TeamProject`, and for the first part of area and iteration
/// paths. If two items have one id, as items of different templates do, all are numbered anew from
/// 1, and links follow: an id counts within the item's own folder, where a folder called
/// `WorkItems` belongs to the one above it.
///
/// # Errors
/// `NotFound` if there is no such file or folder, `DataCorrupt` if a file cannot be read as what
/// its ending says, `InputInvalid` if there are no items, or items of both trackers.
pub fn load(path: &Path, project: &str) -> Result<Load> {
    let mut kind = None;
    let mut numbering = Numbering::default();
    for file in file::files(path)? {
        for item in file::items(&file)? {
            let Some(found) = detect(&item) else { continue };
            if kind.is_some_and(|kind| kind != found) {
                return Err(Error::new(ErrorKind::InputInvalid, "there are items of two trackers")
                    .with_help("Load the files of each tracker by themselves."));
            }
            kind = Some(found);
            numbering.add(file.parent().unwrap_or(&file), item);
        }
    }
    match kind {
        None => Err(Error::new(ErrorKind::InputInvalid, "there are no items")
            .with_help("The files must hold items as the REST API of the tracker shows them.")),
        Some(Kind::Jira) => {
            Ok(Load { kind: Kind::Jira, items: numbering.untouched(), links_dropped: 0 })
        }
        Some(Kind::AzureDevOps) => {
            let (mut items, links_dropped) = numbering.finish();
            for item in &mut items {
                relate::adopt(item, project);
            }
            Ok(Load { kind: Kind::AzureDevOps, items, links_dropped })
        }
    }
}

/// Reads items from text with an item a line, as [`load`] would from a file.
///
/// # Errors
/// As [`load`].
pub fn lines(text: &str, project: &str) -> Result<Vec<Value>> {
    let mut numbering = Numbering::default();
    for item in file::lines(text, Path::new("text"))? {
        numbering.add(Path::new(""), item);
    }
    let (mut items, _) = numbering.finish();
    for item in &mut items {
        relate::adopt(item, project);
    }
    Ok(items)
}

fn detect(item: &Value) -> Option<Kind> {
    let fields = item.get("fields")?;
    if fields.get("System.WorkItemType").is_some() {
        Some(Kind::AzureDevOps)
    } else if item.get("key").is_some() && fields.get("issuetype").is_some() {
        Some(Kind::Jira)
    } else {
        None
    }
}
