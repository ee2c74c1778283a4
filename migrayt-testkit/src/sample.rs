//! A small sample of real work items, for demonstrations and for tests that run anywhere. Where
//! it comes from and its licence stand in `data/sample/ATTRIBUTION.md`.

use std::collections::BTreeSet;

use migrayt_core::Result;
use serde_json::Value;

use crate::load;
use crate::sim::azure_devops::guid::guid;
use crate::sim::jira::User;

/// The project that [`items`] puts the sample into.
pub const PROJECT: &str = "Fabrikam";

/// The sample as Azure DevOps work items in the shape of its REST API, for
/// [`AzureDevOps::load`](crate::sim::azure_devops::AzureDevOps::load).
///
/// # Errors
/// `DataCorrupt` if the bundled file was damaged.
pub fn items() -> Result<Vec<Value>> {
    items_in(PROJECT)
}

/// The sample as work items of that project.
///
/// # Errors
/// As [`items`].
pub fn items_in(project: &str) -> Result<Vec<Value>> {
    load::lines(include_str!("../data/sample/items.jsonl"), project)
}

/// The people who work on the sample, as accounts of a Jira site that shows their addresses.
///
/// # Errors
/// As [`items`].
pub fn users() -> Result<Vec<User>> {
    let items = items()?;
    let fields = items.iter().filter_map(|item| item.get("fields")?.as_object());
    let people: BTreeSet<(&str, &str)> = fields
        .flat_map(|fields| ["System.AssignedTo", "System.CreatedBy"].map(|name| fields.get(name)))
        .filter_map(|person| person?.as_str()?.strip_suffix('>')?.split_once(" <"))
        .collect();
    let account = |(name, address): (&str, &str)| User {
        account_id: format!("712020:{}", guid("account", address)),
        display_name: name.to_owned(),
        email: Some(address.to_owned()),
        active: true,
    };
    Ok(people.into_iter().map(account).collect())
}
