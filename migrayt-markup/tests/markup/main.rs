//! Real bodies, hand-made ones and random ones: every document must be valid by Atlassian's own
//! schema and hold every visible word.

#[cfg(test)]
mod canonical;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod changed;
#[cfg(test)]
mod constructs;
#[cfg(test)]
mod deep;
#[cfg(test)]
mod details;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod instance;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod real;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod trees;
