use std::time::Duration;

use migrayt_testkit::sim::oauth::{Deed, Lineage, Loss, Platform, Reason, Rules};

use super::{after, authority, begin, days, minutes, opens, refresh};

#[test]
fn tokens_of_atlassian_end_ten_minutes_after_newer_ones() {
    let authority = authority(Platform::Atlassian);
    let one = begin(&authority, minutes(0));
    let two = refresh(&authority, &one, minutes(30)).unwrap();
    let late = minutes(40) - time::Duration::SECOND;
    assert!(opens(&authority, &one, late) && opens(&authority, &two, late));
    assert!(!opens(&authority, &one, minutes(40)) && opens(&authority, &two, minutes(40)));
    assert!(opens(&authority, &two, minutes(90) - time::Duration::SECOND));
    assert!(!opens(&authority, &two, minutes(90)), "an access token lives for an hour");
    let tally = authority.tally();
    assert_eq!((tally.superseded, tally.turned_away), (2, 2));
}

#[test]
fn tokens_of_entra_live_on_beside_newer_ones() {
    let authority = authority(Platform::Entra);
    let one = begin(&authority, minutes(0));
    let two = refresh(&authority, &one, minutes(30)).unwrap();
    assert!(opens(&authority, &one, minutes(59)) && opens(&authority, &two, minutes(59)));
    assert!(!opens(&authority, &one, minutes(60)));
    for day in [1, 2, 89] {
        assert!(refresh(&authority, &one, days(day)).is_ok(), "day {day}");
    }
    assert!(refresh(&authority, &two, days(90)).is_ok(), "of minute 30 of the first day");
    let refused = refresh(&authority, &one, days(90)).unwrap_err();
    assert!(matches!(refused.reason, Reason::IdleToken { .. }), "{refused:?}");
    assert_eq!(authority.tally().grants_lost, 0);
}

#[test]
fn a_lost_answer_is_made_good_within_the_leeway() {
    let authority = authority(Platform::Atlassian);
    let one = begin(&authority, minutes(0));
    let unseen = refresh(&authority, &one, minutes(1)).unwrap();
    let two = refresh(&authority, &one, minutes(11) - time::Duration::SECOND).unwrap();
    assert_ne!(unseen, two);
    assert!(refresh(&authority, &two, minutes(30)).is_ok());
    let tally = authority.tally();
    assert_eq!((tally.refreshes, tally.retries, tally.reuses), (2, 1, 0));
    let history = authority.grant_view(0).unwrap().history;
    let deeds: Vec<_> = history.iter().map(|event| event.deed).collect();
    assert_eq!(deeds, [Deed::Begun, Deed::Refreshed, Deed::Retried, Deed::Refreshed]);
}

#[test]
fn reuse_after_the_leeway_ends_all_tokens_of_the_grant_and_of_no_other() {
    let authority = authority(Platform::Atlassian);
    let (one, other) = (begin(&authority, minutes(0)), begin(&authority, minutes(0)));
    let two = refresh(&authority, &one, minutes(1)).unwrap();
    let refused = refresh(&authority, &one, minutes(11)).unwrap_err();
    assert!(matches!(refused.reason, Reason::LostGrant { loss: Loss::Reused, .. }), "{refused:?}");
    assert!(refresh(&authority, &two, minutes(11)).is_err());
    assert!(!opens(&authority, &two, minutes(11)));
    let tally = authority.tally();
    assert_eq!((tally.reuses, tally.grants_lost, tally.refused), (1, 1, 2));
    let lost = authority.grant_view(one.grant).unwrap().lost;
    assert_eq!(lost, Some((minutes(11), Loss::Reused)));
    assert!(refresh(&authority, &other, minutes(11)).is_ok());
    assert!(opens(&authority, &other, minutes(11)));
}

#[test]
fn the_second_to_last_token_is_a_breach_even_within_the_leeway() {
    for (only_previous, lost) in [(true, 1), (false, 0)] {
        let mut rules = Rules::of(Platform::Atlassian);
        rules.only_previous = only_previous;
        let authority = authority(Platform::Atlassian).with_rules(rules);
        let one = begin(&authority, minutes(0));
        let two = refresh(&authority, &one, minutes(1)).unwrap();
        refresh(&authority, &two, minutes(2)).unwrap();
        assert_eq!(refresh(&authority, &one, minutes(3)).is_err(), only_previous);
        assert_eq!(authority.tally().grants_lost, lost);
    }
}

#[test]
fn what_became_of_a_twin_depends_on_the_lineage() {
    for (lineage, lives) in [(Lineage::Line, false), (Lineage::Tree, true)] {
        let mut rules = Rules::of(Platform::Atlassian);
        rules.lineage = lineage;
        let authority = authority(Platform::Atlassian).with_rules(rules);
        let one = begin(&authority, minutes(0));
        let twin = refresh(&authority, &one, minutes(1)).unwrap();
        let two = refresh(&authority, &one, minutes(2)).unwrap();
        let three = refresh(&authority, &two, minutes(3)).unwrap();
        // Ten minutes after all that could have taken its place.
        assert_eq!(opens(&authority, &twin, minutes(13)), lives, "{lineage:?}");
        assert!(!opens(&authority, &two, minutes(13)) && opens(&authority, &three, minutes(13)));
    }
}

#[test]
fn a_grant_of_atlassian_ends_unused_after_90_days_and_after_365_in_any_case() {
    let authority = authority(Platform::Atlassian);
    let idle = begin(&authority, days(0));
    let mut used = begin(&authority, days(0));
    for week in 1..=52 {
        used = refresh(&authority, &used, days(7 * week)).unwrap();
    }
    let unused = begin(&authority, days(0));
    assert!(refresh(&authority, &unused, days(90) - time::Duration::SECOND).is_ok());
    let refused = refresh(&authority, &idle, days(90)).unwrap_err();
    assert!(matches!(refused.reason, Reason::IdleToken { .. }), "{refused:?}");
    let last = days(365) - time::Duration::SECOND;
    let newest = refresh(&authority, &used, last).unwrap();
    assert!(opens(&authority, &newest, last));
    assert!(!opens(&authority, &newest, days(365)), "no access token lives longer than its grant");
    let refused = refresh(&authority, &newest, days(365)).unwrap_err();
    assert_eq!(refused.reason, Reason::OldGrant);
    assert_eq!(authority.tally().grants_lost, 0, "time is no loss");
}

#[test]
fn consent_that_is_taken_back_ends_the_grants_of_that_app_and_person() {
    for (platform, lives) in [(Platform::Entra, true), (Platform::Atlassian, false)] {
        let authority = authority(platform);
        let (one, two) = (begin(&authority, minutes(0)), begin(&authority, minutes(5)));
        assert_eq!(authority.withdraw("app", "a stranger", minutes(9)), 0);
        assert_eq!(authority.withdraw("app", super::ACCOUNT, minutes(9)), 2);
        assert_eq!(authority.withdraw("app", super::ACCOUNT, minutes(9)), 0);
        for tokens in [&one, &two] {
            let refused = refresh(&authority, tokens, minutes(10)).unwrap_err();
            let lost = Reason::LostGrant {
                loss: Loss::Withdrawn,
                begun: if tokens == &one { minutes(0) } else { minutes(5) },
                ended: minutes(9),
            };
            assert_eq!(refused.reason, lost);
            assert_eq!(opens(&authority, tokens, minutes(10)), lives, "{platform:?}");
        }
        assert_eq!(authority.tally().grants_lost, 2);
    }
}

#[test]
fn sessions_that_are_ended_end_the_grants_of_a_person() {
    let authority = authority(Platform::Entra);
    let tokens = begin(&authority, minutes(0));
    assert_eq!(authority.revoke(super::ACCOUNT, minutes(1)), 1);
    let refused = refresh(&authority, &tokens, minutes(2)).unwrap_err();
    assert_eq!(refused.code, Some(50_173));
    let again = begin(&authority, minutes(3));
    assert!(refresh(&authority, &again, minutes(4)).is_ok(), "a new consent is a new grant");
}

#[test]
fn an_older_moment_is_judged_by_what_was_true_then() {
    let authority = authority(Platform::Atlassian);
    let one = begin(&authority, minutes(0));
    refresh(&authority, &one, minutes(1)).unwrap();
    authority.withdraw("app", super::ACCOUNT, minutes(5));
    // A create that the tracker carries out late was asked for when the token was good.
    assert!(opens(&authority, &one, after(Duration::from_secs(30))));
    assert!(!opens(&authority, &one, minutes(5)));
}
