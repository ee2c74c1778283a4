#![expect(unsafe_code, reason = "the functions of the ABI are named in C, and are given pointers")]

use std::mem::{offset_of, size_of};
use std::ptr;

use migrayt_core::error::{Error, ErrorKind};

use super::cast;
use super::guard::{call, quietly};
use super::handle::{ENGINES, migrayt_engine, migrayt_error};
use super::process;
use super::status::{ABI_VERSION, MIGRAYT_OK, migrayt_status};
use super::view::{handle, pointer};
use crate::face::Engine;

/// How an engine is made. Set all of it to zero first, and then `size` and `abi_version`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct migrayt_options {
    /// `sizeof(migrayt_options)`.
    pub size: usize,
    /// `MIGRAYT_ABI_VERSION`: the version of the header that the program was built with.
    pub abi_version: u32,
    /// The options as JSON, or nothing: an engine without a configuration.
    pub json: *const u8,
    /// The length of the options in bytes.
    pub json_length: usize,
    /// The token that the caller shows to the host's directory, or nothing. It is copied, and the
    /// copy is zeroed with the engine.
    pub token: *const u8,
    /// The length of the token in bytes.
    pub token_length: usize,
}

// SAFETY: it is `repr(C)`, begins with its size, and has only numbers and pointers.
unsafe impl cast::Sized for migrayt_options {
    const FIRST: usize = offset_of!(Self, token_length) + size_of::<usize>();
    const UNSET: Self = Self {
        size: 0,
        abi_version: 0,
        json: ptr::null(),
        json_length: 0,
        token: ptr::null(),
        token_length: 0,
    };
}

/// Makes an engine.
///
/// Ownership: `*engine` is the caller's, to be freed by `migrayt_engine_free`; what `options` points
/// to is copied. Threads: any.
///
/// Errors: `MIGRAYT_MISUSE` for a program that was built for another version of the ABI;
/// `MIGRAYT_INPUT_INVALID` and `MIGRAYT_CONFIG_INVALID` with what is wrong with the options and
/// where; `MIGRAYT_UNAVAILABLE` if the system gives no threads.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_engine_new(
    options: *const migrayt_options,
    engine: *mut *mut migrayt_engine,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_engine_new", error, || {
        cast::place(engine, "engine")?;
        // SAFETY: the caller vouches that it is NULL or points to options that begin with their size.
        let options = unsafe { cast::read_sized(options, "options")? };
        if options.abi_version != ABI_VERSION {
            return Err(Error::new(
                ErrorKind::Misuse,
                "the program was built for another version of the library's ABI",
            )
            .with("program", options.abi_version)
            .with("library", ABI_VERSION)
            .with_help("build the program with the header of this library"));
        }
        // SAFETY: the caller vouches for pointer and length.
        let json = unsafe { cast::text(options.json, options.json_length, "options.json")? };
        // SAFETY: the caller vouches for pointer and length.
        let token = unsafe { cast::text(options.token, options.token_length, "options.token")? };
        let made = Engine::new(json, token)?;
        process::own();
        // SAFETY: the caller vouches that a handle can be written there.
        unsafe { cast::write(engine, pointer(ENGINES.put(made)), "engine")? };
        Ok(MIGRAYT_OK)
    })
}

/// Frees an engine. NULL and a handle that was freed are no-ops.
///
/// Runs that still go on are given up, as if the process had been killed: nothing is lost, and what
/// was under way is in doubt until the next run. Their handles stay good and are still to be freed.
/// It returns when all of this is done. Threads: any, once nobody else uses the handle.
#[unsafe(no_mangle)]
pub extern "C" fn migrayt_engine_free(engine: *mut migrayt_engine) {
    quietly("migrayt_engine_free", (), || drop(ENGINES.take(handle(engine))));
}
