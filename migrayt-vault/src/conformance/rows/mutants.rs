//! Proof of the suite: rows that break one sentence each, every one of which it must find.

mod broken;
mod rule;

use std::sync::Arc;

use self::broken::BrokenRows;
use self::rule::Rule;
use crate::oauth::MemoryRows;

#[tokio::test]
async fn the_model_keeps_every_sentence() {
    super::suite(async || Arc::new(MemoryRows::default())).await.unwrap();
}

#[tokio::test]
async fn a_mutant_that_breaks_nothing_passes() {
    super::suite(async || Arc::new(BrokenRows::new(Rule::None))).await.unwrap();
}

#[tokio::test]
async fn every_mutant_is_found() {
    let mut missed = Vec::new();
    for &rule in Rule::ALL {
        match super::suite(async || Arc::new(BrokenRows::new(rule))).await {
            Ok(()) => missed.push(rule),
            Err(breach) => assert_ne!(breach.case, "", "{breach}"),
        }
    }
    assert!(missed.is_empty(), "not found: {missed:?}");
    assert!(Rule::ALL.len() >= 40, "{} mutants", Rule::ALL.len());
}
