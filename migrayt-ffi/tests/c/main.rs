//! The C ABI as C sees it: what it does with arguments that no good program gives.

#![expect(unsafe_code, reason = "what is tested is called as C calls it")]

mod bed;
mod nulls;
mod panics;
mod sizes;
mod threads;
