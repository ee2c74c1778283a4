use std::fmt::Debug;

use async_trait::async_trait;
use secrecy::SecretString;

use crate::error::{Error, ErrorKind, Result};

/// A credential of one endpoint.
#[async_trait]
pub trait Credential: Debug + Send + Sync + 'static {
    /// Lends the value of the `Authorization` header for one request. Asked for each request, so
    /// that a rotated grant is used at once.
    async fn lend(&self) -> Result<SecretString>;

    /// Ends every value lent so far, so that an older holder can write nothing more.
    ///
    /// # Errors
    /// `Unsupported` where the credential cannot do it, as with API tokens.
    async fn fence(&self) -> Result<()> {
        Err(Error::new(ErrorKind::Unsupported, "this credential cannot be fenced"))
    }
}
