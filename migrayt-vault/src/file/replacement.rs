use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind as IoKind, Write as _};
use std::path::Path;

use migrayt_core::Result;
use migrayt_core::error::Effect;

use super::fault::unwritable;
use super::step::{Step, Steps};

/// The name of a file before it has its own. Whoever writes holds the lock, so that there is one
/// at most in a folder; one that a killed process left is thrown away.
const NEW: &str = "new";

/// Makes a file, or replaces one, as one step: whoever reads it, now or after a crash, finds the old
/// bytes or the new ones. It is on the disk afterwards. Only its owner can read it.
///
/// # Errors
/// `Unavailable`; the effect is unknown once the new file may be in its place.
pub(super) fn replace(path: &Path, bytes: &[u8], steps: &Steps) -> Result<()> {
    let new = path.with_file_name(NEW);
    write(&new, bytes, steps).map_err(unwritable)?;
    rename(&new, path, steps)
}

/// Puts a file that is on the disk in the place of another of its folder, as one step.
///
/// # Errors
/// `Unavailable`; the effect is unknown once it may be in its place.
pub(super) fn rename(file: &Path, path: &Path, steps: &Steps) -> Result<()> {
    fs::rename(file, path).map_err(unwritable)?;
    steps.reached(Step::Renamed);
    flush_folder_of(path).map_err(|source| unwritable(source).with_effect(Effect::Unknown))
}

/// Removes a file, for good when it returns; tells whether it was there.
pub(super) fn remove(path: &Path) -> Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => {
            flush_folder_of(path)
                .map_err(|source| unwritable(source).with_effect(Effect::Unknown))?;
            Ok(true)
        }
        Err(error) if error.kind() == IoKind::NotFound => Ok(false),
        Err(error) => Err(unwritable(error)),
    }
}

fn write(new: &Path, bytes: &[u8], steps: &Steps) -> io::Result<()> {
    match fs::remove_file(new) {
        Err(error) if error.kind() != IoKind::NotFound => return Err(error),
        _ => {}
    }
    steps.reached(Step::Begun);
    let mut file = create(new)?;
    let (first, second) = bytes.split_at(bytes.len() / 2);
    file.write_all(first)?;
    steps.reached(Step::HalfWritten);
    file.write_all(second)?;
    steps.reached(Step::Written);
    file.sync_all()?;
    steps.reached(Step::Flushed);
    Ok(())
}

/// Makes a file that is not there yet and that only its owner can read, from its first moment on.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Puts on the disk which files a folder has.
#[cfg(unix)]
pub(super) fn flush_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Elsewhere a folder cannot be opened; what was renamed is on the disk when the system says so.
#[cfg(not(unix))]
pub(super) fn flush_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}
