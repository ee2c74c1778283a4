use std::time::Duration;

use migrayt_core::id::{AccountId, JobId, RunId, TenantId};
use migrayt_core::port::Clock as _;
use migrayt_core::{ErrorKind, Result};
use migrayt_tenancy::right::{PauseMigrations, StartMigrations, ViewBilling, ViewResults};
use migrayt_tenancy::{
    Actor, ClaimKey, JobClaim, JobOrder, Rights, Role, SealedClaim, TenantScope, admit_job,
};
use proptest::prelude::*;
use time::OffsetDateTime;

use crate::clock::HandClock;
use crate::directory::scope;

const HOUR: Duration = Duration::from_hours(1);

fn key() -> ClaimKey {
    ClaimKey::new([7; 32])
}

fn order() -> JobOrder {
    JobOrder {
        job: JobId::from_bits(1),
        run: Some(RunId::from_bits(2)),
        rights: Rights::NONE.with::<StartMigrations>().with::<ViewResults>(),
        epoch: 3,
        expires_at: OffsetDateTime::UNIX_EPOCH + HOUR,
    }
}

fn sealed(tenant: &str) -> SealedClaim {
    key().seal(&scope(tenant, "acc_1", Role::Member), &order()).unwrap()
}

fn opened(text: impl Into<String>) -> Result<JobClaim> {
    key().open(&SealedClaim::new(text))
}

fn admitted(sealed: &SealedClaim) -> TenantScope {
    admit_job(&key().open(sealed).unwrap(), &HandClock::default()).unwrap()
}

#[test]
fn a_job_acts_for_the_tenant_and_with_the_rights_that_were_sealed() {
    let scope = admitted(&sealed("ten_a"));
    assert_eq!(scope.tenant(), &TenantId::new("ten_a"));
    assert_eq!(scope.rights(), order().rights);
    assert_eq!(scope.actor().role(), None);
    let Actor::Job { job, run, asked_by, epoch, .. } = scope.actor() else { panic!("a job") };
    assert_eq!((job, run, *epoch), (&order().job, &order().run, 3));
    assert_eq!(asked_by, &AccountId::new("acc_1"));
    scope.permit::<StartMigrations>().unwrap();
    let denied = scope.permit::<PauseMigrations>().unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::PermissionDenied);
    assert_eq!(
        denied.to_string(),
        format!("the job was not given this right (right: pause_migrations, job: {})", order().job)
    );
}

#[test]
fn a_claim_ends_at_its_second() {
    let clock = HandClock::default();
    let claim = key().open(&sealed("ten_a")).unwrap();
    let moment = Duration::from_nanos(1);
    clock.advance(HOUR.checked_sub(moment).unwrap());
    let scope = admit_job(&claim, &clock).unwrap();
    clock.advance(moment);
    assert_eq!(scope.ends_at(), Some(clock.now()));
    for error in [admit_job(&claim, &clock).unwrap_err(), scope.ensure_current(&clock).unwrap_err()]
    {
        assert_eq!(error.kind(), ErrorKind::Unauthenticated);
        assert_eq!(error.message(), "the claim of the job has expired");
    }
}

#[test]
fn nobody_hands_on_a_right_that_they_do_not_have() {
    let more = JobOrder { rights: order().rights.with::<ViewBilling>(), ..order() };
    for role in [Role::Member, Role::Admin] {
        let error = key().seal(&scope("ten_a", "acc_1", role), &more).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert!(error.to_string().ends_with("(right: view_billing)"), "{error}");
    }
    key().seal(&scope("ten_a", "acc_1", Role::Owner), &more).unwrap();
    // Nor does a job, whatever the role of who asked for it.
    let job = admitted(&key().seal(&scope("ten_a", "acc_1", Role::Owner), &order()).unwrap());
    assert!(key().seal(&job, &more).is_err());
    let again = admitted(&key().seal(&job, &JobOrder { epoch: 4, ..order() }).unwrap());
    assert_eq!((again.tenant(), again.rights()), (job.tenant(), job.rights()));
    assert_eq!(again.actor().account(), job.actor().account());
}

#[test]
fn the_text_of_version_1_is_fixed_and_read_for_ever() {
    // Made by another program than this one, from the description of the format.
    let text = "mgj1.eyJ0ZW5hbnQiOiJ0ZW5fYSIsImFza2VkX2J5IjoiYWNjXzEiLCJqb2IiOiJqb2JfMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDEiLCJydW4iOiJydW5fMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDIiLCJyaWdodHMiOlsic3RhcnRfbWlncmF0aW9ucyIsInZpZXdfcmVzdWx0cyJdLCJlcG9jaCI6MywiZXhwaXJlcyI6MzYwMH0.nu6rdx7Zr5ARDHPPq2iy-zldV5R6wQJQEpc9JBfHiNE";
    assert_eq!(sealed("ten_a").as_str(), text);
    assert_eq!(opened(text).unwrap(), key().open(&sealed("ten_a")).unwrap());
}

#[test]
fn a_change_of_any_bit_is_refused() {
    let good = sealed("ten_a");
    for place in 0..good.as_str().len() {
        for bit in 0..8 {
            let mut bytes = good.as_str().as_bytes().to_vec();
            bytes[place] ^= 1 << bit;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let error = opened(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{place} {bit}");
        }
    }
}

#[test]
fn what_is_missing_added_or_exchanged_is_refused() {
    let (ours, theirs) = (sealed("ten_a"), sealed("ten_b"));
    let (ours, theirs) = (ours.as_str(), theirs.as_str());
    for length in 0..ours.len() {
        assert!(opened(&ours[..length]).is_err(), "{length}");
    }
    for added in ["=", ".", " ", "\n", "A", "\0"] {
        assert!(
            opened(format!("{ours}{added}")).is_err() && opened(format!("{added}{ours}")).is_err()
        );
    }
    let parts = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    let (ours, theirs) = (parts(ours), parts(theirs));
    assert!(opened(format!("{}.{}.{}", ours[0], theirs[1], ours[2])).is_err());
    assert!(opened(format!("{}.{}.{}", ours[0], ours[1], theirs[2])).is_err());
    assert!(opened(format!("mgj2.{}.{}", ours[1], ours[2])).is_err());
    assert!(opened("mgj1.e30.").is_err() && opened("..").is_err());
    assert!(opened("A".repeat(SealedClaim::LONGEST + 1)).is_err());
}

#[test]
fn a_refusal_is_the_same_whatever_is_wrong() {
    let seen = |text: &str| format!("{:?}", opened(text).unwrap_err());
    let good = sealed("ten_a");
    let flipped = good.as_str().replacen("mgj1", "mgj2", 1);
    assert_eq!(seen(""), seen(&flipped));
    assert_eq!(seen(&good.as_str()[..20]), seen(&"a".repeat(9000)));
}

#[test]
fn only_the_key_and_the_earlier_ones_that_it_accepts_verify() {
    let good = sealed("ten_a");
    assert!(ClaimKey::new([8; 32]).open(&good).is_err());
    let changed = ClaimKey::new([8; 32]).accepting([6; 32]).accepting([7; 32]);
    changed.open(&good).unwrap();
    let new = changed.seal(&scope("ten_a", "acc_1", Role::Member), &order()).unwrap();
    assert!(key().open(&new).is_err());
    ClaimKey::new([8; 32]).open(&new).unwrap();
}

#[test]
fn a_claim_that_is_too_long_is_not_sealed() {
    let long = JobOrder { job: JobId::new("j".repeat(4000)), ..order() };
    let error = key().seal(&scope("ten_a", "acc_1", Role::Member), &long).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InputInvalid);
}

#[test]
fn neither_key_nor_claim_is_shown() {
    let sealed = sealed("ten_a");
    assert_eq!(format!("{:?} {sealed:?}", key()), "ClaimKey(..) SealedClaim(..)");
}

const MEMBERS_RIGHTS: [&str; 3] = ["start_migrations", "pause_migrations", "view_results"];

proptest! {
    #[test]
    fn what_was_sealed_is_opened_as_it_was(
        tenant in "\\PC{0,40}",
        job in "\\PC{0,40}",
        run in proptest::option::of("\\PC{0,40}"),
        epoch: u64,
        seconds in 0..4_000_000_000_i64,
        names in proptest::sample::subsequence(MEMBERS_RIGHTS.to_vec(), 0..=3),
    ) {
        let order = JobOrder {
            job: JobId::new(job),
            run: run.map(RunId::new),
            rights: Rights::named(names).unwrap(),
            epoch,
            expires_at: OffsetDateTime::from_unix_timestamp(seconds).unwrap(),
        };
        let scope = scope(&tenant, "acc_1", Role::Member);
        let claim = key().open(&key().seal(&scope, &order).unwrap()).unwrap();
        prop_assert_eq!(claim.tenant().as_str(), tenant);
        prop_assert_eq!((claim.job(), claim.run()), (&order.job, order.run.as_ref()));
        prop_assert_eq!((claim.rights(), claim.epoch()), (order.rights, order.epoch));
        prop_assert_eq!(claim.expires_at(), order.expires_at);
    }

    #[test]
    fn no_other_text_is_accepted(text in "\\PC{0,300}", body in "[A-Za-z0-9_-]{0,200}") {
        prop_assert!(opened(text).is_err());
        let forged = format!("mgj1.{body}.{}", "A".repeat(43));
        prop_assert!(opened(forged).is_err());
    }
}
