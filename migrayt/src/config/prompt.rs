use std::fmt::{self, Debug};

use migrayt_core::error::Result;
use secrecy::SecretString;

/// Somebody who can be asked for a secret.
pub trait Prompt: Debug + Send + Sync {
    /// Asks for a secret, without showing what is typed.
    ///
    /// # Errors
    /// `ConfigInvalid` if nobody is there to answer.
    fn ask(&self, wanted: &Wanted) -> Result<SecretString>;
}

/// A secret that somebody is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wanted {
    /// The token of a side, `source` or `target`.
    Token(&'static str),
    /// The passphrase of a vault that is there.
    Passphrase,
    /// A passphrase for a vault that is made.
    NewPassphrase,
    /// The passphrase that a vault is to have instead of its present key.
    OtherPassphrase,
    /// The same once more, so that a slip of the hand is noticed.
    PassphraseAgain,
    /// The secret of a registration, by its setting.
    ClientSecret(&'static str),
    /// The value of a name in the vault.
    Value(String),
}

impl Wanted {
    /// The setting that may name it instead.
    pub fn setting(&self) -> String {
        match self {
            Self::Token(side) => format!("{side}.token"),
            Self::Passphrase | Self::NewPassphrase | Self::PassphraseAgain => {
                "vault.passphrase".to_owned()
            }
            Self::ClientSecret(app) => format!("{app}.client_secret"),
            Self::OtherPassphrase => "the new passphrase".to_owned(),
            Self::Value(name) => format!("vault:{name}"),
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(side) => write!(f, "Token of the {side}"),
            Self::Passphrase => f.write_str("Passphrase of the vault"),
            Self::NewPassphrase => f.write_str("Passphrase for the new vault"),
            Self::OtherPassphrase => f.write_str("New passphrase of the vault"),
            Self::PassphraseAgain => f.write_str("The same once more"),
            Self::ClientSecret(app) => write!(f, "Client secret of {app}"),
            Self::Value(name) => write!(f, "Value of {name}"),
        }
    }
}
