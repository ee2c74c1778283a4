use migrayt_core::ErrorKind;
use migrayt_core::id::{AccountId, JobId, TenantId};
use migrayt_tenancy::right::ManageMembers;
use migrayt_tenancy::{Change, ClaimKey, JobOrder, Member, Permit, Rights, Role, Team, admit_job};
use proptest::prelude::*;
use time::OffsetDateTime;

use crate::clock::HandClock;
use crate::directory::scope;

fn account(number: usize) -> AccountId {
    AccountId::new(format!("acc_{number}"))
}

/// A permit of an account that had a role when it was admitted.
fn permit(account: &str, role: Role) -> Permit<ManageMembers> {
    scope("ten_a", account, role).permit().unwrap()
}

/// An owner, an admin, a member, and an owner who is disabled.
fn team() -> Team {
    let members = [
        Member::new(account(0), Role::Owner),
        Member::new(account(1), Role::Admin),
        Member::new(account(2), Role::Member),
        Member { enabled: false, ..Member::new(account(3), Role::Owner) },
    ];
    Team::stored(TenantId::new("ten_a"), members).unwrap()
}

fn refused(team: &Team, by: &Permit<ManageMembers>, whom: usize, change: Change) -> ErrorKind {
    let mut changed = team.clone();
    let error = changed.change(by, &account(whom), change).unwrap_err();
    assert_eq!(&changed, team, "nothing has changed after {error}");
    error.kind()
}

#[test]
fn the_last_owner_cannot_go() {
    let owner = permit("acc_0", Role::Owner);
    let mut team = team();
    for change in [Change::Give(Role::Admin), Change::Disable, Change::Remove] {
        assert_eq!(refused(&team, &owner, 0, change), ErrorKind::Conflict, "{change:?}");
        let error = team.change(&owner, &account(0), change).unwrap_err();
        assert!(error.help().unwrap().contains("an owner first"));
    }
    team.change(&owner, &account(0), Change::Give(Role::Owner)).unwrap();
    team.change(&owner, &account(3), Change::Enable).unwrap();
    team.change(&owner, &account(0), Change::Remove).unwrap();
    assert_eq!(
        refused(&team, &permit("acc_3", Role::Owner), 3, Change::Disable),
        ErrorKind::Conflict
    );
}

#[test]
fn nobody_reaches_above_themselves() {
    let (team, admin) = (team(), permit("acc_1", Role::Admin));
    for (whom, change) in [
        (1, Change::Give(Role::Owner)),
        (2, Change::Give(Role::Owner)),
        (9, Change::Add(Role::Owner)),
        (0, Change::Give(Role::Member)),
        (0, Change::Disable),
        (0, Change::Remove),
        (3, Change::Enable),
        (3, Change::Remove),
    ] {
        assert_eq!(refused(&team, &admin, whom, change), ErrorKind::PermissionDenied, "{change:?}");
    }
    let mut team = team;
    team.change(&admin, &account(2), Change::Give(Role::Admin)).unwrap();
    team.change(&admin, &account(9), Change::Add(Role::Member)).unwrap();
    team.change(&admin, &account(1), Change::Give(Role::Member)).unwrap();
    assert_eq!(refused(&team, &admin, 2, Change::Disable), ErrorKind::PermissionDenied);
}

#[test]
fn what_counts_is_the_role_of_this_moment() {
    let mut team = team();
    let (owner, admin) = (permit("acc_0", Role::Owner), permit("acc_1", Role::Admin));
    team.change(&owner, &account(1), Change::Disable).unwrap();
    assert_eq!(refused(&team, &admin, 2, Change::Disable), ErrorKind::PermissionDenied);
    team.change(&owner, &account(1), Change::Remove).unwrap();
    assert_eq!(refused(&team, &admin, 2, Change::Disable), ErrorKind::PermissionDenied);
    // Admitted as an owner before they became an admin.
    team.change(&owner, &account(1), Change::Add(Role::Admin)).unwrap();
    let stale = permit("acc_1", Role::Owner);
    assert_eq!(refused(&team, &stale, 2, Change::Give(Role::Owner)), ErrorKind::PermissionDenied);
}

#[test]
fn other_tenants_and_jobs_have_no_say() {
    let team = team();
    let other = scope("ten_b", "acc_0", Role::Owner).permit().unwrap();
    assert_eq!(refused(&team, &other, 2, Change::Remove), ErrorKind::NotFound);
    let order = JobOrder {
        job: JobId::from_bits(1),
        run: None,
        rights: Rights::NONE.with::<ManageMembers>(),
        epoch: 1,
        expires_at: OffsetDateTime::UNIX_EPOCH + time::Duration::HOUR,
    };
    let key = ClaimKey::new([1; 32]);
    let sealed = key.seal(&scope("ten_a", "acc_0", Role::Owner), &order).unwrap();
    let job = admit_job(&key.open(&sealed).unwrap(), &HandClock::default()).unwrap();
    let job = job.permit().unwrap();
    assert_eq!(refused(&team, &job, 2, Change::Remove), ErrorKind::PermissionDenied);
}

#[test]
fn who_is_there_is_not_added_and_who_is_not_cannot_change() {
    let (team, owner) = (team(), permit("acc_0", Role::Owner));
    assert_eq!(refused(&team, &owner, 2, Change::Add(Role::Member)), ErrorKind::AlreadyExists);
    for change in [Change::Give(Role::Member), Change::Enable, Change::Disable, Change::Remove] {
        assert_eq!(refused(&team, &owner, 9, change), ErrorKind::NotFound);
    }
}

#[test]
fn sessions_end_when_what_one_may_do_changes() {
    let (mut team, owner) = (team(), permit("acc_0", Role::Owner));
    let mut ends =
        |whom: usize, change| team.change(&owner, &account(whom), change).unwrap().ends_sessions();
    assert!(!ends(9, Change::Add(Role::Member)));
    assert!(!ends(9, Change::Give(Role::Member)));
    assert!(!ends(9, Change::Enable));
    assert!(ends(9, Change::Give(Role::Admin)));
    assert!(ends(9, Change::Disable));
    assert!(ends(9, Change::Enable));
    assert!(ends(9, Change::Remove));
}

#[test]
fn a_team_that_cannot_be_is_not_read() {
    let tenant = || TenantId::new("ten_a");
    let owner = Member::new(account(0), Role::Owner);
    let disabled = Member { enabled: false, ..owner.clone() };
    for members in [
        vec![],
        vec![disabled.clone()],
        vec![Member::new(account(0), Role::Admin), Member { account: account(1), ..disabled }],
        vec![owner.clone(), owner.clone()],
    ] {
        assert_eq!(Team::stored(tenant(), members).unwrap_err().kind(), ErrorKind::DataCorrupt);
    }
    let founded = Team::founded(tenant(), account(0));
    assert_eq!(founded, Team::stored(tenant(), [owner]).unwrap());
}

fn role() -> impl Strategy<Value = Role> {
    proptest::sample::select(Role::ALL.to_vec())
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        role().prop_map(Change::Add),
        role().prop_map(Change::Give),
        Just(Change::Enable),
        Just(Change::Disable),
        Just(Change::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn there_is_always_an_owner_and_nobody_rises_by_themselves(
        steps in proptest::collection::vec((0..5_usize, 0..5_usize, change()), 1..80),
    ) {
        // Each acts with the permit of the most that they could ever have had.
        let permits: Vec<_> =
            (0..5).map(|number| permit(&format!("acc_{number}"), Role::Owner)).collect();
        let mut team = Team::founded(TenantId::new("ten_a"), account(0));
        for (by, whom, change) in steps {
            let before = team.clone();
            let actor = before.members().find(|member| member.account == account(by)).cloned();
            let result = team.change(&permits[by], &account(whom), change);
            prop_assert!(team.members().any(|member| member.enabled && member.role == Role::Owner));
            let Ok(changed) = result else {
                prop_assert_eq!(&team, &before);
                continue;
            };
            let actor = actor.expect("only a member changes anything");
            prop_assert!(actor.enabled && actor.role >= Role::Admin);
            for member in changed.before.iter().chain(&changed.after) {
                prop_assert!(member.role <= actor.role);
            }
            // Nobody else was touched, and what is said is what was done.
            for number in 0..5 {
                let one = account(number);
                let of = |team: &Team| team.members().find(|member| member.account == one).cloned();
                if number == whom {
                    prop_assert_eq!(of(&before), changed.before.clone());
                    prop_assert_eq!(of(&team), changed.after.clone());
                } else {
                    prop_assert_eq!(of(&before), of(&team));
                }
            }
            // What was stored can be read again.
            let stored = Team::stored(team.tenant().clone(), team.members().cloned()).unwrap();
            prop_assert_eq!(&stored, &team);
        }
    }
}
