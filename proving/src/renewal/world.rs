use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Poll;

use migrayt_core::{ErrorKind, Result};
use migrayt_tenancy::{Solo, TenantScope};
use migrayt_testkit::sim::oauth::{
    self, App, Authority, AuthorizeRequest, Authorized, Consent, Lineage, Person, Rules,
};
use migrayt_vault::oauth::{Access, ConnectionParts, Connections, MemoryRows, OAuthApp, Platform};
use migrayt_vault::{MemoryVault, SecretName};
use time::{Duration, OffsetDateTime};

use super::flaw::Flaw;
use super::hand::{Book, Hand, Stage, Wish};
use super::rows::SimRows;
use super::vault::{NoRecord, SimVault, stuck};
use super::wire::SimWire;
use super::worker::Worker;
use crate::chance::Chance;
use crate::life::Life;
use crate::locked::Locked;
use crate::timeline::{SkewedClock, Timeline};
use crate::trace::Trace;

const CLIENT: &str = "client-1";
const SECRET: &str = "client-secret";
const PERSON: &str = "person-1";
const RETURN: &str = "http://127.0.0.1:1/return";

/// What one seed came to.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) faults: Vec<String>,
    pub(super) hash: String,
    pub(super) trace: Vec<String>,
    pub(super) calls: u64,
    pub(super) lent: u64,
    pub(super) struck: BTreeMap<(&'static str, &'static str), u64>,
}

struct World {
    stage: Arc<Stage>,
    authority: Arc<Authority>,
    vault: Arc<MemoryVault>,
    rows: Arc<MemoryRows>,
    app: OAuthApp,
    scope: TenantScope,
    name: SecretName,
    fences: bool,
    lives: Vec<Life<()>>,
    /// When each process is to begin again.
    again: Vec<Option<OffsetDateTime>>,
    end: OffsetDateTime,
}

/// Runs one seed: some hours of a connection that two to eight processes use, any of which may die
/// or stand still at any call.
pub(super) fn run(seed: u64, flaw: Option<Flaw>, kept: bool) -> Result<Outcome> {
    let chance = Arc::new(Chance::new(seed));
    let mut world = World::new(seed, chance, flaw, kept)?;
    world.connect()?;
    world.work();
    world.conclude();
    let lost = world.authority.tally().grants_lost;
    world.stage.book.with(|book| {
        if lost > 0 && book.oracle.withdrawn_at.is_none() && book.oracle.faults.is_empty() {
            book.oracle.faults.push("the authority ended the grant".to_owned());
        }
        Ok(Outcome {
            faults: std::mem::take(&mut book.oracle.faults),
            hash: book.trace.hash(),
            trace: book.trace.lines(),
            calls: book.oracle.calls,
            lent: book.oracle.lent,
            struck: std::mem::take(&mut book.struck),
        })
    })
}

impl World {
    fn new(seed: u64, chance: Arc<Chance>, flaw: Option<Flaw>, kept: bool) -> Result<Self> {
        let timeline: Arc<Timeline> = Arc::default();
        let end = timeline.now()
            + Duration::seconds(i64::try_from(chance.between(3, 8)).unwrap_or(3) * 3_600);
        let platform = Platform::atlassian_at("http://127.0.0.1:1", "http://127.0.0.1:1")?;
        let scopes = ["read:jira-work", "read:jira-user"];
        let app = App::confidential(CLIENT, SECRET).with_redirect(RETURN).with_scopes(scopes);
        let authority = Authority::atlassian(seed)
            .with_app(app)
            .with_person(Person::new(PERSON, "Somebody"))
            .with_consent(Consent::Accept(PERSON.to_owned()));
        // What becomes of a twin that was given for the same token is not published: both are tried.
        let mut rules = Rules::of(oauth::Platform::Atlassian);
        if chance.below(2) == 0 {
            rules.lineage = Lineage::Tree;
        }
        let authority = authority.with_rules(rules);
        let fences = chance.below(4) == 0;
        let book = Book { trace: Trace::new(kept), ..Book::default() };
        let stage = Arc::new(Stage {
            timeline: Arc::clone(&timeline),
            chance,
            flaw,
            book: Locked::new(book),
        });
        let clock = Arc::new(SkewedClock::new(timeline, Duration::ZERO));
        Ok(Self {
            authority: Arc::new(authority),
            vault: Arc::new(MemoryVault::new(Arc::new(NoRecord), clock)),
            rows: Arc::default(),
            app: OAuthApp::new(platform, CLIENT, Some(SECRET.into()), RETURN)?,
            scope: Solo::default().scope(),
            name: SecretName::new("jira")?,
            fences,
            lives: Vec::new(),
            again: Vec::new(),
            end,
            stage,
        })
    }

    fn connections(&self, process: usize) -> Connections {
        let hand = Hand { stage: Arc::clone(&self.stage), process };
        // Clocks of one site differ by seconds.
        let ahead = Duration::milliseconds(
            i64::try_from(self.stage.chance.below(4_000)).unwrap_or(0) - 2_000,
        );
        let vault = SimVault {
            hand: hand.clone(),
            vault: Arc::clone(&self.vault),
            kept: Locked::default(),
        };
        let rows = SimRows {
            hand: hand.clone(),
            rows: Arc::clone(&self.rows),
            vault: Arc::clone(&self.vault),
            seen: Locked::default(),
        };
        let parts = ConnectionParts {
            vault: Arc::new(vault),
            rows: Arc::new(rows),
            wire: Arc::new(SimWire::new(hand, Arc::clone(&self.authority))),
            clock: Arc::new(SkewedClock::new(Arc::clone(&self.stage.timeline), ahead)),
            ids: Arc::clone(&self.stage.chance) as _,
        };
        Connections::new(parts, self.app.clone())
    }

    fn worker(&self, process: usize) -> Worker {
        Worker {
            hand: Hand { stage: Arc::clone(&self.stage), process },
            credential: self.connections(process).credential(&self.scope, &self.name),
            authority: Arc::clone(&self.authority),
            fences: self.fences,
        }
    }

    /// A person consents, before anything goes wrong.
    fn connect(&mut self) -> Result<()> {
        self.stage.book.with(|book| book.calm = true);
        let (connections, authority) = (self.connections(0), Arc::clone(&self.authority));
        let (scope, name, stage) = (self.scope.clone(), self.name.clone(), Arc::clone(&self.stage));
        self.alone(async move {
            let consent = connections.ask(Access::Read);
            let asked = AuthorizeRequest::parse(consent.url.as_str());
            let Authorized::Redirect(answer) = authority.authorize(&asked, stage.timeline.now())
            else {
                return Err(stuck());
            };
            let query = answer.split_once('?').map(|(_, query)| query).unwrap_or_default();
            connections.connect(&scope, &name, consent.pending, query).await?;
            Ok(())
        })?;
        let now = self.stage.timeline.now();
        self.stage.book.with(|book| {
            book.calm = false;
            book.exposed_since = None;
            book.oracle.connected(now);
        });
        Ok(())
    }

    /// Lets one future go on alone to its end.
    fn alone<T>(&self, future: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        let mut life = Life::begin(future);
        loop {
            match life.go_on(self.stage.timeline.now()) {
                Some(Poll::Ready(answer)) => return answer,
                None if !self.stage.timeline.advance() => return Err(stuck()),
                Some(Poll::Pending) | None => {}
            }
        }
    }

    fn work(&mut self) {
        let processes = self.stage.chance.between(2, 8);
        for process in 0..usize::try_from(processes).unwrap_or(2) {
            self.lives.push(Life::begin(self.worker(process).work(self.end)));
            self.again.push(None);
        }
        let withdrawal = (self.stage.chance.below(10) == 0).then(|| {
            let after = self.stage.chance.below(10_000);
            self.stage.timeline.now() + Duration::seconds(i64::try_from(after).unwrap_or(0))
        });
        loop {
            let now = self.stage.timeline.now();
            if let Some(at) = withdrawal.filter(|at| *at <= now) {
                self.withdraw(at);
            }
            self.revive(now);
            if self.turn(now) {
                continue;
            }
            let waiting = self.again.iter().any(Option::is_some);
            if !waiting && !self.lives.iter().any(Life::is_alive) {
                return;
            }
            if !self.stage.timeline.advance() {
                return;
            }
        }
    }

    /// A person takes the grant back, and from then on nothing goes wrong that could be taken for it.
    fn withdraw(&self, at: OffsetDateTime) {
        let known = self.stage.book.with(|book| {
            book.calm = true;
            book.exposed_since = None;
            book.oracle.withdrawn_at.replace(at).is_some()
        });
        if !known {
            self.authority.withdraw(CLIENT, PERSON, self.stage.timeline.now());
        }
    }

    /// Lets each process go on that can; whether one did.
    fn turn(&mut self, now: OffsetDateTime) -> bool {
        let mut went = false;
        for process in 0..self.lives.len() {
            let Some(life) = self.lives.get_mut(process) else { continue };
            went |= life.go_on(now).is_some();
            let wishes = self.stage.book.with(|book| std::mem::take(&mut book.wishes));
            for (process, wish) in wishes {
                self.grant(process, wish, now);
            }
        }
        went
    }

    fn grant(&mut self, process: usize, wish: Wish, now: OffsetDateTime) {
        match wish {
            Wish::Die => {
                let after = self.stage.chance.seconds(1, 60);
                self.end(process, now + after);
            }
            Wish::StandStill(span) => {
                // Somebody must be there to take it up.
                let others = self.lives.iter().enumerate().any(|(other, life)| {
                    other != process && life.is_alive() && !life.stands_still(now)
                });
                let longest = std::time::Duration::from_secs(if others { 3_600 } else { 40 });
                let until = now + span.min(longest);
                let Some(life) = self.lives.get_mut(process) else { return };
                life.stand_still(until);
                self.stage.timeline.alarm(until, life.waker());
            }
            Wish::Blackout(span) => {
                self.stage.book.with(|book| book.oracle.blackout_until = Some(now + span));
                for process in 0..self.lives.len() {
                    let after = self.stage.chance.seconds(0, 30);
                    self.end(process, now + span + after);
                }
            }
        }
    }

    fn end(&mut self, process: usize, until: OffsetDateTime) {
        let Some(life) = self.lives.get_mut(process) else { return };
        life.end();
        if let Some(again) = self.again.get_mut(process) {
            *again = Some(until);
        }
        self.stage.timeline.alarm(until, std::task::Waker::noop().clone());
    }

    fn revive(&mut self, now: OffsetDateTime) {
        for process in 0..self.again.len() {
            let Some(again) = self.again.get_mut(process) else { continue };
            if again.is_some_and(|at| at <= now) {
                *again = None;
                let life = Life::begin(self.worker(process).work(self.end));
                if let Some(place) = self.lives.get_mut(process) {
                    *place = life;
                }
            }
        }
    }

    /// When nothing goes wrong any more, a new process has a token, or knows that there is none.
    fn conclude(&mut self) {
        self.stage.book.with(|book| book.calm = true);
        let worker = self.worker(99);
        let stage = Arc::clone(&self.stage);
        // Long enough for a grant that was withdrawn to be missed.
        let uses = async move {
            let mut last = None;
            for _ in 0..30 {
                stage.timeline.wait(std::time::Duration::from_mins(4)).await;
                last = worker.use_once().await;
            }
            Ok(last)
        };
        let found = self.alone(uses);
        let now = self.stage.timeline.now();
        self.stage.book.with(|book| {
            let expected = book.oracle.withdrawn_at.is_some().then_some(ErrorKind::NeedsConsent);
            match found {
                Ok(kind) if kind == expected => {}
                Ok(kind) => book.oracle.without(now, &format!("{kind:?}")),
                Err(error) => book.oracle.without(now, &error.to_string()),
            }
        });
    }
}
