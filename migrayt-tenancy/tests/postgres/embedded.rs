//! A server of the program's own: the same walls, what it refuses, and what is there after it was
//! killed.

mod child;
mod killed;
mod place;
mod refusals;
mod serving;
