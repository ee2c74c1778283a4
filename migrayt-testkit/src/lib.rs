#![doc = include_str!("../README.md")]

pub mod canary;
pub mod clock;
pub mod conformance;
pub mod contract;
pub mod demo;
pub mod fault;
pub mod generate;
pub mod load;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod reference;
pub mod sample;
pub mod sim;
pub mod wire;
