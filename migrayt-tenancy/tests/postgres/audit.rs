//! A good schema passes; each way to spoil it is found, by the name of what was spoiled.

use migrayt_core::ErrorKind;
use migrayt_tenancy::postgres::{AppRole, AuditRules, DatabaseSettings, Exemption, Rule, audit};
use migrayt_testkit::postgres::machine::say;

use crate::shop::{Shop, rules, run};

#[path = "mutants.rs"]
mod mutants;

use mutants::MUTANTS;

#[tokio::test]
async fn a_good_schema_passes_and_every_mutant_is_found() {
    let Some(mut shop) = Shop::open(2).await else { return };
    let database = shop.database(DatabaseSettings::default());
    assert_eq!(database.audit(&rules()).await.unwrap(), []);

    let mut found = 0;
    let mut rules_seen = std::collections::BTreeSet::new();
    for (sql, object, rule) in MUTANTS {
        run(&mut shop.admin, "BEGIN").await;
        run(&mut shop.admin, sql).await;
        let violations = audit(&mut shop.admin, &rules()).await.unwrap();
        let hit = violations.iter().find(|v| v.object == *object && v.rule == *rule);
        let hit = hit.unwrap_or_else(|| panic!("{sql}: {violations:?}"));
        assert!(hit.to_string().starts_with(&format!("{object}: ")), "{hit}");
        run(&mut shop.admin, "ROLLBACK").await;
        found += 1;
        rules_seen.insert(*rule);
    }
    assert!(found >= 30, "{found}");
    say(&format!("{found} of {} mutants of the schema found", MUTANTS.len()));
    // Those that are about the list of rules have tests of their own.
    let others = [Rule::RoleMissing, Rule::StaleExemption, Rule::SetConfig];
    let all: Vec<Rule> = Rule::ALL.iter().copied().filter(|rule| !others.contains(rule)).collect();
    assert_eq!(rules_seen.into_iter().collect::<Vec<_>>(), all);
    assert_eq!(database.audit(&rules()).await.unwrap(), []);
}

#[tokio::test]
async fn the_lists_of_rules_are_audited_too() {
    let Some(mut shop) = Shop::open(0).await else { return };
    let admin = &mut shop.admin;
    let broken = |violations: Vec<migrayt_tenancy::postgres::Violation>| -> Vec<(String, Rule)> {
        violations.into_iter().map(|violation| (violation.object, violation.rule)).collect()
    };

    let mut stale = rules();
    for object in ["shop.gone", "shop.task"] {
        stale.shared_tables.push(Exemption::new(object, "was needed once"));
    }
    stale.public_functions.push(Exemption::new("shop.find_session(bytea)", "was public once"));
    let found = broken(audit(admin, &stale).await.unwrap());
    for object in ["shop.gone", "shop.task", "shop.find_session(bytea)"] {
        assert!(found.contains(&(object.into(), Rule::StaleExemption)), "{object} {found:?}");
    }

    let mut missing = rules();
    missing.roles.push(AppRole::parse("shop_gone").unwrap());
    let found = broken(audit(admin, &missing).await.unwrap());
    assert_eq!(found, [("shop_gone".into(), Rule::RoleMissing)]);

    let mut strict = rules();
    strict.forbid_set_config = true;
    let found = broken(audit(admin, &strict).await.unwrap());
    assert_eq!(found, [("pg_catalog.set_config".into(), Rule::SetConfig)]);
    run(admin, "REVOKE EXECUTE ON FUNCTION set_config(text, text, boolean) FROM PUBLIC").await;
    assert_eq!(audit(admin, &strict).await.unwrap(), []);

    run(admin, "GRANT EXECUTE ON FUNCTION shop.find_session(bytea) TO PUBLIC").await;
    let mut public = rules();
    public.public_functions.push(Exemption::new("shop.find_session(bytea)", "asks by a digest"));
    assert_eq!(audit(admin, &public).await.unwrap(), []);

    for useless in [AuditRules::default(), {
        let mut rules = rules();
        rules.shared_tables.push(Exemption::new("shop.gone", " "));
        rules
    }] {
        let error = audit(admin, &useless).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    }
}
