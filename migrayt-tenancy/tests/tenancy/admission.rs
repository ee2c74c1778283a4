use std::time::Duration;

use migrayt_core::id::{AccountId, TenantId};
use migrayt_core::port::Clock as _;
use migrayt_core::{Error, ErrorKind};
use migrayt_tenancy::{Actor, Presented, Rights, Role, Solo, TenantScope, admit};
use time::OffsetDateTime;

use crate::clock::HandClock;
use crate::directory::{TableDirectory, block, membership};

const MINUTES: u64 = 15;

/// A session of 15 minutes, one without an end, one of somebody disabled, and one of somebody
/// disabled that has ended.
fn directory() -> TableDirectory {
    let end = OffsetDateTime::UNIX_EPOCH + Duration::from_mins(MINUTES);
    let mut directory = TableDirectory::default();
    for (token, enabled, session_end) in [
        ("good", true, Some(end)),
        ("endless", true, None),
        ("disabled", false, None),
        ("disabled and ended", false, Some(OffsetDateTime::UNIX_EPOCH)),
    ] {
        let mut known = membership("ten_a", "acc_1", Role::Admin);
        known.member.enabled = enabled;
        known.session_end = session_end;
        directory.members.insert(token, known);
    }
    directory
}

fn present(token: &str, clock: &HandClock) -> Result<TenantScope, Error> {
    block(admit(&directory(), &Presented::new(token), clock))
}

/// Everything that a caller sees of an error.
fn seen(error: &Error) -> String {
    format!("{error} {error:?} {:?}", error.help())
}

#[test]
fn who_is_known_is_let_in_as_what_they_are() {
    let clock = HandClock::default();
    let scope = present("good", &clock).unwrap();
    assert_eq!(scope.tenant(), &TenantId::new("ten_a"));
    assert_eq!(scope.actor().account(), &AccountId::new("acc_1"));
    assert_eq!(scope.actor().role(), Some(Role::Admin));
    assert_eq!(scope.rights(), Rights::of(Role::Admin));
    assert_eq!(scope.ends_at(), Some(clock.now() + Duration::from_mins(MINUTES)));
}

#[test]
fn a_session_ends_at_its_moment_and_so_does_its_scope() {
    let clock = HandClock::default();
    let scope = present("good", &clock).unwrap();
    let moment = Duration::from_nanos(1);
    clock.advance(Duration::from_mins(MINUTES).checked_sub(moment).unwrap());
    present("good", &clock).unwrap();
    scope.ensure_current(&clock).unwrap();
    clock.advance(moment);
    assert_eq!(present("good", &clock).unwrap_err().kind(), ErrorKind::Unauthenticated);
    assert_eq!(scope.ensure_current(&clock).unwrap_err().kind(), ErrorKind::Unauthenticated);
    present("endless", &clock).unwrap().ensure_current(&clock).unwrap();
}

#[test]
fn nobody_learns_which_credentials_exist() {
    let clock = HandClock::default();
    clock.advance(Duration::from_mins(MINUTES));
    let unknown = seen(&present("unknown", &clock).unwrap_err());
    assert!(unknown.contains("Sign in again"));
    for token in ["", "good", "disabled and ended"] {
        assert_eq!(seen(&present(token, &clock).unwrap_err()), unknown, "{token}");
    }
    for kind in [ErrorKind::NotFound, ErrorKind::Unauthenticated, ErrorKind::PermissionDenied] {
        let failing = TableDirectory { failure: Some(kind), ..directory() };
        let error = block(admit(&failing, &Presented::new("good"), &clock)).unwrap_err();
        assert_eq!(seen(&error), unknown, "{kind}");
    }
}

#[test]
fn who_is_disabled_is_told_so_only_with_a_good_credential() {
    let error = present("disabled", &HandClock::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.help().unwrap().contains("enable"));
}

#[test]
fn a_directory_that_cannot_tell_lets_nobody_in_and_says_so() {
    for kind in [ErrorKind::Unavailable, ErrorKind::Timeout] {
        let failing = TableDirectory { failure: Some(kind), ..directory() };
        let error = block(admit(&failing, &Presented::new("good"), &HandClock::default()));
        assert_eq!(error.unwrap_err().kind(), kind);
    }
}

#[test]
fn solo_is_one_owner_of_one_tenant_by_both_ways() {
    let clock = HandClock::default();
    for (solo, tenant) in [
        (Solo::default(), TenantId::solo()),
        (Solo::new(TenantId::new("ten_own")), TenantId::new("ten_own")),
    ] {
        let admitted = block(admit(&solo, &Presented::new(""), &clock)).unwrap();
        for scope in [solo.scope(), admitted] {
            assert_eq!(scope.tenant(), &tenant);
            assert_eq!(scope.rights(), Rights::of(Role::Owner));
            assert_eq!(scope.ends_at(), None);
            let Actor::Account { account, role, .. } = scope.actor() else { panic!("an account") };
            assert_eq!((account, *role), (&AccountId::solo(), Role::Owner));
        }
    }
}

#[test]
fn admission_can_wait_on_any_thread() {
    fn sent<T: Send>(waiting: T) -> T {
        waiting
    }
    let (directory, presented, clock) = (directory(), Presented::new("good"), HandClock::default());
    let scope = block(sent(admit(&directory, &presented, &clock))).unwrap();
    sent(scope);
}
