use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

/// What a caller presents to be let in: a session's or a program's token, opaque to everybody but
/// the directory that gave it out.
///
/// It is a secret: it prints nothing, cannot be stored or copied, and is zeroed on drop.
pub struct Presented(SecretString);

impl Presented {
    /// Wraps what came with a request.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into().into())
    }

    /// Opens it, for the directory that looks it up.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presented(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Presented;

    #[test]
    fn debug_shows_nothing_of_the_token() {
        let presented = Presented::new("mgs_secret");
        assert_eq!(
            format!("{presented:?} {:?}", Some(&presented)),
            "Presented(..) Some(Presented(..))"
        );
        assert_eq!(presented.expose(), "mgs_secret");
    }
}
