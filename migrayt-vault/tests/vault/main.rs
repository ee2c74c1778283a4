//! That secrets are kept, lent to nobody else, and found nowhere.

#[cfg(test)]
mod aws;
#[cfg(test)]
mod canaries;
#[cfg(test)]
mod child;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod fixture;
#[cfg(test)]
#[cfg(feature = "keyring")]
mod keyring;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod properties;
#[cfg(test)]
#[cfg(all(feature = "keyring", target_os = "linux"))]
mod session;
#[cfg(test)]
mod versions;
