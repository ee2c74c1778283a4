//! The HTTP stack that every connector speaks through.
//!
//! A connector holds one [`Client`]. It asks the [`Budget`](migrayt_core::port::Budget) before each
//! request, borrows the [`Credential`](migrayt_core::port::Credential), sends through the
//! [`Wire`](migrayt_core::port::Wire), counts, and retries through
//! [`migrayt_core::retry::drive`]. What an answer that is no success means, the connector says in
//! one [`Judge`].
//!
//! ```no_run
//! # use migrayt_connectors::http::{Call, Client};
//! # use migrayt_core::port::MethodClass;
//! # async fn example(client: &Client) -> migrayt_core::Result<()> {
//! let call = Call::get(MethodClass::Discover, &["rest", "api", "3", "myself"]);
//! let myself: serde_json::Value = client.json(call).await?;
//! # Ok(())
//! # }
//! ```

mod answer;
mod budget;
mod call;
mod client;
mod counts;
mod credential;
mod limits;
mod multipart;
mod pieces;
mod refused;
mod url;
mod wire;

pub use self::answer::Answer;
pub use self::budget::AdaptiveBudget;
pub use self::call::{Call, Payload};
pub use self::client::{Client, ClientParts};
pub use self::counts::Counts;
pub use self::credential::{BasicCredential, BearerCredential};
pub use self::multipart::Multipart;
#[cfg(feature = "azure-devops")]
pub(crate) use self::pieces::is_too_large;
pub use self::refused::{Judge, Refused};
pub use self::url::SafeUrl;
pub use self::wire::{ReqwestWire, WireSettings};
