#![doc = include_str!("../README.md")]

#[cfg(feature = "azure-devops")]
pub mod azure_devops;
#[cfg(feature = "http-stack")]
pub mod http;
#[cfg(feature = "jira")]
pub mod jira;
