//! Operations: the single effects on a target, the unit of idempotency.

mod action;
mod key;
mod kind;

pub use self::action::{Action, Command, NewItem};
pub use self::key::OperationKey;
pub use self::kind::OperationKind;
