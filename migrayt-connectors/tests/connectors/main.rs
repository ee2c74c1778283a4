//! Both connectors against the simulators, in process and over real sockets.

#[cfg(test)]
mod captures;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod creates;
#[cfg(test)]
mod doubts;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod network;
#[cfg(test)]
mod organisation;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod pauses;
#[cfg(test)]
mod read_back;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod site;
#[cfg(test)]
mod source;
#[cfg(test)]
mod source_faults;
#[cfg(test)]
mod target_faults;
#[cfg(test)]
mod troubles;
#[cfg(test)]
mod uploads;
