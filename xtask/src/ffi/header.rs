//! The header, made from the functions themselves.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder;
use crate::fault::{Fault, Result};
use crate::terminal;

/// The files with what the header declares, in the order in which it declares them.
const FILES: [&str; 8] = ["status", "view", "handle", "about", "engine", "run", "event", "error"];

/// What a reader is told before anything else.
const PREFACE: &str = "\
// The C ABI of Migrayt, which moves work items between trackers.
//
// A program makes an engine, starts jobs on it and fetches their events. There are no callbacks:
// a connector, vault, journal or directory that the program implements itself is asked by events
// of the kind MIGRAYT_REQUEST, and answers with migrayt_answer. Jobs, events and questions are
// JSON, which docs/embedding.md describes.
//
// Every function:
// - never unwinds and never aborts; a fault of the library is an error like any other;
// - takes NULL for any pointer and answers MIGRAYT_MISUSE, or does nothing if it only frees;
// - takes texts as pointer and length, in UTF-8 without a NUL at their end;
// - gives its error to `error`, to be freed by migrayt_error_free; `error` may be NULL; after a
//   call that was good it is NULL.
//
// A handle is used by one thread at a time, or the call answers MIGRAYT_MISUSE; pausing, resuming,
// cancelling and answering are for any thread at any time. A handle that was freed is refused and
// not followed. After a fork only the parent may use the library; the child is told so.
//
// Made from the sources: do not edit it.
";

/// Writes the header.
pub(crate) fn write(root: &Path) -> Result<()> {
    let path = path(root);
    let unwritten = |cause| Fault::Unreadable { path: path.clone(), cause };
    fs::write(&path, make(root)?).map_err(unwritten)?;
    terminal::say(&format!("wrote {}", path.display()));
    Ok(())
}

/// Whether the header that is there says what the functions say.
pub(crate) fn is_current(root: &Path) -> Result<bool> {
    let current = read(root)? == make(root)?;
    if !current {
        terminal::complain(
            "include/migrayt.h is not what the functions say: `cargo xtask ffi header`",
        );
    }
    Ok(current)
}

/// The header as it is there.
pub(super) fn read(root: &Path) -> Result<String> {
    let path = path(root);
    fs::read_to_string(&path).map_err(|cause| Fault::Unreadable { path, cause })
}

fn path(root: &Path) -> PathBuf {
    folder(root).join("include/migrayt.h")
}

fn make(root: &Path) -> Result<String> {
    let folder = folder(root);
    let settings = folder.join("cbindgen.toml");
    let mut config = cbindgen::Config::from_file(&settings)
        .map_err(|reason| Fault::shape(settings.display().to_string(), reason))?;
    config.header = Some(PREFACE.trim_end().to_owned());
    config.after_includes = Some(format!(
        "\n// The version of this header: the major version of the library times 65,536, and its \
         minor version.\n#define MIGRAYT_ABI_VERSION {}",
        abi_version(root)?
    ));
    let sources = FILES.iter().map(|name| folder.join(format!("src/c/{name}.rs")));
    let builder =
        sources.fold(cbindgen::Builder::new().with_config(config), cbindgen::Builder::with_src);
    let mut text = Vec::new();
    builder
        .generate()
        .map_err(|cause| Fault::shape("migrayt-ffi/src/c", cause.to_string()))?
        .write(&mut text);
    Ok(without_safety(&String::from_utf8_lossy(&text)))
}

/// What Rust demands to be said of every unsafe function is said once, at the beginning.
fn without_safety(text: &str) -> String {
    let section = "//\n// # Safety\n// Pointers are NULL or point to what the types say, for the length \
                   of the call.\n";
    text.replace(section, "")
}

/// The number that the versions of the crate and of the ABI share.
pub(super) fn abi_version(root: &Path) -> Result<u32> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .current_dir(root)
        .no_deps()
        .exec()
        .map_err(|cause| Fault::command("cargo metadata", cause))?;
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "migrayt-ffi");
    let version =
        &package.ok_or_else(|| Fault::shape("the workspace", "has no migrayt-ffi"))?.version;
    u32::try_from(version.major << 16 | version.minor)
        .map_err(|_| Fault::shape("migrayt-ffi", "its version is too large"))
}
