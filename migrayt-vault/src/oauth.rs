//! Connections by OAuth: a person consents once, and from then on a grant is kept in the vault and
//! renewed before it runs out, by however many processes use it.
//!
//! [`Connections`] is where to begin.

mod answer;
mod app;
mod connections;
mod consent;
mod credential;
mod ends;
mod fault;
mod grant;
mod issued;
mod parts;
mod platform;
mod refresh;
mod request;
mod row;
mod rows;
mod site;
mod text;

pub use self::app::OAuthApp;
pub use self::connections::{Connected, Connections};
pub use self::consent::{Consent, PendingConsent};
pub use self::credential::OAuthCredential;
pub use self::ends::{Health, Warning};
pub use self::parts::ConnectionParts;
pub use self::platform::{Access, Platform};
pub use self::row::{Attempt, ConnectionRow};
#[cfg(feature = "postgres")]
pub use self::rows::PostgresRows;
#[cfg(feature = "sqlite")]
pub use self::rows::SqliteRows;
pub use self::rows::{ConnectionRows, MemoryRows};
pub use self::site::Site;
