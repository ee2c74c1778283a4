use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};

use super::version::Version;

/// The longest path: the names of sockets have 103 bytes on macOS and 107 on Linux, and
/// PostgreSQL's own is `/.s.PGSQL.5432`.
const LONGEST: usize = 103 - SOCKET.len() - 1;

const SOCKET: &str = ".s.PGSQL.5432";

/// What a folder may hold.
const NAMES: [&str; 8] =
    ["data", "data.new", "holder", "server", "log", "log.old", SOCKET, ".s.PGSQL.5432.lock"];

/// What a server of the program's own has on the disk:
///
/// ```text
/// data       the database, whole
/// data.new   one that is being made
/// holder     empty; locked by the process that started the server
/// server     empty; locked by the server and all of its processes
/// log        what the server says, since its start; log.old, since the start before
/// ```
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder for its owner alone unless it is there.
    ///
    /// # Errors
    /// `ConfigInvalid` if it cannot be made or used, others may enter it, or it holds other things.
    pub(super) fn open(path: &Path) -> Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|source| {
            unusable(path, "the database's folder cannot be made")
                .with_help("Name a folder that this account may make.")
                .with_source(source)
        })?;
        // The server is told where it is, and has another folder of its own.
        let whole = fs::canonicalize(path).map_err(|source| unreadable(path, source))?;
        let folder = Self(whole);
        folder.ensure_short()?;
        folder.ensure_private()?;
        folder.ensure_own()?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    pub(super) fn new_data(&self) -> PathBuf {
        self.0.join("data.new")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.0.join("log")
    }

    /// The version that made the database, or `None` while there is none.
    pub(super) fn made_by(&self) -> Result<Option<Version>> {
        match fs::read_to_string(self.data().join("PG_VERSION")) {
            Ok(text) => Version::of_folder(&text).map(Some).ok_or_else(|| self.damaged()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(unreadable(&self.0, error))
            }
            Err(_) if self.data().exists() => Err(self.damaged()),
            Err(_) => Ok(None),
        }
    }

    /// Keeps other processes from starting a server here until it is dropped or the process dies.
    ///
    /// # Errors
    /// `Conflict` if another has it.
    pub(super) fn hold(&self) -> Result<File> {
        self.lock("holder")?.ok_or_else(|| {
            Error::new(ErrorKind::Conflict, "the database's folder is in use by another process")
                .with_help("Stop the other one, or name another folder; one folder has one server.")
                .with("folder", Fact::name(self.0.display().to_string()))
        })
    }

    /// A lock for a server to inherit: as long as any process of one lives, there is no other.
    /// `None` while an earlier one does.
    pub(super) fn claim(&self) -> Result<Option<File>> {
        self.lock("server")
    }

    /// Clears away what an earlier server left that was killed. Whoever has the lock of the server
    /// knows that none lives here; PostgreSQL itself asks whether anything has the number of the
    /// earlier process, and in a container something always has.
    pub(super) fn clear(&self) -> Result<()> {
        let left = [self.data().join("postmaster.pid"), self.0.join(SOCKET), self.0.join(NAMES[7])];
        for path in left {
            absent_is_fine(fs::remove_file(path)).map_err(|source| unreadable(&self.0, source))?;
        }
        absent_is_fine(fs::remove_dir_all(self.new_data()))
            .map_err(|source| unreadable(&self.0, source))
    }

    /// Puts a database that was made in its place, for good.
    pub(super) fn keep_new_data(&self) -> Result<()> {
        fs::rename(self.new_data(), self.data())
            .and_then(|()| File::open(&self.0)?.sync_all())
            .map_err(|source| unreadable(&self.0, source))
    }

    /// A fresh log, which only its owner can read; the earlier one is kept.
    pub(super) fn start_log(&self) -> Result<File> {
        absent_is_fine(fs::rename(self.log(), self.0.join("log.old")))
            .and_then(|()| {
                OpenOptions::new().append(true).create_new(true).mode(0o600).open(self.log())
            })
            .map_err(|source| unreadable(&self.0, source))
    }

    fn lock(&self, name: &str) -> Result<Option<File>> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(self.0.join(name))
            .map_err(|source| unreadable(&self.0, source))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => {
                Err(Error::new(ErrorKind::Unavailable, "the database's folder cannot be locked")
                    .with_help(
                        "Keep the database on a local disk; some network disks have no locks.",
                    )
                    .with_source(source))
            }
        }
    }

    fn ensure_short(&self) -> Result<()> {
        if self.0.to_str().is_some_and(|path| path.len() <= LONGEST) {
            return Ok(());
        }
        Err(unusable(&self.0, "the path of the database's folder cannot have a socket in it")
            .with_help("Name a folder with a shorter path, in UTF-8.")
            .with("longest", LONGEST))
    }

    /// Who may enter the folder is a superuser of the database.
    fn ensure_private(&self) -> Result<()> {
        let metadata = fs::metadata(&self.0).map_err(|source| unreadable(&self.0, source))?;
        if metadata.mode().trailing_zeros() >= 6 {
            return Ok(());
        }
        Err(unusable(&self.0, "others than its owner may enter the database's folder")
            .with_help("Take their rights away: chmod 700 and the folder's name."))
    }

    fn ensure_own(&self) -> Result<()> {
        for entry in fs::read_dir(&self.0).map_err(|source| unreadable(&self.0, source))? {
            let name = entry.map_err(|source| unreadable(&self.0, source))?.file_name();
            if !NAMES.iter().any(|own| *own == name) {
                return Err(unusable(&self.0, "the database's folder holds something else")
                    .with_help("Name a folder that is empty or not there yet."));
            }
        }
        Ok(())
    }

    fn damaged(&self) -> Error {
        Error::new(ErrorKind::DataCorrupt, "the database's folder does not hold together")
            .with_help("Restore it from a backup, or name a new folder.")
            .with("folder", Fact::name(self.0.display().to_string()))
    }
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "the database's folder cannot be read or written")
        .with_help("Check the space on the disk, and that this account owns the folder.")
        .with("folder", Fact::name(path.display().to_string()))
        .with_source(source)
}

fn unusable(path: &Path, message: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message)
        .with("folder", Fact::name(path.display().to_string()))
}
