use migrayt_core::operation::OperationKind;

/// A step of the protocol: one call of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The journal opens the run and lends the lease.
    Open,
    /// The journal lists doubts.
    Doubts,
    /// The journal names what is due.
    Pending,
    /// The journal says where items went.
    Resolve,
    /// The journal records intents.
    Intend,
    /// The journal records outcomes.
    Settle,
    /// The journal prolongs the lease.
    Renew,
    /// The journal takes the lease back.
    Close,
    /// The source reads items.
    Read,
    /// The source opens a file.
    OpenFile,
    /// The target names its newest place.
    HighWater,
    /// The target makes items.
    Create,
    /// The target makes what items refer to.
    Prepare,
    /// The target takes a comment.
    Comment,
    /// The target takes a work log entry.
    Worklog,
    /// The target sets fields, a property or a watcher.
    Edit,
    /// The target takes a file.
    Attach,
    /// The target moves an item to a status.
    Transition,
    /// The target links an item to an address.
    RemoteLink,
    /// The target links two items.
    Link,
    /// The target looks for doubts.
    Locate,
    /// The target lists what carries a marker.
    Sweep,
    /// The target shows items as they stand.
    ReadBack,
    /// The credential ends what was lent before.
    Fence,
}

/// What kind of call a step is: decides which faults can strike it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    JournalWrite,
    JournalRead,
    SourceRead,
    SourceFile,
    TargetRead,
    TargetNode,
    TargetWrite,
    TargetBulk,
    Fence,
}

impl Step {
    /// Every step, in the order of the protocol.
    pub const ALL: [Self; 24] = [
        Self::Open,
        Self::Doubts,
        Self::Pending,
        Self::Resolve,
        Self::Intend,
        Self::Settle,
        Self::Renew,
        Self::Close,
        Self::Read,
        Self::OpenFile,
        Self::HighWater,
        Self::Create,
        Self::Prepare,
        Self::Comment,
        Self::Worklog,
        Self::Edit,
        Self::Attach,
        Self::Transition,
        Self::RemoteLink,
        Self::Link,
        Self::Locate,
        Self::Sweep,
        Self::ReadBack,
        Self::Fence,
    ];

    /// The step that sends operations of a kind.
    pub(crate) fn of(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Create => Self::Create,
            OperationKind::Attach => Self::Attach,
            OperationKind::Transition => Self::Transition,
            OperationKind::RemoteLink => Self::RemoteLink,
            OperationKind::Link => Self::Link,
            OperationKind::Worklog => Self::Worklog,
            OperationKind::Update | OperationKind::Property | OperationKind::Watch => Self::Edit,
            _ => Self::Comment,
        }
    }

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doubts => "doubts",
            Self::Pending => "pending",
            Self::Resolve => "resolve",
            Self::Intend => "intend",
            Self::Settle => "settle",
            Self::Renew => "renew",
            Self::Close => "close",
            Self::Read => "read",
            Self::OpenFile => "open file",
            Self::HighWater => "high water",
            Self::Create => "create",
            Self::Prepare => "prepare",
            Self::Comment => "comment",
            Self::Worklog => "work log",
            Self::Edit => "edit",
            Self::Attach => "attach",
            Self::Transition => "transition",
            Self::RemoteLink => "remote link",
            Self::Link => "link",
            Self::Locate => "locate",
            Self::Sweep => "sweep",
            Self::ReadBack => "read back",
            Self::Fence => "fence",
        }
    }

    pub(crate) fn nature(self) -> Nature {
        match self {
            Self::Open | Self::Intend | Self::Settle | Self::Renew | Self::Close => {
                Nature::JournalWrite
            }
            Self::Doubts | Self::Pending | Self::Resolve => Nature::JournalRead,
            Self::Read => Nature::SourceRead,
            Self::OpenFile => Nature::SourceFile,
            Self::HighWater | Self::Locate | Self::Sweep | Self::ReadBack => Nature::TargetRead,
            Self::Prepare => Nature::TargetNode,
            Self::Create => Nature::TargetBulk,
            Self::Comment
            | Self::Worklog
            | Self::Edit
            | Self::Attach
            | Self::Transition
            | Self::RemoteLink
            | Self::Link => Nature::TargetWrite,
            Self::Fence => Nature::Fence,
        }
    }
}
