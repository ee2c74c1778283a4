//! The configuration of a migration: one TOML file, parsed once.

mod credential;
mod document;
mod oauth;
mod position;
mod prompt;
mod scope;
mod vault;

pub use self::credential::CredentialReference;
#[cfg(feature = "vault")]
pub(crate) use self::credential::dangling;
pub use self::document::{
    Configuration, Files, NetworkSettings, ProtocolSettings, SourceKind, SourceSettings,
    TargetKind, TargetSettings,
};
pub use self::oauth::{AppSettings, OAuthSettings};
pub use self::prompt::{Prompt, Wanted};
pub use self::scope::ScopeSettings;
pub use self::vault::VaultSettings;

use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::error::{Error, ErrorKind, Fact, Result};

use self::position::position;

/// The version of the file's shape that this version reads.
pub const VERSION: u32 = 1;

impl Configuration {
    /// Reads a file. Paths in it are relative to its folder.
    ///
    /// # Errors
    /// `ConfigInvalid` with the file, line and column.
    pub fn load(path: &Path) -> Result<Self> {
        let name = || Fact::name(path.display().to_string());
        let text = fs::read_to_string(path).map_err(|error| {
            Error::new(ErrorKind::ConfigInvalid, "the configuration file cannot be read")
                .with("file", name())
                .with_help("run `migrayt init` to write one, or name it with -c")
                .with_source(error)
        })?;
        let mut configuration = Self::parse(&text).map_err(|error| error.with("file", name()))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        configuration.folder = folder;
        Ok(configuration)
    }

    /// Parses the text of a file.
    ///
    /// # Errors
    /// `ConfigInvalid` with the line and column.
    pub fn parse(text: &str) -> Result<Self> {
        let configuration: Self = toml::from_str(text).map_err(|error| {
            let (line, column) = position(text, error.span());
            Error::new(ErrorKind::ConfigInvalid, "the configuration is not valid")
                .with("line", line)
                .with("column", column)
                .with("reason", Fact::name(first_line(error.message())))
                .with_help("correct that line; `migrayt init` writes an example")
        })?;
        configuration.checked()
    }

    /// Takes a configuration that was parsed from another form of the same shape.
    ///
    /// # Errors
    /// `ConfigInvalid` with the setting.
    pub fn checked(self) -> Result<Self> {
        if self.version != VERSION {
            return Err(Error::new(
                ErrorKind::ConfigInvalid,
                "the configuration has a version that this migrayt does not read",
            )
            .with("version", self.version)
            .with("supported", VERSION)
            .with_help("set `version = 1`, or use the migrayt that wrote the file"));
        }
        self.check()?;
        Ok(self)
    }

    /// A path of the file, from where the process stands.
    pub fn path(&self, relative: &Path) -> PathBuf {
        self.folder.join(relative)
    }
}

/// An example that says what each setting means.
pub const EXAMPLE: &str = include_str!("config/example.toml");

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use migrayt_core::ErrorKind;

    use super::{Configuration, EXAMPLE};

    #[test]
    fn the_example_is_valid() {
        let configuration = Configuration::parse(EXAMPLE).unwrap();
        assert_eq!(configuration.source.project, "Shop");
        assert_eq!(configuration.protocol.settings().late_commit, Duration::from_mins(2));
    }

    #[test]
    fn an_unknown_setting_is_named_with_its_place() {
        let text = EXAMPLE.replace("project = \"Shop\"", "projcet = \"Shop\"");
        let error = Configuration::parse(&text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
        let shown = error.to_string();
        let line = text.lines().position(|line| line.starts_with("projcet")).unwrap() + 1;
        assert!(shown.contains(&format!("line: {line}, column: 1")), "{shown}");
        assert!(shown.contains("projcet"), "{shown}");
    }

    #[test]
    fn a_literal_secret_is_refused_and_not_repeated() {
        let text = EXAMPLE.replace("\"env:AZURE_DEVOPS_PAT\"", "\"s3cretvalue\"");
        let error = Configuration::parse(&text).unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.help());
        assert!(!shown.contains("s3cretvalue"), "{shown}");
        assert!(shown.contains("env:"), "{shown}");
    }

    #[test]
    fn what_a_program_brings_needs_no_address() {
        let text = "version = 1\nsource.kind = 'host'\ntarget.kind = 'host'";
        assert!(Configuration::parse(text).is_ok());
        let half = text.replacen("'host'", "'azure-devops'", 1);
        let error = Configuration::parse(&half).unwrap_err();
        assert_eq!(error.to_string(), "a setting is empty (setting: source.url)");
    }

    #[test]
    fn waits_scale_and_the_lease_does_not() {
        let text = format!("{EXAMPLE}\nscale = 300\nlease_s = 3\n");
        let settings = Configuration::parse(&text).unwrap().protocol.settings();
        assert_eq!(settings.late_commit, Duration::from_millis(400));
        assert_eq!(settings.lease, Duration::from_secs(3));
    }
    #[test]
    fn a_vault_is_opened_in_one_way() {
        let ways = ["passphrase = 'prompt'", "key = 'vault.key'", "keyring = 'migration'"];
        for (one, first) in ways.iter().enumerate() {
            let with =
                |more: &str| EXAMPLE.replace("[vault]", &format!("[vault]\n{first}\n{more}"));
            assert!(Configuration::parse(&with("")).is_ok(), "{first}");
            for second in ways.iter().skip(one + 1) {
                let error = Configuration::parse(&with(second)).unwrap_err();
                assert!(error.message().contains("two ways"), "{first} {second} {error}");
            }
        }
    }
}
