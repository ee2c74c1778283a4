mod change;

use std::collections::BTreeMap;

use migrayt_core::id::{AccountId, TenantId};
use migrayt_core::{Error, ErrorKind, Result};

pub use self::change::{Change, Changed};
use crate::right::ManageMembers;
use crate::{Actor, Member, Permit, Right as _, Role};

/// The members of one tenant, and the rules by which they change.
///
/// There is always at least one owner who is enabled; a team without one does not exist. Nobody
/// gives a role above their own, and nobody changes a member above themselves.
///
/// It is pure: whoever stores it reads all members of a tenant, changes the team and writes what
/// changed in one transaction that nobody else of that tenant can be in at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    tenant: TenantId,
    members: BTreeMap<AccountId, Member>,
}

impl Team {
    /// The team of a new tenant: its founder, as the owner.
    pub fn founded(tenant: TenantId, founder: AccountId) -> Self {
        let member = Member::new(founder.clone(), Role::Owner);
        Self { tenant, members: BTreeMap::from([(founder, member)]) }
    }

    /// The team that was stored.
    ///
    /// # Errors
    /// `DataCorrupt` if an account is in it twice, or no owner is enabled.
    pub fn stored(tenant: TenantId, members: impl IntoIterator<Item = Member>) -> Result<Self> {
        let mut team = Self { tenant, members: BTreeMap::new() };
        for member in members {
            if let Some(twice) = team.members.insert(member.account.clone(), member) {
                return Err(corrupt("an account is in the tenant twice", &team.tenant)
                    .with("account", twice.account));
            }
        }
        if !team.members.values().any(Member::holds_the_tenant) {
            return Err(corrupt("the tenant has no owner who is enabled", &team.tenant));
        }
        Ok(team)
    }

    /// The tenant.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The members, by account.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// Makes a change on behalf of a member, and says what is to be written. What counts is the
    /// member's role in this team, not the one at the time of admission.
    ///
    /// # Errors
    /// Nothing has changed after one.
    /// - `NotFound` if the permit is for another tenant, or the account is no member.
    /// - `PermissionDenied` if the actor is a job, is no enabled member with the right any more, or
    ///   the member or the role is above the actor's role.
    /// - `AlreadyExists` if the account to be added is a member.
    /// - `Conflict` if no enabled owner would be left.
    pub fn change(
        &mut self,
        permit: &Permit<ManageMembers>,
        account: &AccountId,
        change: Change,
    ) -> Result<Changed> {
        let most = self.reach(permit)?;
        let before = self.members.get(account).cloned();
        let after = change.of(account, before.as_ref())?;
        let highest = before.iter().chain(&after).map(|member| member.role).max();
        if highest.is_some_and(|highest| highest > most) {
            return Err(denied("a role above one's own can be neither given nor changed")
                .with_help("Ask somebody who has that role.")
                .with("role", most.name()));
        }
        let others = self.members.values().filter(|member| member.account != *account);
        if !others.chain(&after).any(Member::holds_the_tenant) {
            return Err(Error::new(ErrorKind::Conflict, "the last owner cannot go")
                .with_help("Make another member an owner first, or enable one who is.")
                .with("account", account));
        }
        match &after {
            Some(member) => self.members.insert(account.clone(), member.clone()),
            None => self.members.remove(account),
        };
        Ok(Changed { before, after })
    }

    /// The role up to which the holder of a permit may change others.
    fn reach(&self, permit: &Permit<ManageMembers>) -> Result<Role> {
        let scope = permit.scope();
        if *scope.tenant() != self.tenant {
            return Err(Error::new(ErrorKind::NotFound, "there is no such tenant"));
        }
        let Actor::Account { account, .. } = scope.actor() else {
            return Err(denied("a job cannot change members"));
        };
        self.members
            .get(account)
            .filter(|member| member.enabled && ManageMembers::ROW.is_held_by(member.role))
            .map(|member| member.role)
            .ok_or_else(|| denied("the right to change members was taken back"))
    }
}

fn denied(message: &'static str) -> Error {
    Error::new(ErrorKind::PermissionDenied, message).with("right", ManageMembers::ROW.name)
}

fn corrupt(message: &'static str, tenant: &TenantId) -> Error {
    Error::new(ErrorKind::DataCorrupt, message).with("tenant", tenant)
}
