use migrayt_core::id::ItemId;
use migrayt_core::operation::{Action, OperationKind};
use migrayt_core::plan::LossKind;
use migrayt_core::port::Mapper as _;
use migrayt_core::value::Value;
use migrayt_mapping::document::{FieldRule, Mentions, OriginNote, OtherFields};

use crate::items::{
    Outlines, around_the_story, compiled, item, jamal, proposed, rich, set, whole_story,
};
use crate::{jira, process, shape};

#[test]
fn a_story_of_agile_becomes_the_commands_of_its_lane() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let rules = compiled(proposed(&source, &target), &source, &target);
    let mapped = rules.map(&whole_story(), &around_the_story()).unwrap();
    insta::assert_json_snapshot!("agile_story", shape::mapped(&mapped));
}

#[test]
fn a_bug_of_scrum_has_its_steps_and_system_below_headings() {
    let (source, target) = (process::catalog("Scrum"), jira::catalog());
    let rules = compiled(proposed(&source, &target), &source, &target);
    let mut bug = item("7", "Bug", "Committed", "Pays twice");
    set(&mut bug, "Microsoft.VSTS.TCM.ReproSteps", rich("Press it twice."));
    set(&mut bug, "Microsoft.VSTS.TCM.SystemInfo", rich("Version 2"));
    set(&mut bug, "Microsoft.VSTS.Common.Severity", Value::Choice("2 - High".into()));
    set(&mut bug, "Microsoft.VSTS.Scheduling.Effort", Value::Decimal(3.0));
    set(&mut bug, "Microsoft.VSTS.Scheduling.RemainingWork", Value::Decimal(1.5));
    let mapped = rules.map(&bug, &Outlines::of(&[("7", "Bug", None)])).unwrap();
    insta::assert_json_snapshot!("scrum_bug", shape::mapped(&mapped));
}

#[test]
fn a_requirement_of_cmmi_keeps_what_jira_has_no_field_for() {
    let (source, target) = (process::catalog("CMMI"), jira::catalog());
    let rules = compiled(proposed(&source, &target), &source, &target);
    let mut item = item("8", "Requirement", "Proposed", "Pay by card");
    set(&mut item, "Microsoft.VSTS.CMMI.ImpactAssessmentHtml", rich("None of them."));
    set(&mut item, "Microsoft.VSTS.CMMI.RequirementType", Value::Choice("Functional".into()));
    set(&mut item, "Microsoft.VSTS.Scheduling.Size", Value::Decimal(8.0));
    set(&mut item, "Microsoft.VSTS.Common.Triage", Value::Choice("Pending".into()));
    let mapped = rules.map(&item, &Outlines::of(&[("8", "Requirement", None)])).unwrap();
    insta::assert_json_snapshot!("cmmi_requirement", shape::mapped(&mapped));
}

#[test]
fn mapping_twice_gives_the_same() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let document = proposed(&source, &target);
    let text = document.to_toml().unwrap();
    let again = migrayt_mapping::MappingDocument::parse(&text).unwrap();
    let (first, second) = (compiled(document, &source, &target), compiled(again, &source, &target));
    let map = |rules: &migrayt_mapping::Compiled| {
        shape::mapped(&rules.map(&whole_story(), &around_the_story()).unwrap())
    };
    assert_eq!(first.fingerprint(), second.fingerprint());
    assert_eq!(map(&first), map(&second));
    assert_eq!(map(&first), map(&first));
}

#[test]
fn both_ends_of_a_link_name_the_same_operation() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let rules = compiled(proposed(&source, &target), &source, &target);
    let known = Outlines::of(&[("1", "Bug", None), ("2", "Bug", None)]);
    for (from, back) in [
        ("System.LinkTypes.Dependency-Forward", "System.LinkTypes.Dependency-Reverse"),
        ("System.LinkTypes.Duplicate-Forward", "System.LinkTypes.Duplicate-Reverse"),
        ("System.LinkTypes.Related", "System.LinkTypes.Related"),
    ] {
        let links = |id: &str, of: &str, other: &str| {
            let mut item = item(id, "Bug", "New", "Bug");
            item.relations = vec![migrayt_core::item::Relation {
                link_type: of.into(),
                other: ItemId::new(other),
            }];
            let mapped = rules.map(&item, &known).unwrap();
            let keys = mapped.commands.into_iter().map(|command| command.key);
            keys.filter(|key| key.kind == OperationKind::Link).collect::<Vec<_>>()
        };
        let forward = links("1", from, "2");
        assert_eq!(forward.len(), 1, "{from}");
        assert_eq!(forward, links("2", back, "1"), "{from}");
    }
}

#[test]
fn options_leave_out_and_name_what_they_leave() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mut document = proposed(&source, &target);
    document.options.comments = false;
    document.options.attachments = false;
    document.options.links = false;
    document.options.external_links = false;
    document.options.origin_note = OriginNote::Leave;
    document.options.other_fields = OtherFields::Leave;
    document.options.labels.clear();
    let rules = compiled(document, &source, &target);
    let mapped = rules.map(&whole_story(), &around_the_story()).unwrap();
    let kinds: Vec<_> = mapped.commands.iter().map(|command| command.key.kind).collect();
    assert_eq!(kinds, [OperationKind::Create, OperationKind::Transition]);
    let lost: Vec<_> = shape::losses(&mapped.losses);
    for field in ["attachments x1", "comments x1", "links x4", "external_links x2"] {
        assert!(lost.contains(&format!("field_unmapped {field}")), "{field}: {lost:?}");
    }
    let create = shape::losses(&mapped.commands[0].losses);
    for field in ["created", "changed", "Custom.Extra"] {
        assert!(create.contains(&format!("field_unmapped {field} x1")), "{field}: {create:?}");
    }
    assert!(!shape::mapped(&mapped).to_string().contains("migrated-from-ado"));
}

#[test]
fn mentions_notify_only_where_the_document_says_so() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mut document = proposed(&source, &target);
    let lost = |mapped: &migrayt_core::port::Mapped| {
        let all = mapped.commands.iter().flat_map(|command| &command.losses);
        all.filter(|loss| loss.kind == LossKind::TextMention).map(|loss| loss.count).sum::<u32>()
    };
    let story = whole_story();
    let rules = compiled(document.clone(), &source, &target);
    let mapped = rules.map(&story, &around_the_story()).unwrap();
    assert_eq!(lost(&mapped), 2);
    document.options.mentions = Mentions::Notify;
    let rules = compiled(document, &source, &target);
    let mapped = rules.map(&story, &around_the_story()).unwrap();
    assert_eq!(lost(&mapped), 0);
    assert!(shape::mapped(&mapped).to_string().contains("[@acc-jamal true]"));
}

#[test]
fn unknown_people_are_named_in_the_text_and_fall_back_on_an_account() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mut document = proposed(&source, &target);
    document.options.placeholder = Some("acc-jamal".into());
    let rules = compiled(document, &source, &target);
    let mapped = rules.map(&whole_story(), &around_the_story()).unwrap();
    let Action::Create(new) = &mapped.commands[0].action else { panic!("a creation") };
    let assignee = new.fields.iter().find(|(id, _)| id.as_str() == "assignee").unwrap();
    assert_eq!(shape::value(&assignee.1)["account"], "acc-jamal");
    assert!(shape::mapped(&mapped).to_string().contains("| Assigned To | Alice Smith |"));
    let losses = shape::losses(&mapped.commands[0].losses);
    assert!(losses.contains(&"person_unknown System.AssignedTo x1".to_owned()), "{losses:?}");
}

#[test]
fn a_value_that_the_target_does_not_allow_is_kept_as_text() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let rules = compiled(proposed(&source, &target), &source, &target);
    let mut bug = item("7", "Bug", "New", "Bug");
    set(&mut bug, "Microsoft.VSTS.Common.Priority", Value::Integer(9));
    set(&mut bug, "System.CreatedBy", Value::Person(jamal()));
    let mapped = rules.map(&bug, &Outlines::of(&[("7", "Bug", None)])).unwrap();
    let losses = shape::losses(&mapped.commands[0].losses);
    assert!(
        losses.contains(&"value_unmapped Microsoft.VSTS.Common.Priority x1".to_owned()),
        "{losses:?}"
    );
    let text = shape::mapped(&mapped).to_string();
    assert!(text.contains("| Priority | 9 |") && text.contains("\"choice\":\"Medium\""), "{text}");
}

#[test]
fn days_and_hours_are_turned_as_the_rules_say() {
    use time::macros::datetime;
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mut document = proposed(&source, &target);
    let due = "Microsoft.VSTS.Common.ClosedDate";
    document.fields.insert(due.into(), FieldRule::Day("duedate".into()));
    document.options.utc_offset = "+02:00".to_owned().try_into().unwrap();
    let rules = compiled(document, &source, &target);
    let mut task = item("9", "Task", "New", "Task");
    set(&mut task, due, Value::Instant(datetime!(2024-03-15 22:30 UTC)));
    set(&mut task, "Microsoft.VSTS.Scheduling.OriginalEstimate", Value::Decimal(1.5));
    let mapped = rules.map(&task, &Outlines::of(&[("9", "Task", None)])).unwrap();
    let Action::Create(new) = &mapped.commands[0].action else { panic!("a creation") };
    let value = |field: &str| {
        let found = new.fields.iter().find(|(id, _)| id.as_str() == field);
        found.map(|(_, value)| shape::value(value).as_str().unwrap().to_owned())
    };
    assert_eq!(value("duedate").as_deref(), Some("Date(2024-03-16)"));
    assert_eq!(value("timeoriginalestimate").as_deref(), Some("Duration(5400)"));
    let losses = shape::losses(&mapped.commands[0].losses);
    assert!(losses.contains(&format!("shortened {due} x1")), "{losses:?}");
}
