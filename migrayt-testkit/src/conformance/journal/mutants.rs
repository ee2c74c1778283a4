//! Proof of the suite: journals that break one rule each, every one of which it must find.

mod journal_rules;
mod plan_rules;
mod rule;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use migrayt_core::id::{ItemId, PlanId, RunId, TenantId};
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::PlanSummary;
use migrayt_core::port::{Lease, RunSpec};

use self::rule::Rule;

/// A journal that works but for one rule.
#[derive(Debug)]
struct Mutant {
    inner: MemoryJournal,
    broken: Rule,
    seen: Mutex<Seen>,
}

/// What a mutant remembers in order to break its rule.
#[derive(Debug, Default)]
struct Seen {
    newest: BTreeMap<RunId, Lease>,
    specs: BTreeMap<RunId, RunSpec>,
    runs: Vec<RunId>,
    plans: Vec<(PlanId, PlanSummary)>,
    begun: Vec<(PlanId, String)>,
    links: BTreeMap<String, u32>,
    places: Vec<(OperationKey, Option<ItemId>)>,
}

impl Mutant {
    fn new(broken: Rule) -> Self {
        Self { inner: MemoryJournal::default(), broken, seen: Mutex::default() }
    }

    fn breaks(&self, rule: Rule) -> bool {
        self.broken == rule
    }

    fn seen<T>(&self, act: impl FnOnce(&mut Seen) -> T) -> T {
        act(&mut self.seen.lock().unwrap())
    }

    /// The newest lease in place of a stale one, if that rule is broken.
    fn lease(&self, lease: &Lease, rule: Rule) -> Lease {
        let newest = self.seen(|seen| seen.newest.get(&lease.run).cloned());
        newest.filter(|_| self.breaks(rule)).unwrap_or_else(|| lease.clone())
    }
}

#[tokio::test]
async fn the_model_keeps_every_rule() {
    super::suite(async || Arc::new(MemoryJournal::default())).await.unwrap();
    let one = MemoryJournal::new(TenantId::from_bits(1));
    let other = one.of_tenant(TenantId::from_bits(2));
    super::isolation(&Arc::new(one), &Arc::new(other)).await.unwrap();
}

#[tokio::test]
async fn a_wrapper_that_breaks_nothing_passes() {
    super::suite(async || Arc::new(Mutant::new(Rule::None))).await.unwrap();
}

#[tokio::test]
async fn every_mutant_is_found() {
    let mut missed = Vec::new();
    for rule in Rule::ALL {
        match super::suite(async || Arc::new(Mutant::new(rule))).await {
            Ok(()) => missed.push(rule),
            Err(breach) => assert_ne!(breach.case, "", "{breach}"),
        }
    }
    assert!(missed.is_empty(), "not found: {missed:?}");
    assert!(Rule::ALL.len() >= 60, "{} mutants", Rule::ALL.len());
}

#[tokio::test]
async fn tenants_who_share_everything_are_found() {
    let one = Arc::new(MemoryJournal::default());
    let breach = super::isolation(&one, &one).await.unwrap_err();
    assert_eq!(breach.case, "foreign_things_do_not_exist");
}
