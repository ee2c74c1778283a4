//! The mapping over real processes of Azure DevOps and a usual Jira project.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod attribution;
#[cfg(test)]
mod check;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod document;
#[cfg(test)]
mod hierarchy;
#[cfg(test)]
mod items;
#[cfg(test)]
mod jira;
#[cfg(test)]
mod nothing_lost;
#[cfg(test)]
mod people;
#[cfg(test)]
mod process;
#[cfg(test)]
mod proposal;
#[cfg(test)]
mod shape;
#[cfg(test)]
mod writing;
