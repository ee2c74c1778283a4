#![expect(unsafe_code, reason = "the functions of the ABI are named in C, and are given pointers")]

use std::sync::LazyLock;

use serde_json::json;

use super::cast;
use super::guard::{call, quietly};
use super::handle::migrayt_error;
use super::status::{ABI_VERSION, MIGRAYT_OK, migrayt_status};
use super::view::migrayt_bytes;

static ABOUT: LazyLock<String> = LazyLock::new(|| {
    let features = [
        ("aws", cfg!(feature = "aws")),
        ("keyring", cfg!(feature = "keyring")),
        ("sim", cfg!(feature = "sim")),
    ];
    let features = features.iter().filter(|(_, is)| *is).map(|(name, _)| *name);
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "abi": ABI_VERSION,
        "features": features.collect::<Vec<_>>(),
        "jobs": crate::face::JOBS,
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
    })
    .to_string()
});

/// The version of the library's ABI, to be compared with `MIGRAYT_ABI_VERSION` of the header before
/// anything else is called. Callable from any thread at any time.
#[unsafe(no_mangle)]
pub extern "C" fn migrayt_abi_version() -> u32 {
    quietly("migrayt_abi_version", ABI_VERSION, || ABI_VERSION)
}

/// Tells what the library is, as JSON: `version`, `abi`, `features`, `jobs`, `os` and `arch`.
///
/// Ownership: the text is the library's, is there for ever and is not freed. Threads: any, at any
/// time.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_about(
    about: *mut migrayt_bytes,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_about", error, || {
        // SAFETY: the caller vouches that it can be written there.
        unsafe { cast::write(about, migrayt_bytes::of(ABOUT.as_bytes()), "about")? };
        Ok(MIGRAYT_OK)
    })
}
