use std::time::Duration;

use migrayt_testkit::sim::oauth::{Authority, Platform, Tokens};
use proptest::prelude::*;
use time::OffsetDateTime;

use super::{authority, begin, minutes, opens, refresh};

/// What a worker does next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Exchanges the newest token after so many seconds.
    Refresh(u64),
    /// Loses the answer of an exchange, and repeats it so many seconds later.
    Lose(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        // Up to 30 days.
        (0_u64..30 * 24 * 3_600).prop_map(Step::Refresh),
        // Less than the leeway.
        (0_u64..600).prop_map(Step::Lose),
    ];
    // At most 12 months in all.
    prop::collection::vec(step, 1..12)
}

/// Follows the steps, and says what is newest and when.
fn walk(authority: &Authority, steps: &[Step]) -> (Vec<Tokens>, OffsetDateTime) {
    let mut now = minutes(0);
    let mut all = vec![begin(authority, now)];
    for step in steps {
        let newest = all.last().unwrap().clone();
        match step {
            Step::Refresh(seconds) => now += Duration::from_secs(*seconds),
            Step::Lose(seconds) => {
                let unseen = refresh(authority, &newest, now).unwrap();
                assert!(opens(authority, &unseen, now));
                now += Duration::from_secs(*seconds);
            }
        }
        let next = refresh(authority, &newest, now);
        all.push(next.unwrap_or_else(|refusal| panic!("{step:?}: {refusal:?}")));
    }
    (all, now)
}

proptest! {
    #[test]
    fn refreshes_within_the_leeway_never_lose_the_grant(steps in steps()) {
        let authority = authority(Platform::Atlassian);
        let (all, now) = walk(&authority, &steps);
        prop_assert!(opens(&authority, all.last().unwrap(), now));
        let tally = authority.tally();
        prop_assert_eq!((tally.grants_lost, tally.reuses, tally.refused), (0, 0, 0));
        let lost = steps.iter().filter(|step| matches!(step, Step::Lose(_))).count() as u64;
        prop_assert_eq!(tally.retries, lost);
    }

    #[test]
    fn reuse_after_the_leeway_always_ends_the_grant(
        steps in steps(),
        which in any::<prop::sample::Index>(),
        later in 600_u64..24 * 3_600,
    ) {
        let authority = authority(Platform::Atlassian);
        let (all, now) = walk(&authority, &steps);
        // All but the newest were superseded by then at the latest.
        let old = &all[which.index(all.len() - 1)];
        let later = now + Duration::from_secs(later);
        prop_assume!(authority.grant_view(0).is_some_and(|grant| {
            // A token that nobody used for 90 days is gone, and its use says nothing.
            later - grant.begun < time::Duration::days(90)
        }));
        prop_assert!(refresh(&authority, old, later).is_err());
        prop_assert_eq!(authority.tally().grants_lost, 1);
        for tokens in &all {
            prop_assert!(refresh(&authority, tokens, later).is_err());
            prop_assert!(!opens(&authority, tokens, later));
        }
    }
}
