//! The command from outside: two simulated trackers on loopback, and the built `migrayt`.

#[cfg(test)]
mod backlog;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod canaries;
#[cfg(test)]
mod check;
#[cfg(test)]
mod collapse;
#[cfg(test)]
mod connect;
#[cfg(test)]
mod convert;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod doubts;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod forecast;
#[cfg(test)]
mod history;
#[cfg(test)]
mod interrupted;
#[cfg(test)]
#[cfg(all(feature = "keyring", target_os = "linux"))]
mod keyring;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod people;
#[cfg(test)]
mod real_items;
#[cfg(test)]
mod rewrap;
#[cfg(test)]
mod scope;
#[cfg(test)]
mod simulators;
#[cfg(test)]
mod sprints;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod vault;
mod words;
#[cfg(test)]
mod world;
