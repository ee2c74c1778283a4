//! An honest target passes the suite, and each way of breaking it fails.

mod depot;
mod flaw;

use std::sync::{Arc, Mutex};

use migrayt_core::port::LocateTrust;

use self::depot::Depot;
use self::flaw::Flaw;
use super::{Breach, Known, suite};

async fn judge(flaw: Option<Flaw>) -> Result<(), Breach> {
    let trouble = Arc::new(Mutex::new(None));
    let make = async || Arc::new(Depot::new(flaw).troubled(trouble.clone()));
    let brought = trouble.clone();
    let known = Known::default().troubling(move |trouble| {
        *brought.lock().unwrap() = trouble;
        true
    });
    suite(make, &known).await
}

#[tokio::test]
async fn an_honest_target_passes() {
    judge(None).await.unwrap();
}

#[tokio::test]
async fn a_modest_target_passes() {
    for trust in [LocateTrust::None, LocateTrust::Found] {
        suite(async || Arc::new(Depot::modest(trust)), &Known::default()).await.unwrap();
    }
}

#[tokio::test]
async fn every_flaw_is_found() {
    let mut missed = Vec::new();
    for (flaw, case) in Flaw::ALL {
        match judge(Some(*flaw)).await {
            Ok(()) => missed.push(format!("{flaw:?} was not found")),
            Err(breach) if breach.case == *case => {}
            Err(breach) => missed.push(format!("{flaw:?}: {breach}")),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[tokio::test]
async fn a_boastful_target_is_found() {
    // It cannot look for anything and says that everything is absent.
    let make = async || Arc::new(Depot::modest(LocateTrust::None).with(Flaw::DeniesFinds));
    let breach = suite(make, &Known::default()).await.unwrap_err();
    assert_eq!(breach.case, "a_creation_is_found");
}

#[tokio::test]
async fn what_the_caller_knows_is_used() {
    let known = Known::default()
        .origin("fabrikam", "Shop")
        .nowhere("D-0", "DEPOT-0")
        .without("who")
        .value("severity", migrayt_core::value::Value::Choice("Low".into()));
    suite(async || Arc::new(Depot::new(None)), &known).await.unwrap();
}
