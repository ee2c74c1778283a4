use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::id::TenantId;
use migrayt_core::port::Clock;
use migrayt_tenancy::Solo;
use time::OffsetDateTime;

use super::{Cache, MOST};
use crate::store::Place;
use crate::{Secret, SecretName, SecretVersion};

#[derive(Debug, Default)]
struct Hand(AtomicI64);

#[async_trait]
impl Clock for Hand {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(self.0.load(Ordering::SeqCst))
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {}
}

fn place(tenant: &str, name: &str) -> Place {
    Solo::new(TenantId::new(tenant)).scope().scoped(SecretName::new(name).unwrap())
}

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

fn version(bits: u128) -> SecretVersion {
    SecretVersion::from_bits(bits)
}

fn minute() -> (Arc<Hand>, Cache) {
    let hand = Arc::new(Hand::default());
    (hand.clone(), Cache::new(hand, Duration::from_mins(1)))
}

fn found(cache: &Cache, place: &Place) -> Option<(Vec<u8>, u128)> {
    cache.find(place).map(|(secret, version)| (secret.expose().to_vec(), version.bits()))
}

#[test]
fn a_value_is_lent_to_its_tenant_until_it_is_a_minute_old() {
    let (hand, cache) = minute();
    let own = place("ten_a", "x");
    cache.keep(cache.ticket(), &own, &secret("value"), version(1));
    for other in [place("ten_b", "x"), place("ten_a", "X"), place("ten_a", "y")] {
        assert_eq!(found(&cache, &other), None);
    }
    hand.0.store(59, Ordering::SeqCst);
    assert_eq!(found(&cache, &own), Some((b"value".to_vec(), 1)));
    hand.0.store(60, Ordering::SeqCst);
    assert_eq!(found(&cache, &own), None);
    // It is not only hidden.
    assert!(cache.kept().current.is_empty());
    hand.0.store(0, Ordering::SeqCst);
    assert_eq!(found(&cache, &own), None);
}

#[test]
fn what_a_change_overtook_is_not_kept() {
    let (_, cache) = minute();
    let own = place("ten_a", "x");
    let ticket = cache.ticket();
    cache.forget(&own);
    cache.keep(ticket, &own, &secret("old"), version(1));
    assert_eq!(found(&cache, &own), None);
    cache.keep(cache.ticket(), &own, &secret("new"), version(2));
    assert_eq!(found(&cache, &own), Some((b"new".to_vec(), 2)));
    let ticket = cache.ticket();
    cache.replace(&own, &secret("newer"), version(3));
    cache.keep(ticket, &own, &secret("new"), version(2));
    assert_eq!(found(&cache, &own), Some((b"newer".to_vec(), 3)));
    cache.forget(&own);
    assert_eq!(found(&cache, &own), None);
}

#[test]
fn what_was_staged_is_lent_once_it_is_promoted() {
    let (_, cache) = minute();
    let own = place("ten_a", "x");
    cache.keep(cache.ticket(), &own, &secret("old"), version(1));
    cache.stage(&own, &secret("new"), version(2));
    assert_eq!(found(&cache, &own), Some((b"old".to_vec(), 1)));
    let ticket = cache.ticket();
    cache.promote(&own, version(2));
    assert_eq!(found(&cache, &own), Some((b"new".to_vec(), 2)));
    cache.keep(ticket, &own, &secret("old"), version(1));
    assert_eq!(found(&cache, &own), Some((b"new".to_vec(), 2)));
    // What another process staged and promoted is not known here.
    cache.stage(&own, &secret("mine"), version(3));
    cache.promote(&own, version(4));
    assert_eq!(found(&cache, &own), None);
    cache.promote(&own, version(3));
    assert_eq!(found(&cache, &own), None);
}

#[test]
fn a_cache_that_lasts_for_no_time_keeps_nothing() {
    let cache = Cache::new(Arc::new(Hand::default()), Duration::ZERO);
    let own = place("ten_a", "x");
    cache.keep(cache.ticket(), &own, &secret("value"), version(1));
    cache.stage(&own, &secret("value"), version(2));
    cache.promote(&own, version(2));
    assert_eq!(found(&cache, &own), None);
}

#[test]
fn of_too_many_the_oldest_goes() {
    let (hand, cache) = minute();
    for number in 0..=MOST {
        hand.0.store(i64::try_from(number).unwrap() / 10, Ordering::SeqCst);
        let own = place("ten_a", &format!("x{number:03}"));
        cache.keep(cache.ticket(), &own, &secret("value"), version(1));
    }
    assert_eq!(cache.kept().current.len(), MOST);
    assert_eq!(found(&cache, &place("ten_a", "x000")), None);
    assert!(found(&cache, &place("ten_a", "x001")).is_some());
}
