use serde::{Deserialize, Serialize};

/// A step of the protocol at which a worker can be made to halt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Point {
    Opened,
    Fence,
    Fenced,
    Prepare,
    Doubts,
    Pending,
    Read,
    HighWater,
    Intend,
    Intended,
    Apply,
    Applied,
    Attach,
    Attaching,
    Attached,
    Settle,
    Settled,
    Locate,
    Located,
    Renew,
    /// In the middle of a write to the journal, with the file's write lock.
    Writing,
    Sweep,
    Close,
    Closed,
}

impl Point {
    pub(crate) const ALL: [Self; 24] = [
        Self::Opened,
        Self::Fence,
        Self::Fenced,
        Self::Prepare,
        Self::Doubts,
        Self::Pending,
        Self::Read,
        Self::HighWater,
        Self::Intend,
        Self::Intended,
        Self::Apply,
        Self::Applied,
        Self::Attach,
        Self::Attaching,
        Self::Attached,
        Self::Settle,
        Self::Settled,
        Self::Locate,
        Self::Located,
        Self::Renew,
        Self::Writing,
        Self::Sweep,
        Self::Close,
        Self::Closed,
    ];

    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Opened => "after open",
            Self::Fence => "before fence",
            Self::Fenced => "after fence",
            Self::Prepare => "prepare",
            Self::Doubts => "list doubts",
            Self::Pending => "pending",
            Self::Read => "read",
            Self::HighWater => "high-water mark",
            Self::Intend => "before intend",
            Self::Intended => "after intend",
            Self::Apply => "before apply",
            Self::Applied => "after apply",
            Self::Attach => "before attach",
            Self::Attaching => "during attach",
            Self::Attached => "after attach",
            Self::Settle => "before settle",
            Self::Settled => "after settle",
            Self::Locate => "before locate",
            Self::Located => "after locate",
            Self::Renew => "renew",
            Self::Writing => "inside a write",
            Self::Sweep => "sweep",
            Self::Close => "before close",
            Self::Closed => "after close",
        }
    }

    /// How often it is passed, roughly, before a worker that begins is done.
    pub(crate) fn passes(self) -> u64 {
        match self {
            Self::Intend
            | Self::Intended
            | Self::Apply
            | Self::Applied
            | Self::Settle
            | Self::Settled
            | Self::Writing => 8,
            Self::Attach | Self::Attaching | Self::Attached => 4,
            Self::Pending | Self::Read => 3,
            _ => 1,
        }
    }
}
