//! The testkit's own proof, over real sockets on the loopback where there is HTTP.

#[cfg(test)]
mod azure_devops;
#[cfg(test)]
mod azure_devops_parts;
#[cfg(test)]
mod client;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod fault;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod jira;
#[cfg(test)]
mod jira_parts;
#[cfg(test)]
mod load;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod wire;
