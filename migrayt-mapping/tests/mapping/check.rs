use migrayt_core::port::{Finding, Mapper as _, Severity, TargetCapabilities};
use migrayt_mapping::MappingDocument;
use migrayt_mapping::document::OtherFields;

use crate::items::{compiled, proposed};
use crate::{jira, process};

fn findings(change: impl FnOnce(&mut MappingDocument), caps: &TargetCapabilities) -> Vec<Finding> {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mapper = compiled(proposed(&source, &target), &source, &target);
    let mut document = mapper.document().clone();
    change(&mut document);
    // Documents with errors cannot be compiled; those with losses can.
    compiled(document, &source, &target).check(&source, &target, caps)
}

fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let facts = finding.facts.iter().map(|(name, fact)| format!(" {name}={fact}"));
        let facts: String = facts.collect();
        format!("{:?} {}: {}{facts}", finding.severity, finding.place, finding.message)
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_proposal_says_what_it_loses() {
    insta::assert_snapshot!("agile_findings", lines(&findings(|_| {}, &jira::capabilities())));
}

#[test]
fn what_has_no_rule_is_found() {
    let found = findings(
        |document| {
            document.types.remove("Bug");
            document.states.get_mut("Task").unwrap().remove("Closed");
            document.links.clear();
            document.options.default_link = None;
            document.fields.remove("System.Tags");
            document.options.other_fields = OtherFields::Leave;
            document.areas.remove("Shop\\Api");
            document.types.insert("Wombat".into(), document.types["Task"].clone());
            document.people.insert(
                "p-x".into(),
                migrayt_mapping::document::PersonRule::Account("acc-closed".into()),
            );
        },
        &jira::capabilities(),
    );
    let text = lines(&found);
    for line in [
        "Warning types.Bug: the type has no rule; its items are refused",
        "Warning states.Task.Closed: the state has no rule; items stay in their first",
        "Warning links.\"System.LinkTypes.Related\": the link type has no rule; links are lost",
        "Warning fields.\"System.Tags\": the field has no rule and is not carried",
        "Warning areas.\"Shop\\\\Api\": it has no rule; the nearest above it holds, or none",
        "Warning people.p-x: the account is closed; nothing can be assigned to it",
        "Note types.Wombat: the source has no such type; the rule holds nothing",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(found.is_sorted_by_key(|finding| finding.severity));
}

#[test]
fn what_the_target_cannot_do_is_found() {
    let text = lines(&findings(|_| {}, &TargetCapabilities::of(Vec::new())));
    for place in ["options.comments", "options.attachments", "options.links", "states"] {
        assert!(text.contains(&format!("Warning {place}: the target")), "{place}\n{text}");
    }
}

#[test]
fn a_required_field_that_nothing_fills_is_found() {
    let (source, mut target) = (process::catalog("Agile"), jira::catalog());
    target.types[3].required.push("customfield_10050".into());
    let mut document = proposed(&source, &target);
    document.fields.remove("Microsoft.VSTS.Common.Severity");
    let check = |document: MappingDocument| {
        let mapper = compiled(document, &source, &target);
        lines(&mapper.check(&source, &target, &jira::capabilities()))
    };
    let line = "Warning defaults.customfield_10050: the target requires a value that nothing gives";
    assert!(check(document.clone()).contains(line));
    document.defaults.insert("Severity".into(), "3 - Medium".into());
    assert!(!check(document).contains(line));
}

#[test]
fn errors_come_first_and_each_has_its_place() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mapper = compiled(proposed(&source, &target), &source, &target);
    // The target has lost things since the mapping was compiled.
    let mut less = target.clone();
    less.types.retain(|one| one.name != "Epic");
    less.types.iter_mut().for_each(|one| one.states.retain(|state| state.name != "Done"));
    less.fields.retain(|field| field.id.as_str() != "customfield_10016");
    less.link_types.retain(|one| one.name != "Blocks");
    for field in &mut less.fields {
        field.allowed.retain(|name| name != "Highest" && name != "Medium");
    }
    less.priorities.retain(|name| name != "Highest" && name != "Medium");
    let found = mapper.check(&source, &less, &jira::capabilities());
    assert_eq!(found[0].severity, Severity::Error);
    let errors: Vec<_> = found.into_iter().filter(|it| it.severity == Severity::Error).collect();
    insta::assert_snapshot!("errors", lines(&errors));
}
