//! The vault in AWS: against stand-ins for AWS that others wrote, against answers that are made up
//! here, and, for who names a key, against AWS.

mod arns;
mod caching;
mod contract;
mod damage;
mod double;
mod gate;
mod live;
mod machine;
mod proxy;
mod races;
mod seat;
mod shown;
mod troubles;
mod windows;
mod wire;
