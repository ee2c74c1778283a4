//! Who is who: by table, address and rules, and what is named where nobody is found.

use migrayt_core::catalog::{Address, Catalog, KnownPerson};
use migrayt_core::id::PersonId;
use migrayt_core::operation::Action;
use migrayt_core::person::Person;
use migrayt_core::plan::LossKind;
use migrayt_core::port::{Mapped, Mapper as _};
use migrayt_core::richtext::{Block, Document, Inline, Mention};
use migrayt_core::value::Value;
use migrayt_mapping::document::{Entry, InactivePeople, Mentions, PersonRule, Reason};
use migrayt_mapping::{Attribution, Compiled, MappingDocument, MatchedBy, Unmatched, Who};

use crate::items::{Outlines, compiled, item, person, proposed, set};
use crate::process::key;
use crate::{jira, process, shape};

/// The target's people: account, name, address, whether it is open, whether it takes work.
const ACCOUNTS: [(&str, &str, Option<&str>, bool, bool); 6] = [
    ("acc-1", "Jamal Hartnett", Some("jamal@fabrikam.example"), true, true),
    ("acc-2", "Kim Abercrombie", Some("kim@new.example"), true, true),
    ("acc-3", "Lee Gu", None, true, true),
    ("acc-4", "Mona Former", Some("mona@fabrikam.example"), false, false),
    ("acc-5", "Noor Aziz", Some("noor@fabrikam.example"), true, false),
    ("acc-6", "Placeholder", None, true, true),
];

/// The source's people. Of Omar the source knows the address alone.
const PEOPLE: [(&str, &str, Option<&str>); 6] = [
    ("p-1", "Jamal H.", Some("JAMAL@fabrikam.example")),
    ("p-2", "Kim A.", Some("kim@old.example")),
    ("p-3", "lee  gu", None),
    ("p-4", "Mona", Some("mona@fabrikam.example")),
    ("p-5", "Noor", Some("noor@fabrikam.example")),
    ("omar@fabrikam.example", "Omar", Some("omar@fabrikam.example")),
];

fn catalogs() -> (Catalog, Catalog) {
    let (mut source, mut target) = (process::catalog("Agile"), jira::catalog());
    target.profiles = Some("https://example.atlassian.net/jira/people/".into());
    target.people = ACCOUNTS
        .map(|(id, name, email, active, takes_work)| {
            let known = KnownPerson::new(PersonId::new(id), email, active, &key());
            let mut known = known.called(name, &key());
            known.assignable = Some(takes_work);
            known
        })
        .to_vec();
    source.people = PEOPLE.map(|it| KnownPerson::of(&in_source(it), &key())).to_vec();
    (source, target)
}

fn in_source((id, name, email): (&str, &str, Option<&str>)) -> Person {
    person(id, name, email)
}

fn rules(change: impl FnOnce(&mut MappingDocument)) -> Compiled {
    let (source, target) = catalogs();
    let mut document = proposed(&source, &target);
    change(&mut document);
    // What is written is what is read.
    let document = MappingDocument::parse(&document.to_toml().unwrap()).unwrap();
    compiled(document, &source, &target)
}

fn who(rules: &Compiled) -> Vec<String> {
    let (source, _) = catalogs();
    let shown = source.people.iter().map(|person| match rules.who(person) {
        Who::Account { account, by } => format!("{account} {}", by.name()),
        Who::Nobody(why) => format!("{why:?}"),
        other => format!("{other:?}"),
    });
    shown.collect()
}

#[test]
fn the_address_matches_and_nothing_is_guessed() {
    let rules = rules(|_| {});
    let expected =
        ["acc-1 address", "NoAccount", "NoAddress", "acc-4 address", "acc-5 address", "NoAccount"];
    assert_eq!(who(&rules), expected);
    // The sign-in name of old texts is an address too, and rests as none.
    let (source, _) = catalogs();
    let text = serde_json::to_string(&source.people).unwrap();
    assert!(!text.contains("omar") && !text.to_lowercase().contains("fabrikam"), "{text}");
}

#[test]
fn domains_and_local_parts_match_where_rules_say_so() {
    let by = |rules: &Compiled| who(rules)[1].clone();
    let domains = rules(|document| {
        document.people_rules.domains.insert("@Old.example".into(), "new.example".into());
    });
    assert_eq!(by(&domains), "acc-2 rule: domain");
    let local = rules(|document| document.people_rules.same_local_part = true);
    assert_eq!(by(&local), "acc-2 rule: local part");

    // Two accounts of the same letters are nobody's.
    let (source, mut target) = catalogs();
    let twin = KnownPerson::new("acc-7".into(), Some("kim@other.example"), true, &key());
    target.people.push(twin);
    let document = local.document().clone();
    assert_eq!(by(&compiled(document, &source, &target)), "NoAccount");
}

#[test]
fn the_table_comes_first_and_takes_ids_and_masked_addresses() {
    let address = |text: &str| Address::of(text, &key()).unwrap();
    let rules = rules(|document| {
        document.options.placeholder = Some("acc-6".into());
        let account = |id: &str| PersonRule::Account(id.into());
        let mut rule = |person: &str, rule| document.people.insert(person.into(), rule);
        rule("p-1", account("acc-3"));
        rule("p-2", PersonRule::Address(address("KIM@new.example")));
        rule("p-3", PersonRule::Address(address("lee@nowhere.example")));
        rule("p-4", PersonRule::Leave);
        rule("p-5", PersonRule::Placeholder);
        rule(address("omar@fabrikam.example").as_str(), account("acc-5"));
    });
    let expected = ["acc-3 table", "acc-2 table", "Awaited", "Left", "Placeholder", "acc-5 table"];
    assert_eq!(who(&rules), expected);
    // Somebody whom the scan did not find, known by the address alone.
    let late = KnownPerson::of(&person("p-x", "", Some("Omar@fabrikam.example")), &key());
    let expected = Who::Account { account: "acc-5".into(), by: MatchedBy::Table };
    assert_eq!(rules.who(&late), expected);
}

#[test]
fn closed_accounts_stand_for_nobody_if_the_document_says_so() {
    let rules = rules(|document| document.options.inactive_people = InactivePeople::Replace);
    assert_eq!(who(&rules)[3], "Closed");
    let (source, _) = catalogs();
    assert_eq!(rules.who(&source.people[3]), Who::Nobody(Unmatched::Closed));
}

/// A bug of two people as the target gets it: assignee, reporter, the losses, the description.
fn bug(
    rules: &Compiled,
    assignee: usize,
    reporter: usize,
) -> (String, String, Vec<String>, Document) {
    let mut bug = item("7", "Bug", "New", "Pays twice");
    set(&mut bug, "System.AssignedTo", Value::Person(in_source(PEOPLE[assignee])));
    set(&mut bug, "System.CreatedBy", Value::Person(in_source(PEOPLE[reporter])));
    let mapped = rules.map(&bug, &Outlines::of(&[("7", "Bug", None)])).unwrap();
    let Action::Create(new) = &mapped.commands[0].action else { panic!("a creation") };
    let field = |id: &str| new.fields.iter().find(|(field, _)| field.as_str() == id);
    let account = |id: &str| match field(id) {
        Some((_, Value::Person(person))) => person.id.to_string(),
        _ => "-".to_owned(),
    };
    let Some((_, Value::RichText(text))) = field("description") else { panic!("a text") };
    let losses = shape::losses(&mapped.commands[0].losses);
    let losses = losses.into_iter().filter(|it| it.contains("person") || it.contains("author"));
    (account("assignee"), account("reporter"), losses.collect(), text.expose().clone())
}

#[test]
fn work_is_assigned_only_to_accounts_that_take_it() {
    for (placeholder, stands) in [(Some("acc-6"), "acc-6"), (None, "-"), (Some("acc-5"), "-")] {
        let rules = rules(|document| document.options.placeholder = placeholder.map(Into::into));
        for closed in [3, 4] {
            let (assignee, reporter, losses, text) = bug(&rules, closed, closed);
            assert_eq!(assignee, stands, "{placeholder:?}");
            // Whoever cannot be assigned can have reported it.
            assert_eq!(reporter, ["acc-4", "acc-5"][closed - 3]);
            assert_eq!(losses, ["person_refused System.AssignedTo x1"]);
            assert_eq!(Attribution::of(&text), None);
            let words = migrayt_core::richtext::plain_text(&text);
            assert!(words.as_str().contains(PEOPLE[closed].1), "{}", words.as_str());
        }
    }
}

#[test]
fn a_reporter_without_an_account_is_named_above_the_description() {
    for placeholder in [Some("acc-6"), None] {
        let rules = rules(|document| document.options.placeholder = placeholder.map(Into::into));
        let (assignee, reporter, losses, text) = bug(&rules, 0, 1);
        assert_eq!((assignee.as_str(), reporter.as_str()), ("acc-1", placeholder.unwrap_or("-")));
        assert_eq!(losses, ["person_unknown System.CreatedBy x1", "author_in_text - x1"]);
        let said = Attribution::of(&text).unwrap();
        assert_eq!(said.author().unwrap().as_str(), "Kim A.");
        assert_eq!(said.written(), Some(time::macros::datetime!(2024-03-01 08:00 UTC)));
    }
}

#[test]
fn a_reporter_that_no_screen_has_is_named_there_too() {
    let (source, mut target) = catalogs();
    for work_type in &mut target.types {
        work_type.fields.retain(|field| field.as_str() != "reporter");
    }
    let rules = compiled(proposed(&source, &target), &source, &target);
    let (_, reporter, losses, text) = bug(&rules, 0, 0);
    assert_eq!(reporter, "-");
    assert_eq!(losses, ["author_in_text - x1"]);
    assert_eq!(Attribution::of(&text).unwrap().author().unwrap().as_str(), "Jamal H.");
}

#[test]
fn whoever_a_rule_leaves_out_is_nobody_even_with_a_placeholder() {
    let rules = rules(|document| {
        document.options.placeholder = Some("acc-6".into());
        document.people.insert("p-1".into(), PersonRule::Leave);
        document.people.insert("p-2".into(), PersonRule::Placeholder);
    });
    let (assignee, reporter, losses, _) = bug(&rules, 0, 1);
    assert_eq!((assignee.as_str(), reporter.as_str()), ("-", "acc-6"));
    assert!(losses.contains(&"person_unknown System.AssignedTo x1".to_owned()), "{losses:?}");
}

/// What mentions of Jamal, who has an account, and of Lee, who has none, become.
fn mentions(how: Mentions) -> (Vec<Inline>, Vec<String>) {
    let rules = rules(|document| document.options.mentions = how);
    let mention = |place: usize| {
        let (id, name, _) = PEOPLE[place];
        Inline::Mention(Mention { person: id.into(), name: name.into(), resolved: false })
    };
    let mut story = item("7", "User Story", "New", "Story");
    let line = vec![mention(0), Inline::plain(" and "), mention(2)];
    let text = Document::from(vec![Block::Paragraph(line)]);
    set(&mut story, "System.Description", Value::rich(text));
    let mapped: Mapped = rules.map(&story, &Outlines::of(&[("7", "User Story", None)])).unwrap();
    let Action::Create(new) = &mapped.commands[0].action else { panic!("a creation") };
    let text = new.fields.iter().find_map(|(field, value)| match value {
        Value::RichText(text) if field.as_str() == "description" => Some(text.expose()),
        _ => None,
    });
    let Block::Paragraph(line) = &text.unwrap().blocks[0] else { panic!("a line") };
    let mentioned = [LossKind::TextMention, LossKind::MentionUnknown];
    let mut losses = mapped.commands[0].losses.clone();
    losses.retain(|loss| mentioned.contains(&loss.kind));
    (line.clone(), shape::losses(&losses))
}

#[test]
fn mentions_are_silent_unless_the_document_says_otherwise() {
    let text = |inline: &Inline| match inline {
        Inline::Text { text, marks } => {
            let link = marks.link.as_ref().map(|link| link.href.as_str().to_owned());
            (text.as_str().to_owned(), link)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(MappingDocument::default().options.mentions, Mentions::Silent);
    let (line, losses) = mentions(Mentions::Silent);
    let page = "https://example.atlassian.net/jira/people/acc-1".to_owned();
    assert_eq!(text(&line[0]), ("@Jamal H.".to_owned(), Some(page)));
    assert_eq!(text(&line[2]), ("@lee  gu".to_owned(), None));
    let field = "System.Description x1";
    let expected = [format!("text_mention {field}"), format!("mention_unknown {field}")];
    assert_eq!(losses, expected);

    let (line, losses) = mentions(Mentions::Notify);
    let Inline::Mention(mention) = &line[0] else { panic!("a mention") };
    assert_eq!((mention.person.as_str(), mention.resolved), ("acc-1", true));
    assert_eq!(text(&line[2]).0, "@lee  gu");
    assert_eq!(losses, [format!("mention_unknown {field}")]);

    let (line, losses) = mentions(Mentions::Name);
    assert_eq!(text(&line[0]), ("@Jamal H.".to_owned(), None));
    assert_eq!(losses, ["text_mention System.Description x2"]);
}

#[test]
fn equal_names_are_suggested_and_never_accepted() {
    use futures_util::FutureExt as _;
    let (source, target) = catalogs();
    let sure = migrayt_mapping::document::Confidence::percent(0);
    let proposed =
        migrayt_mapping::propose_with(&migrayt_mapping::NameSuggester, &source, &target, sure);
    let document = proposed.now_or_never().unwrap().unwrap();
    assert!(document.people.is_empty());
    let offers: Vec<_> = document
        .review
        .suggestions
        .iter()
        .filter_map(|it| match &it.entry {
            Entry::Person { source, rule } => Some((source.as_str(), rule.clone(), it.reason)),
            _ => None,
        })
        .collect();
    let account = |id: &str| PersonRule::Account(id.into());
    let expected = [
        ("p-2", account("acc-2"), Reason::SameLocalPart),
        ("p-3", account("acc-3"), Reason::SameName),
    ];
    assert_eq!(offers, expected);
    let text = document.to_toml().unwrap();
    let line = "# p-3 = { account = \"acc-3\" } # 50 %: the same name";
    assert!(text.contains(line), "{text}");
    // Removing the first # accepts it.
    let accepted = MappingDocument::parse(&text.replace(line, &line[2..])).unwrap();
    assert_eq!(accepted.people["p-3"], account("acc-3"));
}

#[test]
fn an_address_in_the_document_is_an_error_that_does_not_repeat_it() {
    let (source, target) = catalogs();
    for (person, account) in [("kim@old.example", "acc-2"), ("p-2", "kim@new.example")] {
        let mut document = proposed(&source, &target);
        document.people.insert(person.into(), PersonRule::Account(account.into()));
        let origin = ("fabrikam", "Shop");
        let error = Compiled::new(document, &source, &target, origin, &key()).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("migrayt people import") && !shown.contains("kim"), "{shown}");
    }
    let rule = "version = 1\n[people]\np-2 = { address = \"kim@new.example\" }\n";
    let shown = MappingDocument::parse(rule).unwrap_err().to_string();
    assert!(shown.contains("line: 3") && !shown.contains("kim"), "{shown}");
}
