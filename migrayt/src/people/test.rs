use std::collections::BTreeMap;

use migrayt_core::catalog::{Address, Catalog, KnownPerson};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, PersonId};
use migrayt_mapping::MappingDocument;
use migrayt_mapping::document::PersonRule;
use proptest::prelude::*;

use super::{Import, with_rules};
use crate::scan::Scan;

fn key() -> DigestKey {
    DigestKey::new([5; 32])
}

fn scan() -> Scan {
    let catalog = |name: &str, people: &[(&str, &str, bool)]| {
        let mut catalog = Catalog::new(EndpointId::new(name));
        let known = |(id, email, active): &(&str, &str, bool)| {
            KnownPerson::new(PersonId::new(*id), Some(email), *active, &key())
        };
        catalog.people = people.iter().map(known).collect();
        catalog
    };
    Scan::new(
        catalog("azure-devops:fabrikam/Shop", &[("p-1", "kim@old.example", true)]),
        catalog(
            "jira:example/SHOP",
            &[("acc-old", "kim@new.example", false), ("acc-1", "kim@new.example", true)],
        ),
    )
}

fn read(table: &[u8]) -> Result<Import, String> {
    Import::read(table, &scan(), &key()).map_err(|error| error.to_string())
}

#[test]
fn addresses_become_ids_where_the_scan_knows_them() {
    let import =
        read(b"\xef\xbb\xbfSource,Target\r\n KIM@old.example , kim@NEW.example \r\n").unwrap();
    let rule = PersonRule::Account("acc-1".into());
    let expected = (rule, Some("k***@o***.example".to_owned()));
    assert_eq!(import.rules, BTreeMap::from([("p-1".to_owned(), expected)]));
    // What an export shows of an address is taken as well.
    let address = Address::of("lee@old.example", &key()).unwrap();
    let import = read(format!("source,target\n{address},PLACEHOLDER\n").as_bytes()).unwrap();
    assert_eq!(import.rules[address.as_str()].0, PersonRule::Placeholder);
    assert_eq!((import.imported.unseen, import.imported.blank), (1, 0));
}

#[test]
fn a_table_that_is_not_utf8_says_where() {
    let error = read(b"source,target\np-1,acc-1\np-1,\xff\n").unwrap_err();
    assert!(error.contains("line: 3") && error.contains("UTF-8"), "{error}");
}

#[test]
fn rules_go_into_the_table_that_stands_and_nothing_else_changes() {
    let text = "# head\nversion = 1\n\n[people] # who\np-1 = \"leave\" # old\n'p-9' = \"leave\"\n\n\
                [types]\nBug = { to = \"Bug\" } # stays\n";
    let rule = |rule| (rule, Some("k***@o***.example".to_owned()));
    let rules = BTreeMap::from([
        ("p-1".to_owned(), rule(PersonRule::Account("acc-1".into()))),
        ("p x".to_owned(), (PersonRule::Placeholder, None)),
    ]);
    let written = with_rules(text, &rules).unwrap();
    let expected = "# head\nversion = 1\n\n[people] # who\n\
                    p-1 = { account = \"acc-1\" } # k***@o***.example\n'p-9' = \"leave\"\n\
                    \"p x\" = \"placeholder\"\n\n[types]\nBug = { to = \"Bug\" } # stays\n";
    assert_eq!(written, expected);
    let fresh = with_rules("version = 1\n", &rules).unwrap();
    assert_eq!(MappingDocument::parse(&fresh).unwrap().people.len(), 2);
    assert!(with_rules("version = 2\n", &rules).is_err());
}

proptest! {
    /// Whatever stands in a table, no address of it comes out, and nothing breaks.
    #[test]
    fn no_table_brings_an_address_into_the_mapping(
        rows in prop::collection::vec(("[ -~]{0,24}", "[ -~]{0,24}"), 0..6),
        local in "[a-z]{6,12}",
        domain in "[a-z]{6,12}",
    ) {
        let row = |(source, target): &(String, String)| {
            format!("{source}{local}@{domain}.example,{target}{local}@{domain}.org\n")
        };
        let rows: String = rows.iter().map(row).collect();
        let table = format!("source,target\n{rows}");
        match read(table.as_bytes()) {
            Ok(import) => {
                let text = with_rules("version = 1\n", &import.rules).unwrap();
                prop_assert!(!text.contains(&local) && !text.contains(&domain), "{}", text);
            }
            Err(error) => prop_assert!(!error.contains(&local) && !error.contains(&domain)),
        }
    }
}
