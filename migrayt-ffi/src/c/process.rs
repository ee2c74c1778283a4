//! The process that the handles belong to.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use migrayt_core::error::{Error, ErrorKind, Result};

use crate::face::Failure;

/// The process in which the first engine was made; 0 before.
static OWNER: AtomicU32 = AtomicU32::new(0);

/// The handle of the one error that a fork is told: no table, which a thread may have locked, is
/// asked for it.
pub(super) const FORKED: u64 = 0x4fff_ffff_ffff_ffff;

static TOLD: LazyLock<Failure> = LazyLock::new(|| Failure::from(&forked()));

/// What a fork is told, if that is what a handle stands for.
pub(super) fn told(handle: u64) -> Option<&'static Failure> {
    (handle == FORKED).then(|| &*TOLD)
}

/// Demands that the process is the one in which the first engine was made. A fork has copies of the
/// handles and none of the threads; it is refused before any lock that a thread may have held.
///
/// # Errors
/// `Misuse` in a fork.
pub(super) fn ensure_ours() -> Result<()> {
    let owner = OWNER.load(Ordering::Relaxed);
    if owner == 0 || owner == std::process::id() {
        return Ok(());
    }
    Err(forked())
}

fn forked() -> Error {
    Error::new(ErrorKind::Misuse, "the process was forked after an engine was made")
        .with_help("make engines after the fork, or start the other process with exec")
}

/// Takes the process for the owner of what comes.
pub(super) fn own() {
    // Made now, so that a fork need not.
    LazyLock::force(&TOLD);
    let _other =
        OWNER.compare_exchange(0, std::process::id(), Ordering::Relaxed, Ordering::Relaxed);
}
