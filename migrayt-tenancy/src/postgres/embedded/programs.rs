use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};

use super::version::Version;

/// Where systems put PostgreSQL: Debian, Red Hat, Homebrew on both of its places. A folder of one
/// of them is named by the version.
const PLACES: [(&str, &str, &str); 4] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
];

/// The programs of one PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Programs {
    folder: PathBuf,
    version: Version,
}

impl Programs {
    /// Those of the folder that is named, else the newest of this machine: for a folder that is
    /// made already, of the version that made it.
    ///
    /// # Errors
    /// `ConfigInvalid` if there are none, or none of a version that will do.
    pub(super) fn find(named: Option<&Path>, made_by: Option<Version>) -> Result<Self> {
        let mut found: Vec<Self> = match named {
            Some(folder) => Self::of(folder.to_owned()).into_iter().collect(),
            None => installed().chain(on_the_search_path()).filter_map(Self::of).collect(),
        };
        // A stable order: of the same version, the one that was found first.
        found.sort_by_key(|programs| std::cmp::Reverse(programs.version));
        Self::choose(found, made_by).map_err(|error| match named {
            Some(folder) => error.with("programs", Fact::name(folder.display().to_string())),
            None => error,
        })
    }

    fn choose(found: Vec<Self>, made_by: Option<Version>) -> Result<Self> {
        let Some(newest) = found.first().map(|programs| programs.version) else {
            return Err(Error::new(ErrorKind::ConfigInvalid, "PostgreSQL is not on this machine")
                .with_help("Install it (on Debian: apt-get install postgresql), or name the folder of its programs initdb and postgres."));
        };
        let wanted = made_by.unwrap_or(newest);
        if wanted < Version::OLDEST {
            return Err(Error::new(ErrorKind::ConfigInvalid, "this PostgreSQL is too old")
                .with_help("Install a newer one, or name the folder of its programs.")
                .with("found", wanted)
                .with("oldest", Version::OLDEST));
        }
        found.into_iter().find(|programs| programs.version == wanted).ok_or_else(|| {
            Error::new(
                ErrorKind::ConfigInvalid,
                "the database's folder was made by another version of PostgreSQL",
            )
            .with_help("Install that version too; or dump the database with it, and restore it into a new folder with the other.")
            .with("made_by", wanted)
            .with("found", newest)
        })
    }

    /// Makes the folder of a database.
    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// The server.
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    fn of(folder: PathBuf) -> Option<Self> {
        if !folder.join("initdb").is_file() {
            return None;
        }
        let mut command = Command::new(folder.join("postgres"));
        let said = command.arg("--version").env_clear().stdin(Stdio::null()).output().ok()?;
        let version = Version::of_program(str::from_utf8(&said.stdout).ok()?)?;
        Some(Self { folder, version })
    }
}

fn installed() -> impl Iterator<Item = PathBuf> {
    PLACES.into_iter().flat_map(|(place, prefix, inside)| {
        let entries = fs::read_dir(place).into_iter().flatten().filter_map(Result::ok);
        let named = entries.filter(move |entry| {
            let name = entry.file_name();
            name.to_str()
                .and_then(|name| name.strip_prefix(prefix))
                .and_then(Version::of_folder)
                .is_some()
        });
        named.map(move |entry| entry.path().join(inside))
    })
}

/// A shell is asked, since it has the search path and the library reads no settings of its own.
fn on_the_search_path() -> Option<PathBuf> {
    let mut command = Command::new("/bin/sh");
    let said = command.args(["-c", "command -v postgres"]).stdin(Stdio::null()).output().ok()?;
    let program = fs::canonicalize(str::from_utf8(&said.stdout).ok()?.trim_end()).ok()?;
    program.parent().map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Programs, Version};

    fn of(version: &str) -> Programs {
        let version = Version::of_folder(version).unwrap();
        Programs { folder: format!("/{version}").into(), version }
    }

    #[test]
    fn the_newest_is_taken_unless_a_folder_was_made_by_another() {
        let found = || vec![of("17"), of("16"), of("15")];
        let made_by = |version| Version::of_folder(version);
        assert_eq!(Programs::choose(found(), None).unwrap(), of("17"));
        assert_eq!(Programs::choose(found(), made_by("15")).unwrap(), of("15"));
        let error = Programs::choose(found(), made_by("18")).unwrap_err();
        assert!(error.message().contains("another version"), "{error}");
        let error = Programs::choose(vec![of("14")], None).unwrap_err();
        assert!(error.message().contains("too old"), "{error}");
        let error = Programs::choose(vec![], None).unwrap_err();
        assert!(error.help().unwrap().contains("apt-get install"), "{error}");
    }
}
