//! The usual counterparts between Azure DevOps and Jira, as users of such migrations know them.
//!
//! They are suggestions, never rules: [`crate::propose`] writes them into a document, where a
//! person reviews them.

mod bookkeeping;
mod fields;
mod links;
mod states;
mod types;
mod values;

pub use self::bookkeeping::is_bookkeeping;
pub(crate) use self::bookkeeping::is_bookkeeping_field;
pub use self::fields::{Usual, field};
pub use self::links::links;
pub(crate) use self::links::links_named;
pub use self::states::states;
pub use self::types::{below_parent, types};
pub use self::values::values;
