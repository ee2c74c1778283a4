use migrayt::core::Result;
use migrayt::core::port::{Finding, Mapper as _, Severity};
use migrayt::mapping::document::Entry;
use migrayt::project::Project;

use crate::exit::Exit;
use crate::output::{Output, note};

pub(super) async fn suggest(project: &Project, replace: bool, output: Output) -> Result<Exit> {
    let findings = propose(project, replace, output).await?;
    let path = project.mapping_path();
    output.say(&format!("\nWrote {}. Review it, then run `migrayt plan`.", path.display()));
    output.json(&serde_json::json!({ "mapping": path, "findings": findings }));
    Ok(Exit::Clean)
}

/// Proposes a mapping and shows what does not fit in it.
pub(super) async fn propose(
    project: &Project,
    replace: bool,
    output: Output,
) -> Result<Vec<Finding>> {
    let scan = project.last_scan()?;
    let mapping = project.suggest(&scan, replace).await?;
    let people = mapping.review.suggestions.iter();
    let people = people.filter(|it| matches!(it.entry, Entry::Person { .. })).count();
    let mapper = project.migration().compile(mapping, &scan)?;
    let caps = project.migration().parts().target.capabilities();
    let findings = mapper.check(&scan.source, &scan.target, &caps);
    for finding in &findings {
        let facts: Vec<_> =
            finding.facts.iter().map(|(name, fact)| format!("{name}: {fact}")).collect();
        let facts =
            if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
        let line = format!("{}: {}{facts}", finding.place, finding.message);
        if finding.severity == Severity::Error {
            note(&format!("error: {line}"));
        } else {
            output.say(&line);
        }
    }
    if people > 0 {
        output.say(&format!(
            "people: {people} accounts are suggested by name or address; none is taken before you \
             accept it in [people] of the mapping"
        ));
    }
    Ok(findings)
}
