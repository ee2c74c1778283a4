/// What the proxy does to a request and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// Lets the first bytes of the request through and resets both connections.
    ResetRequest,
    /// Lets the request through, and the first bytes of the answer, and resets the connection.
    ResetAnswer,
    /// Lets the first bytes of the request through and then nothing, until the client gives up.
    StallRequest,
    /// Lets the request through, and the first bytes of the answer, and then nothing.
    StallAnswer,
    /// Lets the request through and closes the way back to the client.
    HalfClose,
    /// Lets the request through and loses the answer.
    LoseAnswer,
    /// Lets the request through twice; the second answer is lost.
    Duplicate,
}

impl Fault {
    const ONCE: [Self; 6] = [
        Self::ResetRequest,
        Self::ResetAnswer,
        Self::StallRequest,
        Self::StallAnswer,
        Self::HalfClose,
        Self::LoseAnswer,
    ];

    pub(crate) const ALL: [Self; 7] = [
        Self::ResetRequest,
        Self::ResetAnswer,
        Self::StallRequest,
        Self::StallAnswer,
        Self::HalfClose,
        Self::LoseAnswer,
        Self::Duplicate,
    ];

    /// What may happen to a request. A proxy may repeat only what is idempotent (RFC 9110, 9.2.2):
    /// a creation that somebody on the way sends twice is two issues, and no client can help it.
    pub(super) fn possible(request: &[u8]) -> &'static [Self] {
        let repeatable = ["GET ", "PUT ", "DELETE "];
        if repeatable.iter().any(|method| request.starts_with(method.as_bytes())) {
            &Self::ALL
        } else {
            &Self::ONCE
        }
    }

    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ResetRequest => "reset within a request",
            Self::ResetAnswer => "reset within an answer",
            Self::StallRequest => "stall within a request",
            Self::StallAnswer => "stall within an answer",
            Self::HalfClose => "half-close",
            Self::LoseAnswer => "lost answer",
            Self::Duplicate => "duplicate request",
        }
    }
}
