//! What a host reads of a handle's memory, and handles in the shape of pointers.

use std::ptr;

/// Bytes that belong to a handle and are there until it is freed. Texts are UTF-8 and do not end in
/// a NUL.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct migrayt_bytes {
    /// Where they begin; may be anything if there are none.
    pub data: *const u8,
    /// How many there are.
    pub length: usize,
}

impl migrayt_bytes {
    pub(super) const NONE: Self = Self { data: ptr::null(), length: 0 };

    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { data: bytes.as_ptr(), length: bytes.len() }
    }
}

/// A handle in the shape of a pointer. Nothing is ever read from where it points.
pub(super) fn pointer<T>(handle: u64) -> *mut T {
    // 64 bits, as the table demands.
    ptr::without_provenance_mut(usize::try_from(handle).unwrap_or_default())
}

/// The handle of such a pointer.
pub(super) fn handle<T>(pointer: *const T) -> u64 {
    u64::try_from(pointer.addr()).unwrap_or_default()
}
