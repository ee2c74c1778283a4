//! The ports: what the engine asks of trackers, journals, credentials, the network and time.
//!
//! Each is one object-safe trait, documented as a contract, and returns [`crate::Error`]. None of
//! them retries; a connector sends each wire call through [`crate::retry::drive`].

mod budget;
mod capabilities;
mod clock;
mod credential;
mod forecast;
mod journal;
mod mapper;
mod plan_store;
mod right;
mod shown;
mod source;
mod stage;
mod target;
mod wire;

pub use self::budget::{Budget, MethodClass, Permit, ResponseFacts, Unlimited};
pub use self::capabilities::{
    JournalCapabilities, LocateTrust, SourceCapabilities, TargetCapabilities,
};
pub use self::clock::{Clock, Ids};
pub use self::credential::Credential;
pub use self::forecast::{Forecast, Span};
pub use self::journal::{
    Closing, Doubt, Intent, Journal, KindCounts, Lease, LedgerRow, Opened, Outcome, OutcomeState,
    PendingLane, RunCounts, RunSpec, Settlement,
};
pub use self::mapper::{Finding, Known, Mapped, Mapper, Severity};
pub use self::plan_store::{AccountLine, PlanAccount, PlanStore};
pub use self::right::{Held, Right};
pub use self::shown::Shown;
pub use self::source::{ByteStream, Cursor, Page, ReadPlan, ReadScope, ReadView, Source};
pub use self::stage::{AttachmentStage, NoStage, Staged};
pub use self::target::{
    Applied, Bindings, Doubtful, Drafted, Finished, HighWater, Located, MadeFile, Measure, Order,
    PartStanding, Preparation, Prepared, Standing, StandingLink, Target,
};
pub use self::wire::{Body, Wire};
