mod kind;
mod limits;
mod memory;
mod meter;
mod port;
mod share;

pub use self::kind::QuotaKind;
pub use self::limits::Quota;
pub use self::memory::MemoryQuotas;
pub use self::port::{Quotas, Usage};
pub use self::share::Share;
