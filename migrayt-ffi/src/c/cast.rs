//! Every read and write of memory that the host owns. Nothing else in this crate is unsafe but the
//! signatures of the functions.

#![expect(unsafe_code, reason = "this is where the host's memory is read and written")]

use std::mem::{MaybeUninit, size_of};
use std::ptr;

use migrayt_core::error::{Error, ErrorKind, Result};

/// A struct of the ABI that begins with its size, so that it can grow: a host that was built with
/// an earlier header gives a shorter one.
///
/// # Safety
/// It is `repr(C)`, its first field is its size, and every pattern of bits is one of its values.
pub(super) unsafe trait Sized: Copy {
    /// The size that it had in the first version that had it.
    const FIRST: usize;
    /// All of it unset.
    const UNSET: Self;
}

/// Bytes that the host lends for the length of a call.
///
/// # Safety
/// Unless `data` is NULL, `length` bytes can be read there and nobody writes to them meanwhile.
///
/// # Errors
/// `Misuse` if they are NULL and not none, or more than memory can have.
pub(super) unsafe fn bytes<'a>(
    data: *const u8,
    length: usize,
    name: &'static str,
) -> Result<&'a [u8]> {
    if length == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(null(name));
    }
    if isize::try_from(length).is_err() {
        return Err(Error::new(ErrorKind::Misuse, "a length is more than memory can have")
            .with("argument", name));
    }
    // SAFETY: it is not NULL, not longer than `isize::MAX`, and the caller vouches for the rest.
    Ok(unsafe { std::slice::from_raw_parts(data, length) })
}

/// The same as text.
///
/// # Safety
/// As for [`bytes`].
///
/// # Errors
/// As for [`bytes`]; `InputInvalid` with the place if it is no UTF-8.
pub(super) unsafe fn text<'a>(
    data: *const u8,
    length: usize,
    name: &'static str,
) -> Result<&'a str> {
    // SAFETY: the caller vouches for the same.
    let bytes = unsafe { bytes(data, length, name)? };
    std::str::from_utf8(bytes).map_err(|error| {
        Error::new(ErrorKind::InputInvalid, "a text is no UTF-8")
            .with("argument", name)
            .with("byte", error.valid_up_to())
    })
}

/// Writes a result to where the host wants it.
///
/// # Safety
/// Unless it is NULL, a value of the type can be written there.
///
/// # Errors
/// `Misuse` if it is NULL.
pub(super) unsafe fn write<T>(to: *mut T, value: T, name: &'static str) -> Result<()> {
    if to.is_null() {
        return Err(null(name));
    }
    // SAFETY: it is not NULL, and the caller vouches that a value can be written.
    unsafe { to.write_unaligned(value) };
    Ok(())
}

/// Demands a place for a result before anything is done.
///
/// # Errors
/// `Misuse` if it is NULL.
pub(super) fn place<T>(to: *mut T, name: &'static str) -> Result<()> {
    if to.is_null() { Err(null(name)) } else { Ok(()) }
}

/// Reads a struct of the host's, as much of it as the host's header had.
///
/// # Safety
/// Unless it is NULL, its first field can be read, and as many bytes as that says.
///
/// # Errors
/// `Misuse` if it is NULL or shorter than the first version.
pub(super) unsafe fn read_sized<T: Sized>(from: *const T, name: &'static str) -> Result<T> {
    // SAFETY: the caller vouches for the same.
    let size = unsafe { size_of_sized(from, name)? };
    let mut value = MaybeUninit::new(T::UNSET);
    let length = size.min(size_of::<T>());
    // SAFETY: the caller vouches for `size` bytes, and ours has room for as many as it has itself;
    // the two cannot overlap, since ours is new.
    unsafe { ptr::copy_nonoverlapping(from.cast::<u8>(), value.as_mut_ptr().cast::<u8>(), length) };
    // SAFETY: it was set as a whole, and every pattern of bits is a value.
    Ok(unsafe { value.assume_init() })
}

/// Fills a struct of the host's, as much of it as the host's header had. Its size stays as it is.
///
/// # Safety
/// Unless it is NULL, its first field can be read, and as many bytes as that says can be written.
///
/// # Errors
/// `Misuse` if it is NULL or shorter than the first version.
pub(super) unsafe fn write_sized<T: Sized>(to: *mut T, value: T, name: &'static str) -> Result<()> {
    // SAFETY: the caller vouches for the same.
    let size = unsafe { size_of_sized(to.cast_const(), name)? };
    let length = size.min(size_of::<T>()) - size_of::<usize>();
    // SAFETY: ours has a size first, and at least that.
    let from = unsafe { behind_size(&raw const value) };
    // SAFETY: so has the host's.
    let to = unsafe { behind_size(to.cast_const()) };
    // SAFETY: the caller vouches for `size` bytes behind `to`, ours has as many as it has itself,
    // and the two cannot overlap, since ours is new.
    unsafe { ptr::copy_nonoverlapping(from, to.cast_mut(), length) };
    Ok(())
}

/// The size that a struct of the host's says it has.
///
/// # Safety
/// Unless it is NULL, its first field can be read.
unsafe fn size_of_sized<T: Sized>(from: *const T, name: &'static str) -> Result<usize> {
    if from.is_null() {
        return Err(null(name));
    }
    // SAFETY: it is not NULL, and the caller vouches that its first field can be read.
    let size = unsafe { from.cast::<usize>().read_unaligned() };
    if size < T::FIRST {
        return Err(Error::new(ErrorKind::Misuse, "a struct is shorter than it can be")
            .with("argument", name)
            .with("size", size)
            .with("shortest", T::FIRST)
            .with_help("set its field `size` to sizeof of the struct before the call"));
    }
    Ok(size)
}

/// Where a struct goes on behind its size.
///
/// # Safety
/// It has at least its size.
unsafe fn behind_size<T: Sized>(of: *const T) -> *const u8 {
    // SAFETY: the caller vouches that it goes on behind its size, or ends there.
    unsafe { of.cast::<u8>().add(size_of::<usize>()) }
}

fn null(name: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, "an argument is NULL").with("argument", name)
}
