use crate::step::{Nature, Step};

/// What goes wrong at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mishap {
    /// The process dies before the call, or while it is on its way.
    Crash,
    /// The process dies after the effect, before the answer.
    CrashAfter,
    /// The process stands still, often beyond its lease, and then goes on with this very call.
    Pause,
    /// It happened, and the answer is lost.
    LostDone,
    /// It did not happen, and the answer is lost.
    LostUndone,
    /// The caller gives up, and it happens later.
    Late,
    /// Some of a bulk happen, and the answer says which.
    Partial,
    /// Some of a bulk happen, and the answer is lost.
    PartialLost,
    /// Refused for now, without effect.
    Throttled,
    /// The other side is broken, for this call or for a while.
    Broken,
    /// An old answer: an index or a replica that lags behind.
    Lag,
    /// The bytes end early.
    Cut,
    /// People work in the target at the same moment.
    Human,
    /// Not drawn but met: the process' clock is wrong.
    Skew,
    /// Not drawn but met: another process has taken the lease over.
    Stale,
}

impl Mishap {
    /// Every mishap, in the order of the table.
    pub const ALL: [Self; 15] = [
        Self::Crash,
        Self::CrashAfter,
        Self::Pause,
        Self::LostDone,
        Self::LostUndone,
        Self::Late,
        Self::Partial,
        Self::PartialLost,
        Self::Throttled,
        Self::Broken,
        Self::Lag,
        Self::Cut,
        Self::Human,
        Self::Skew,
        Self::Stale,
    ];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::CrashAfter => "crash2",
            Self::Pause => "pause",
            Self::LostDone => "lost+",
            Self::LostUndone => "lost-",
            Self::Late => "late",
            Self::Partial => "part",
            Self::PartialLost => "part?",
            Self::Throttled => "429",
            Self::Broken => "5xx",
            Self::Lag => "lag",
            Self::Cut => "cut",
            Self::Human => "human",
            Self::Skew => "skew",
            Self::Stale => "stale",
        }
    }

    /// What is drawn for a step of a nature, beside deaths and pauses.
    pub(crate) fn drawn(nature: Nature) -> &'static [Self] {
        match nature {
            Nature::JournalWrite | Nature::Fence => &[Self::LostDone, Self::LostUndone],
            Nature::JournalRead | Nature::SourceRead => &[Self::Broken],
            Nature::SourceFile => &[Self::Broken, Self::Cut],
            Nature::TargetNode => {
                &[Self::LostDone, Self::LostUndone, Self::Throttled, Self::Broken]
            }
            Nature::TargetRead => &[Self::Throttled, Self::Broken, Self::Lag],
            Nature::TargetWrite => &[
                Self::LostDone,
                Self::LostUndone,
                Self::Late,
                Self::Throttled,
                Self::Broken,
                Self::Human,
            ],
            Nature::TargetBulk => &[
                Self::LostDone,
                Self::LostUndone,
                Self::Late,
                Self::Partial,
                Self::PartialLost,
                Self::Throttled,
                Self::Broken,
                Self::Human,
            ],
        }
    }

    /// Whether the mishap can strike the step.
    pub fn strikes(self, step: Step) -> bool {
        match self {
            Self::Crash | Self::CrashAfter | Self::Pause | Self::Skew => true,
            // A process whose lease was taken over is stopped at its next write to the journal;
            // other calls of it are counted under the pause that came before.
            Self::Stale => matches!(step.nature(), Nature::JournalWrite) && step != Step::Open,
            drawn => Self::drawn(step.nature()).contains(&drawn),
        }
    }
}
