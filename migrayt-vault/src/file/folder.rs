use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind as IoKind, Read as _};
use std::path::{Path, PathBuf};

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;

use super::fault::{unreadable, unwritable};
use super::replacement;
use crate::store::Place;

/// The bits of a mode that give rights to others than the owner, at its low end.
#[cfg(unix)]
pub(super) const OTHERS: u32 = 6;

/// Where the files of a vault are:
///
/// ```text
/// vault           the header
/// lock            empty; locked by whoever writes
/// t-TENANT/k-NAME a secret
/// t-TENANT/s-NAME a value that is staged beside it
/// ```
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(super) fn header(&self) -> PathBuf {
        self.0.join("vault")
    }

    pub(super) fn secret(&self, place: &Place) -> PathBuf {
        self.0.join(place.folder())
    }

    /// The file of what is staged for a place.
    pub(super) fn staged(&self, place: &Place) -> PathBuf {
        let secret = self.secret(place);
        let name = secret.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        secret.with_file_name(format!("s{}", name.strip_prefix('k').unwrap_or(name)))
    }

    /// Makes the folder for its owner alone unless it is there.
    pub(super) fn make(&self) -> Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        owners(&mut builder);
        builder.create(&self.0).map_err(|source| {
            self.unusable("the vault's folder cannot be made")
                .with_help("Name a folder that this account may make.")
                .with_source(source)
        })
    }

    /// Refuses a folder that others may enter: they could exchange its files.
    #[cfg(unix)]
    pub(super) fn ensure_private(&self) -> Result<()> {
        use std::os::unix::fs::PermissionsExt as _;

        let mode = fs::metadata(&self.0).map_err(unreadable)?.permissions().mode();
        if mode.trailing_zeros() >= OTHERS {
            return Ok(());
        }
        Err(self
            .unusable("others than its owner may enter the vault's folder")
            .with_help("Take their rights away: chmod 700 and the folder's name."))
    }

    /// Elsewhere a folder of a user's profile is its owner's by inheritance.
    #[cfg(not(unix))]
    pub(super) fn ensure_private(&self) -> Result<()> {
        fs::metadata(&self.0).map_err(unreadable)?;
        Ok(())
    }

    /// Keeps all others from writing until it is dropped, in this process and in others. The system
    /// takes the lock back from a process that dies.
    pub(super) fn lock(&self) -> Result<File> {
        let path = self.0.join("lock");
        let file = match replacement::create(&path) {
            Err(error) if error.kind() == IoKind::AlreadyExists => {
                OpenOptions::new().write(true).open(&path)
            }
            made => made,
        };
        let file = file.map_err(unwritable)?;
        file.lock().map_err(|source| {
            Error::new(ErrorKind::Unavailable, "the vault cannot be locked")
                .with_help("Keep the vault on a local disk; some network disks have no locks.")
                .with_source(source)
        })?;
        Ok(file)
    }

    /// Makes the folder of a place's tenant unless it is there.
    pub(super) fn make_for(&self, place: &Place) -> Result<()> {
        let secret = self.secret(place);
        let Some(folder) = secret.parent() else { return Ok(()) };
        let mut builder = DirBuilder::new();
        owners(&mut builder);
        match builder.create(folder) {
            Ok(()) => replacement::flush_folder_of(folder).map_err(unwritable),
            Err(error) if error.kind() == IoKind::AlreadyExists => Ok(()),
            Err(error) => Err(unwritable(error)),
        }
    }

    /// The files of the secrets of a scope's tenant.
    pub(super) fn secrets(&self, scope: &TenantScope) -> Result<Vec<PathBuf>> {
        let folder = self.0.join(scope.scoped(()).prefix());
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == IoKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            // Others are what a killed process left, or what the system keeps about the folder.
            let is_secret = path
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with("k-") || name.starts_with("kh-"));
            if is_secret {
                files.push(path);
            }
        }
        Ok(files)
    }

    /// Reads a file, and of one that is longer than `longest` one byte more than that.
    pub(super) fn read(path: &Path, longest: usize) -> Result<Option<Vec<u8>>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == IoKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        };
        let mut bytes = Vec::new();
        let longest = u64::try_from(longest).unwrap_or(u64::MAX);
        file.take(longest.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(Some(bytes))
    }

    pub(super) fn unusable(&self, message: &'static str) -> Error {
        Error::new(ErrorKind::ConfigInvalid, message)
            .with("folder", Fact::name(self.0.display().to_string()))
    }
}

#[cfg(unix)]
fn owners(builder: &mut DirBuilder) {
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
}

#[cfg(not(unix))]
fn owners(_builder: &mut DirBuilder) {}
