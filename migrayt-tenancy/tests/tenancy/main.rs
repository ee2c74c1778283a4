//! Who is let in, what they may do, and that no tenant meets another.

#[cfg(test)]
mod admission;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod quotas;
#[cfg(test)]
mod team;
