use std::time::Duration;

/// What happens to an answer on its way to the caller. It travels among the extensions of the
/// `http::Response` that a simulator gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mishap {
    /// How long the answer is held back.
    pub delay: Duration,
    /// Where the connection is closed, if it is.
    pub cut: Option<Cut>,
}

impl Mishap {
    /// Holds the answer back.
    pub fn delay(delay: Duration) -> Self {
        Self { delay, cut: None }
    }

    /// Closes the connection.
    pub fn cut(cut: Cut) -> Self {
        Self { delay: Duration::ZERO, cut: Some(cut) }
    }
}

/// Where a connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cut {
    /// Before the first byte of the answer.
    NoAnswer,
    /// After the head, which announces the whole body, and that many bytes of it; at least the
    /// last byte is missing.
    BodyAfter(usize),
}
