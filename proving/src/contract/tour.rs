mod azure_devops;
mod jira;

use http::Method;
use migrayt_core::Result;
use migrayt_testkit::sim::jira::Jira;

use super::Contracts;

/// Asks both simulators for every route; says which routes nobody asked for.
pub(super) fn run(contracts: &Contracts) -> Result<Vec<String>> {
    azure_devops::run(&contracts.azure_devops)?;
    let asked = jira::run(&contracts.jira)?;
    let unvisited = Jira::operations().filter(|operation| {
        !asked.iter().any(|(method, path)| meant(method, path) == Some(operation.clone()))
    });
    Ok(unvisited.map(|(method, path)| format!("{method} {path}")).collect())
}

/// The operation that a request asks for: words win over placeholders.
fn meant(method: &Method, path: &str) -> Option<(Method, &'static str)> {
    let placeholders = |template: &str| template.matches('{').count();
    Jira::operations()
        .filter(|(of, template)| of == method && fits(template, path))
        .min_by_key(|(_, template)| placeholders(template))
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(part, given)| part.starts_with('{') || part == given)
}
