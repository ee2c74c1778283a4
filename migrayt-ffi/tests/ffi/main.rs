//! The face of the engine, asked as a host would answer it.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod doubts;
#[cfg(test)]
mod files;
#[cfg(test)]
mod host;
#[cfg(test)]
mod items;
#[cfg(test)]
mod migration;
#[cfg(test)]
mod mishaps;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod source;
#[cfg(test)]
mod target;
