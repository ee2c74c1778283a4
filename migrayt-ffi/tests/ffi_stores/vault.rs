use std::sync::Arc;

use migrayt::system::{SystemClock, SystemIds};
use migrayt_core::ErrorKind;
use migrayt_core::error::Fact;
use migrayt_ffi::face::host::vault::HostVault;
use migrayt_tenancy::Solo;
use migrayt_vault::{CredentialVault as _, MemoryAudit, Secret, SecretName, VaultAct, conformance};

use crate::host::{Host, SafeFlaw};

async fn check(flaw: SafeFlaw) -> Result<(), conformance::Breach> {
    let make = async |audit, clock| {
        let vault = HostVault::open_with(Host::with_safe(flaw), audit, clock, Arc::new(SystemIds));
        Arc::new(vault.await.unwrap())
    };
    conformance::suite(make).await
}

#[tokio::test]
async fn it_is_a_vault() {
    check(SafeFlaw::None).await.unwrap();
}

#[tokio::test]
async fn every_flaw_of_a_host_is_found() {
    for flaw in SafeFlaw::ALL {
        assert!(check(flaw).await.is_err(), "{flaw:?} is not found");
    }
}

#[tokio::test]
async fn a_host_is_told_what_it_takes() {
    let clock = Arc::new(SystemClock::new());
    let audit = Arc::new(MemoryAudit::default());
    let host = Host::with_safe(SafeFlaw::None);
    let desk = Arc::<Host>::clone(&host);
    let vault =
        HostVault::open_with(desk, Arc::<MemoryAudit>::clone(&audit), clock, Arc::new(SystemIds));
    let vault = vault.await.unwrap();
    assert_eq!(vault.capabilities().longest_secret, 50_000);
    let (scope, name) = (
        Solo::new(migrayt_core::id::TenantId::solo()).scope(),
        SecretName::new("jira.token").unwrap(),
    );
    let long = Secret::new(vec![7; 50_001]).unwrap();
    host.asked();
    let refused = vault.put(&scope, &name, long).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InputInvalid);
    assert!(refused.context().contains(&("longest", Fact::Number(50_000))), "{refused}");
    assert!(host.asked().is_empty(), "what is too long is not shown to the host");
    let acts: Vec<_> = audit.events().into_iter().map(|event| event.act).collect();
    assert_eq!(acts, [VaultAct::Put, VaultAct::Put]);
}
