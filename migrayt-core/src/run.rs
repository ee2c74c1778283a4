//! The run: one execution of one plan, as a pure state machine and the thin driver that carries
//! its effects to the ports.
//!
//! [`Machine`] decides: which lanes to read, which operations to send together, what an answer
//! means, when to look for a doubt, when to stop. It holds ids and moments only and touches
//! nothing. [`Driver`] obeys: it reads, maps, drafts, journals, sends and looks, and turns what
//! came back into events.

mod adopt;
mod answer;
mod doubts;
mod draft;
mod driver;
mod effect;
mod event;
mod lane;
mod locate;
mod machine;
#[cfg_attr(
    not(feature = "mutants"),
    expect(unreachable_pub, reason = "the type is public only with the feature")
)]
mod mutant;
mod plan_known;
mod ports;
mod progress;
mod send;
mod settings;
mod sweep;
mod window;

pub use self::answer::Answer;
pub use self::driver::{Driver, RunEnd};
pub use self::effect::{BatchId, Effect};
pub use self::event::{Event, LoadedLane};
pub use self::lane::{LaneDraft, draft_lane};
pub use self::machine::{Limits, Machine};
#[cfg(feature = "mutants")]
pub use self::mutant::{Mutant, choose};
pub use self::plan_known::KnownOutlines;
pub use self::ports::Ports;
pub use self::progress::{Observer, Progress, Silent};
pub use self::settings::Settings;
pub use self::sweep::{Repeat, Sweep};
