//! A double of the authorities that give OAuth tokens: Microsoft Entra for Azure DevOps, and
//! Atlassian for Jira Cloud.
//!
//! [`Authority`] is a state machine without sockets, clock or chance of its own: apps and people
//! are registered, requests come in with the moment, tokens follow from the seed. It is a
//! [`crate::sim::Simulator`] too, so that a [`crate::sim::server::Server`] gives it a socket, a
//! [`crate::wire::InProcess`] a wire, a [`crate::fault::Faulty`] lost answers; a [`Front`] puts it
//! under one origin with the tracker that takes its tokens.
//!
//! Where the figures and words are from stands beside them, as an address or as what is not known.
//! It signs nothing: its tokens are opaque, and there are no id tokens.

mod app;
mod authorize;
mod challenge;
mod event;
mod face;
mod front;
mod grant;
mod opened;
mod page;
mod person;
mod reason;
mod refusal;
mod resource;
mod rules;
mod state;
mod tally;
mod token;
mod wording;

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

pub use self::app::App;
pub use self::authorize::{AuthorizeRequest, Authorized};
pub use self::event::{Deed, Event, Loss};
pub use self::front::Front;
pub use self::grant::GrantView;
pub use self::opened::Opened;
pub use self::person::{Consent, Person};
pub use self::reason::Reason;
pub use self::refusal::Refusal;
pub use self::resource::Resource;
pub use self::rules::{Lineage, Rules};
use self::state::State;
pub use self::tally::Tally;
pub use self::token::{TokenRequest, Tokens};

/// The application id of Azure DevOps, which its scopes begin with, as in
/// `499b84ac-1321-427f-aa17-267ca6975798/vso.work`.
///
/// From `learn.microsoft.com/azure/devops/integrate/get-started/authentication/entra-oauth`.
pub const AZURE_DEVOPS: &str = "499b84ac-1321-427f-aa17-267ca6975798";

/// Whose authority it is: its addresses, shapes and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// The v2.0 endpoints of Microsoft Entra.
    Entra,
    /// OAuth 2.0 (3LO) of Atlassian.
    Atlassian,
}

/// An authority in memory.
///
/// # Contract
/// `now` never decreases from one change to the next. The same seed and the same calls give the
/// same codes and tokens. Grants have numbers from 0 in the order in which they began.
#[derive(Debug)]
pub struct Authority {
    platform: Platform,
    // The directory of Entra; empty for Atlassian.
    tenant: String,
    rules: Rules,
    state: Mutex<State>,
}

impl Authority {
    /// The authority of one directory of Entra, where nobody and no app is known yet.
    pub fn entra(tenant: impl Into<String>, seed: u64) -> Self {
        Self::of(Platform::Entra, tenant.into(), seed)
    }

    /// Atlassian's authority, where nobody and no app is known yet.
    pub fn atlassian(seed: u64) -> Self {
        Self::of(Platform::Atlassian, String::new(), seed)
    }

    fn of(platform: Platform, tenant: String, seed: u64) -> Self {
        let (rules, state) = (Rules::of(platform), Mutex::new(State::new(seed)));
        Self { platform, tenant, rules, state }
    }

    /// Other lifetimes and habits.
    #[must_use]
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Registers an app; one of the same client id is replaced.
    #[must_use]
    pub fn with_app(self, app: App) -> Self {
        self.state().apps.insert(app.client_id.clone(), app);
        self
    }

    /// Lets a person sign in; one with the same account id is replaced.
    #[must_use]
    pub fn with_person(self, person: Person) -> Self {
        self.state().people.insert(person.account.clone(), person);
        self
    }

    /// Adds a site that every grant of Atlassian reaches.
    #[must_use]
    pub fn with_resource(self, resource: Resource) -> Self {
        self.state().resources.push(resource);
        self
    }

    /// What becomes of requests for consent; at first a page asks.
    #[must_use]
    pub fn with_consent(self, consent: Consent) -> Self {
        self.answer_with(consent);
        self
    }

    /// The same for requests from here on.
    pub fn answer_with(&self, consent: Consent) {
        self.state().consent = consent;
    }

    /// Whose authority it is.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// Its lifetimes and habits.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What was asked and what came of it so far.
    pub fn tally(&self) -> Tally {
        self.state().tally
    }

    /// All grants, oldest first.
    pub fn grants(&self) -> Vec<GrantView> {
        self.state().grants.iter().map(grant::Grant::view).collect()
    }

    /// The grant of that number.
    pub fn grant_view(&self, grant: usize) -> Option<GrantView> {
        self.state().grants.get(grant).map(grant::Grant::view)
    }

    /// Lets a person take back their consent to an app: all its grants from them end, and every
    /// refresh is refused. Says how many ended.
    pub fn withdraw(&self, client_id: &str, account: &str, now: OffsetDateTime) -> usize {
        let of =
            |grant: &grant::Grant| *grant.client_id == *client_id && *grant.account == *account;
        self.state().end(of, Loss::Withdrawn, now)
    }

    /// Ends all sessions of a person, as a new password or an administrator does. Says how many
    /// grants ended.
    pub fn revoke(&self, account: &str, now: OffsetDateTime) -> usize {
        self.state().end(|grant| *grant.account == *account, Loss::Revoked, now)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
