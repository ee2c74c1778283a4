use std::sync::Arc;

use time::OffsetDateTime;

use super::event::{Deed, Event, Loss};
use super::rules::{Lineage, Rules};

/// What a person allowed an app, and all tokens that were given for it.
pub(super) struct Grant {
    pub(super) client_id: Arc<str>,
    pub(super) account: Arc<str>,
    pub(super) scopes: Arc<[String]>,
    begun: OffsetDateTime,
    pairs: Vec<Pair>,
    // The highest generation of all pairs.
    newest: u32,
    lost: Option<(OffsetDateTime, Loss)>,
    history: Vec<Event>,
}

/// An access token and a refresh token that were given together.
struct Pair {
    /// How many exchanges lie between it and the first.
    generation: u32,
    scopes: Arc<[String]>,
    issued: OffsetDateTime,
    expires: OffsetDateTime,
    /// When another took its place.
    superseded: Option<OffsetDateTime>,
}

/// A grant as it stands, for assertions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrantView {
    /// The app that holds it.
    pub client_id: String,
    /// The account that gave it.
    pub account: String,
    /// What the person consented to.
    pub scopes: Vec<String>,
    /// When it began.
    pub begun: OffsetDateTime,
    /// How many pairs of tokens were given for it.
    pub pairs: usize,
    /// When and why it ended, if it did before its time.
    pub lost: Option<(OffsetDateTime, Loss)>,
    /// What happened to it, oldest first.
    pub history: Vec<Event>,
}

/// What becomes of a refresh token that is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Newest,
    /// Older, and still allowed.
    Again,
    Reused,
    /// Not used for too long since that moment.
    Idle(OffsetDateTime),
    /// The grant is as old as one may be.
    Over,
    Lost(Loss),
}

/// What becomes of an access token that is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Admission {
    pub(super) taken: bool,
    pub(super) superseded: bool,
}

impl Grant {
    /// A grant without tokens.
    pub(super) fn new(
        client_id: &str,
        account: &str,
        scopes: &[String],
        now: OffsetDateTime,
    ) -> Self {
        Self {
            client_id: Arc::from(client_id),
            account: Arc::from(account),
            scopes: Arc::from(scopes),
            begun: now,
            pairs: Vec::new(),
            newest: 0,
            lost: None,
            history: vec![Event { at: now, deed: Deed::Begun }],
        }
    }

    /// Gives another pair, for the pair of that number if there is one; says its own number.
    pub(super) fn give(
        &mut self,
        from: Option<usize>,
        scopes: Arc<[String]>,
        rules: &Rules,
        now: OffsetDateTime,
    ) -> usize {
        let mut generation = 0;
        if let Some(pair) = from.and_then(|from| self.pairs.get_mut(from)) {
            generation = pair.generation + 1;
            pair.superseded.get_or_insert(now);
        }
        // All before the last one were superseded when it was given.
        if let (Lineage::Line, Some(last)) = (rules.lineage, self.pairs.last_mut()) {
            last.superseded.get_or_insert(now);
        }
        self.newest = self.newest.max(generation);
        let end = rules.absolute.map(|absolute| self.begun + absolute);
        let expires = now + rules.access_lifetime;
        let expires = end.map_or(expires, |end| end.min(expires));
        self.pairs.push(Pair { generation, scopes, issued: now, expires, superseded: None });
        self.pairs.len() - 1
    }

    pub(super) fn note(&mut self, deed: Deed, now: OffsetDateTime) {
        self.history.push(Event { at: now, deed });
    }

    /// What becomes of the refresh token of that pair; `None` if there is no such pair.
    pub(super) fn standing(
        &self,
        pair: usize,
        rules: &Rules,
        now: OffsetDateTime,
    ) -> Option<Standing> {
        let pair = self.pairs.get(pair)?;
        if let Some((_, loss)) = self.lost {
            return Some(Standing::Lost(loss));
        }
        if rules.absolute.is_some_and(|absolute| self.begun + absolute <= now) {
            return Some(Standing::Over);
        }
        if pair.issued + rules.idle <= now {
            return Some(Standing::Idle(pair.issued));
        }
        let Some(superseded) = pair.superseded else { return Some(Standing::Newest) };
        let late = rules.leeway.is_some_and(|leeway| superseded + leeway <= now);
        let old = rules.only_previous && pair.generation + 1 < self.newest;
        Some(if late || old { Standing::Reused } else { Standing::Again })
    }

    /// What becomes of the access token of that pair; `None` if there is no such pair.
    pub(super) fn admits(
        &self,
        pair: usize,
        rules: &Rules,
        now: OffsetDateTime,
    ) -> Option<Admission> {
        let pair = self.pairs.get(pair)?;
        let lost = rules.access_ends && self.lost.is_some_and(|(at, _)| at <= now);
        let ended = rules.leeway.zip(pair.superseded);
        let ended = ended.is_some_and(|(leeway, superseded)| superseded + leeway <= now);
        Some(Admission {
            taken: now < pair.expires && !ended && !lost,
            superseded: pair.superseded.is_some_and(|at| at <= now),
        })
    }

    /// When the access token of that pair ends, and what it may do.
    pub(super) fn access(&self, pair: usize) -> Option<(OffsetDateTime, Arc<[String]>)> {
        self.pairs.get(pair).map(|pair| (pair.expires, Arc::clone(&pair.scopes)))
    }

    /// When it began.
    pub(super) fn begun(&self) -> OffsetDateTime {
        self.begun
    }

    /// When it ended, if it did.
    pub(super) fn lost(&self) -> Option<OffsetDateTime> {
        self.lost.map(|(at, _)| at)
    }

    /// Ends it, and says whether it had not ended before.
    pub(super) fn lose(&mut self, loss: Loss, now: OffsetDateTime) -> bool {
        if self.lost.is_some() {
            return false;
        }
        self.lost = Some((now, loss));
        self.note(Deed::Lost(loss), now);
        true
    }

    pub(super) fn view(&self) -> GrantView {
        GrantView {
            client_id: self.client_id.to_string(),
            account: self.account.to_string(),
            scopes: self.scopes.to_vec(),
            begun: self.begun,
            pairs: self.pairs.len(),
            lost: self.lost,
            history: self.history.clone(),
        }
    }
}
