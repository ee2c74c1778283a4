use serde::Serialize;

/// How much of something reaches its new form. Words always do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fidelity {
    /// All of it: what no loss names is carried exactly.
    Exact,
    /// The nearest thing that the form has; [`LossKind`](super::LossKind) says which.
    Approximated,
    /// Nothing but its words.
    Dropped,
}
