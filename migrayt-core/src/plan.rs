//! The plan at rest: ids, revisions, digests and codes, never payloads.

mod loss;
mod outline;
mod refusal;
mod row;
mod stage;

pub use self::loss::{Loss, LossKind};
pub use self::outline::{Backlog, Outline, OutlineSummary};
pub use self::refusal::{Refusal, RefusalKind};
pub use self::row::{PlanOperation, PlanRow, PlanSummary};
pub use self::stage::Stage;
