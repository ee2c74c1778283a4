use bytes::Bytes;
use serde::Serialize;
use zeroize::Zeroizing;

/// Something that a run tells its host. Events come in the order in which they happened.
#[expect(missing_debug_implementations, reason = "it may carry content and secrets")]
pub struct Event {
    /// What it is.
    pub kind: EventKind,
    /// The question that a `Request` wants answered; 0 for every other kind.
    pub request: u64,
    /// A JSON object whose shape follows from the kind.
    pub json: Zeroizing<String>,
    /// Bytes that go with it; empty unless the question has some.
    pub bytes: Bytes,
}

/// What an event is. The numbers are the C ABI's and are never reused.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// How far the run has come. A newer one takes the place of one that was not fetched yet.
    Progress = 1,
    /// A question to the host, to be answered with the event's `request`.
    Request = 2,
    /// The run stands otherwise than before: it is ready, paused or goes on.
    State = 3,
    /// A line of the log.
    Log = 4,
    /// The result. It is the last event.
    Result = 5,
}

impl Event {
    /// An event that tells a value.
    pub(crate) fn new(kind: EventKind, value: &impl Serialize) -> Self {
        // What is told is ours and always has a JSON form; an object with nothing in it is the
        // honest rest.
        let json = serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned());
        Self { kind, request: 0, json: Zeroizing::new(json), bytes: Bytes::new() }
    }

    /// Whether a newer event of the kind says all that this one says.
    pub(crate) fn is_superseded_by(&self, newer: &Self) -> bool {
        self.kind == EventKind::Progress && newer.kind == EventKind::Progress
    }
}
