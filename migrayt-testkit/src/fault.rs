//! Fault injection: a layer around a simulator that loses answers, closes connections, slows down
//! and throttles, by rule or at random, and counts what was asked.

mod count;
mod faulty;
mod mishap;
mod rule;

pub use self::count::{Counts, route};
pub use self::faulty::Faulty;
pub use self::mishap::{Cut, Mishap};
pub use self::rule::{Fault, Occurrence, Rule};
