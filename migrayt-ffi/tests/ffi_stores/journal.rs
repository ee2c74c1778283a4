use std::sync::Arc;

use migrayt_core::error::{Effect, ErrorKind};
use migrayt_core::id::{PlanId, TenantId};
use migrayt_core::port::{Journal as _, PlanStore as _};
use migrayt_ffi::face::host::journal::{HostJournal, trial};
use migrayt_testkit::conformance::journal::{isolation, suite};

use crate::host::{Flaw, Host};
use crate::model::answers_as_its_model;

fn tenants() -> (TenantId, TenantId) {
    (TenantId::from_bits(1), TenantId::from_bits(2))
}

async fn open(host: &Arc<Host>, tenant: TenantId) -> Arc<HostJournal> {
    Arc::new(HostJournal::open(Arc::<Host>::clone(host), tenant).await.unwrap())
}

#[tokio::test]
async fn it_is_a_journal() {
    suite(async || open(&Host::new(Flaw::None), TenantId::solo()).await).await.unwrap();
}

#[tokio::test]
async fn it_answers_as_its_model_does() {
    let hosts = std::sync::Mutex::new(std::collections::BTreeMap::<u64, Arc<Host>>::new());
    let open = async |seed: u64| {
        let host =
            Arc::clone(hosts.lock().unwrap().entry(seed).or_insert_with(|| Host::new(Flaw::None)));
        HostJournal::open(host, TenantId::solo()).await.unwrap()
    };
    answers_as_its_model(open, 0..12).await;
}

#[tokio::test]
async fn tenants_of_one_host_do_not_notice_each_other() {
    let host = Host::new(Flaw::None);
    let (one, other) = tenants();
    isolation(&open(&host, one).await, &open(&host, other).await).await.unwrap();
}

#[tokio::test]
async fn a_good_host_passes_its_trial_and_keeps_nothing_of_it() {
    let host = Host::new(Flaw::None);
    let (one, other) = tenants();
    trial(Arc::<Host>::clone(&host), one.clone(), other.clone()).await.unwrap();
    assert_eq!(host.rows(), []);
    // It can be repeated, and is only made on tenants that have no journal.
    trial(Arc::<Host>::clone(&host), one.clone(), other.clone()).await.unwrap();
    open(&host, one.clone()).await;
    let refused = trial(Arc::<Host>::clone(&host), one, other).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Misuse);
}

#[tokio::test]
async fn every_flaw_of_a_host_is_found_by_its_trial() {
    let (one, other) = tenants();
    for flaw in Flaw::OF_TABLES {
        let found = trial(Host::new(flaw), one.clone(), other.clone()).await;
        assert!(found.is_err(), "{flaw:?} is not found");
    }
}

#[tokio::test]
async fn a_host_that_reads_wrongly_is_no_journal() {
    let (one, other) = tenants();
    for flaw in [Flaw::AnswersStalePages, Flaw::LosesDeletes, Flaw::ShufflesValues] {
        let found = suite(async || open(&Host::new(flaw), TenantId::solo()).await).await;
        assert!(found.is_err(), "{flaw:?} is not found");
    }
    let mixed = Host::new(Flaw::MixesTenants);
    let found = isolation(&open(&mixed, one).await, &open(&mixed, other).await).await;
    assert!(found.is_err());
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_may_have_happened() {
    let host = Host::new(Flaw::None);
    let journal = open(&host, TenantId::solo()).await;
    assert!(journal.capabilities().durable);
    assert_eq!(journal.key().expose(), &[7; 32]);
    let plan = PlanId::from_bits(1);
    journal.begin_plan(&plan, "5f1e").await.unwrap();

    let lossy = Host::new(Flaw::LosesAnswers);
    let error = HostJournal::open(lossy, TenantId::solo()).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Timeout, Effect::Unknown));
}
