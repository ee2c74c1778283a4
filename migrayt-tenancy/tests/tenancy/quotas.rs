use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use migrayt_core::id::TenantId;
use migrayt_core::port::Clock as _;
use migrayt_core::{ErrorKind, Result, Retry};
use migrayt_tenancy::{MemoryQuotas, Quota, QuotaKind, Quotas as _, Share, Solo, TenantScope};
use proptest::prelude::*;
use time::macros::datetime;

use crate::clock::HandClock;
use crate::directory::block;

fn tenant(id: &str) -> TenantScope {
    Solo::new(TenantId::new(id)).scope()
}

/// Quotas in which every kind has the same limit.
fn quotas(limit: u64) -> (MemoryQuotas, Arc<HandClock>) {
    let clock = Arc::new(HandClock::default());
    let all =
        QuotaKind::ALL.into_iter().fold(Quota::unlimited(), |all, kind| all.with(kind, limit));
    (MemoryQuotas::new(all, Arc::<HandClock>::clone(&clock)), clock)
}

fn take(quotas: &MemoryQuotas, scope: &TenantScope, kind: QuotaKind, amount: u64) -> Result<Share> {
    block(quotas.take(scope, kind, amount))
}

fn used(quotas: &MemoryQuotas, scope: &TenantScope, kind: QuotaKind) -> u64 {
    block(quotas.usage(scope, kind)).unwrap().used
}

#[test]
fn a_share_is_given_back_when_it_is_dropped() {
    let ((quotas, _), scope) = (quotas(2), tenant("ten_a"));
    for kind in [QuotaKind::JobsAtOnce, QuotaKind::Connections] {
        let first = take(&quotas, &scope, kind, 1).unwrap();
        let second = take(&quotas, &scope, kind, 1).unwrap();
        let error = take(&quotas, &scope, kind, 1).unwrap_err();
        assert_eq!((error.kind(), error.retry()), (ErrorKind::Conflict, Retry::Never));
        assert_eq!(
            error.to_string(),
            format!(
                "a quota of the tenant is used up (quota: {kind}, used: 2, asked: 1, limit: 2)"
            )
        );
        assert!(error.help().is_some());
        drop(first);
        assert_eq!(used(&quotas, &scope, kind), 1);
        drop(take(&quotas, &scope, kind, 1).unwrap());
        drop(second);
        assert_eq!(used(&quotas, &scope, kind), 0);
    }
}

#[test]
fn a_share_that_is_kept_is_given_back_by_hand() {
    let ((quotas, _), scope) = (quotas(2), tenant("ten_a"));
    let kind = QuotaKind::Connections;
    take(&quotas, &scope, kind, 2).unwrap().keep();
    assert_eq!(used(&quotas, &scope, kind), 2);
    block(quotas.give_back(&tenant("ten_b"), kind, 1)).unwrap();
    block(quotas.give_back(&scope, kind, 3)).unwrap();
    assert_eq!(used(&quotas, &scope, kind), 2);
    block(quotas.give_back(&scope, kind, 1)).unwrap();
    assert_eq!(used(&quotas, &scope, kind), 1);
    take(&quotas, &scope, QuotaKind::ItemsPerMonth, 2).unwrap().keep();
    block(quotas.give_back(&scope, QuotaKind::ItemsPerMonth, 2)).unwrap();
    assert_eq!(used(&quotas, &scope, QuotaKind::ItemsPerMonth), 2);
}

#[test]
fn requests_are_counted_over_any_minute() {
    let ((quotas, clock), scope) = (quotas(3), tenant("ten_a"));
    let kind = QuotaKind::RequestsPerMinute;
    let second = Duration::from_secs(1);
    drop(take(&quotas, &scope, kind, 1).unwrap());
    clock.advance(10 * second);
    drop(take(&quotas, &scope, kind, 2).unwrap());
    clock.advance(20 * second);
    let pause = |amount| {
        let error = take(&quotas, &scope, kind, amount).unwrap_err();
        (error.kind(), error.retry())
    };
    assert_eq!(pause(1), (ErrorKind::RateLimited, Retry::After(30 * second)));
    assert_eq!(pause(2), (ErrorKind::RateLimited, Retry::After(40 * second)));
    assert_eq!(pause(4), (ErrorKind::Conflict, Retry::Never));
    assert_eq!(pause(u64::MAX), (ErrorKind::Conflict, Retry::Never));
    clock.advance(30 * second);
    drop(take(&quotas, &scope, kind, 1).unwrap());
    assert_eq!(pause(2), (ErrorKind::RateLimited, Retry::After(10 * second)));
    clock.advance(10 * second);
    drop(take(&quotas, &scope, kind, 2).unwrap());
    assert_eq!(used(&quotas, &scope, kind), 3);
}

#[test]
fn items_are_counted_by_calendar_months_in_utc() {
    let clock = Arc::new(HandClock::at(datetime!(2026-02-01 01:00 +02:00)));
    let quota = Quota::unlimited().with(QuotaKind::ItemsPerMonth, 10);
    let quotas = MemoryQuotas::new(quota, Arc::<HandClock>::clone(&clock));
    let (scope, kind) = (tenant("ten_a"), QuotaKind::ItemsPerMonth);
    drop(take(&quotas, &scope, kind, 10).unwrap());
    let error = take(&quotas, &scope, kind, 1).unwrap_err();
    assert_eq!((error.kind(), error.retry()), (ErrorKind::Conflict, Retry::Never));
    // It is still January in UTC for an hour.
    clock.advance(Duration::from_mins(59));
    assert_eq!(used(&quotas, &scope, kind), 10);
    clock.advance(Duration::from_mins(1));
    assert_eq!(used(&quotas, &scope, kind), 0);
    drop(take(&quotas, &scope, kind, 10).unwrap());
    clock.advance(Duration::from_hours(24 * 365));
    assert_eq!(clock.now().month(), time::Month::February);
    drop(take(&quotas, &scope, kind, 10).unwrap());
}

#[test]
fn each_run_is_measured_by_itself() {
    let ((quotas, _), scope) = (quotas(5), tenant("ten_a"));
    for _ in 0..3 {
        drop(take(&quotas, &scope, QuotaKind::ItemsPerRun, 5).unwrap());
        assert_eq!(
            take(&quotas, &scope, QuotaKind::ItemsPerRun, 6).unwrap_err().kind(),
            ErrorKind::Conflict
        );
    }
}

#[test]
fn a_limit_of_none_lets_nothing_through_and_no_limit_everything() {
    let ((none, _), scope) = (quotas(0), tenant("ten_a"));
    let unlimited = MemoryQuotas::new(Quota::unlimited(), Arc::new(HandClock::default()));
    for kind in QuotaKind::ALL {
        drop(take(&none, &scope, kind, 0).unwrap());
        assert_eq!(take(&none, &scope, kind, 1).unwrap_err().kind(), ErrorKind::Conflict, "{kind}");
        take(&unlimited, &scope, kind, u64::MAX - 1).unwrap().keep();
        take(&unlimited, &scope, kind, 1).unwrap().keep();
        let most = block(unlimited.usage(&scope, kind)).unwrap();
        assert_eq!(most.limit, None);
        assert_eq!(take(&unlimited, &scope, kind, 1).is_err(), kind != QuotaKind::ItemsPerRun);
    }
}

#[test]
fn a_tenant_may_have_a_quota_of_its_own() {
    let (quotas, _) = quotas(1);
    let own = Quota::unlimited().with(QuotaKind::JobsAtOnce, 3);
    let quotas = quotas.with(TenantId::new("ten_a"), own);
    let (own, usual) = (tenant("ten_a"), tenant("ten_b"));
    take(&quotas, &own, QuotaKind::JobsAtOnce, 3).unwrap().keep();
    take(&quotas, &own, QuotaKind::Connections, 100).unwrap().keep();
    assert!(take(&quotas, &usual, QuotaKind::JobsAtOnce, 2).is_err());
    assert_eq!(block(quotas.usage(&usual, QuotaKind::JobsAtOnce)).unwrap().limit, Some(1));
}

#[test]
fn threads_never_hold_more_than_the_limit_and_tenants_do_not_meet() {
    const LIMIT: u64 = 3;
    let (quotas, _) = quotas(LIMIT);
    let kind = QuotaKind::JobsAtOnce;
    let scopes = ["ten_a", "ten_b"].map(tenant);
    // A tenant that has used up everything is in nobody's way.
    let full = tenant("ten_full");
    take(&quotas, &full, kind, LIMIT).unwrap().keep();
    let held = [AtomicU64::new(0), AtomicU64::new(0)];
    let taken = AtomicU64::new(0);
    thread::scope(|threads| {
        for number in 0..8 {
            let (quotas, scope, held, taken) =
                (&quotas, &scopes[number % 2], &held[number % 2], &taken);
            threads.spawn(move || {
                for turn in 0..2000 {
                    let amount = 1 + turn % 2;
                    let Ok(share) = take(quotas, scope, kind, amount) else {
                        thread::yield_now();
                        continue;
                    };
                    let now = held.fetch_add(amount, Ordering::SeqCst) + amount;
                    assert!(now <= LIMIT, "{now} are held at once");
                    taken.fetch_add(1, Ordering::Relaxed);
                    thread::yield_now();
                    held.fetch_sub(amount, Ordering::SeqCst);
                    drop(share);
                }
            });
        }
    });
    assert!(taken.into_inner() > 0);
    for scope in &scopes {
        assert_eq!(used(&quotas, scope, kind), 0);
    }
    assert_eq!(used(&quotas, &full, kind), LIMIT);
}

#[test]
fn threads_never_spend_more_than_the_limit() {
    const LIMIT: u64 = 1000;
    for kind in [QuotaKind::ItemsPerMonth, QuotaKind::RequestsPerMinute] {
        let (quotas, _) = quotas(LIMIT);
        let (scope, spent) = (tenant("ten_a"), AtomicU64::new(0));
        thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    for _ in 0..LIMIT / 4 {
                        if take(&quotas, &scope, kind, 1).is_ok() {
                            spent.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert_eq!((spent.into_inner(), used(&quotas, &scope, kind)), (LIMIT, LIMIT), "{kind}");
    }
}

proptest! {
    #[test]
    fn no_minute_has_more_requests_than_the_limit(
        limit in 1..6_u64,
        steps in proptest::collection::vec((0..20_u64, 1..4_u64), 1..100),
    ) {
        let ((quotas, clock), scope) = (quotas(limit), tenant("ten_a"));
        let mut spent: Vec<(time::OffsetDateTime, u64)> = Vec::new();
        for (pause, amount) in steps {
            clock.advance(Duration::from_secs(pause));
            let now = clock.now();
            let sum = |at: time::OffsetDateTime| -> u64 {
                let counts = |moment: time::OffsetDateTime| moment + Duration::from_mins(1) > at;
                spent.iter().filter(|(moment, _)| counts(*moment)).map(|(_, amount)| amount).sum()
            };
            let fits = sum(now) + amount <= limit;
            match take(&quotas, &scope, QuotaKind::RequestsPerMinute, amount) {
                Ok(share) => {
                    prop_assert!(fits);
                    drop(share);
                    spent.push((now, amount));
                }
                Err(error) => {
                    prop_assert!(!fits);
                    // The pause is the shortest after which it fits.
                    match error.retry() {
                        Retry::After(pause) => {
                            let then = now + pause;
                            prop_assert!(sum(then) + amount <= limit);
                            prop_assert!(sum(then - Duration::from_nanos(1)) + amount > limit);
                        }
                        _ => prop_assert!(amount > limit),
                    }
                }
            }
        }
    }
}
