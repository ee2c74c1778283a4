use std::path::PathBuf;

use super::Dist;
use crate::bindings::tool::{command, run};
use crate::bindings::{Place, copy_tree, node};
use crate::fault::Result;

/// The package of npm, with the library inside.
pub(super) fn pack(dist: &Dist<'_>, place: &Place) -> Result<PathBuf> {
    let package = dist.copy_of(&place.sources("node"), "node")?;
    let native = format!("native/linux-{}/libmigrayt.so", node::architecture());
    copy_tree(&place.library(), &package.join(native))?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy_tree(&dist.workspace.root.join(licence), &package.join(licence))?;
    }
    let out = dist.out.display().to_string();
    run(command(&package, "npm", &["pack", "--silent", "--pack-destination", &out]))?;
    Ok(dist.out.join(format!("migrayt-{}.tgz", dist.version)))
}
