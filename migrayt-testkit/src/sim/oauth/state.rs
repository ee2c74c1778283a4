use std::collections::{BTreeMap, HashMap};
use std::fmt;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use time::OffsetDateTime;

use super::app::App;
use super::event::Loss;
use super::grant::Grant;
use super::person::{Consent, Person};
use super::resource::Resource;
use super::tally::Tally;

/// What an authority remembers.
pub(super) struct State {
    random: ChaCha8Rng,
    pub(super) apps: BTreeMap<String, App>,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) resources: Vec<Resource>,
    pub(super) consent: Consent,
    pub(super) codes: HashMap<String, Code>,
    pub(super) grants: Vec<Grant>,
    /// The grant and the pair of each token.
    pub(super) refresh: HashMap<String, (usize, usize)>,
    pub(super) access: HashMap<String, (usize, usize)>,
    pub(super) tally: Tally,
}

/// A code on its way to its exchange.
pub(super) struct Code {
    pub(super) client_id: String,
    pub(super) account: String,
    pub(super) redirect_uri: String,
    pub(super) scopes: Vec<String>,
    pub(super) challenge: Option<String>,
    pub(super) made: OffsetDateTime,
    /// The grant that it was exchanged for.
    pub(super) grant: Option<usize>,
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            apps: BTreeMap::new(),
            people: BTreeMap::new(),
            resources: Vec::new(),
            consent: Consent::default(),
            codes: HashMap::new(),
            grants: Vec::new(),
            refresh: HashMap::new(),
            access: HashMap::new(),
            tally: Tally::default(),
        }
    }

    /// A text of 256 bits that nobody had before, with a word that says what it is.
    pub(super) fn fresh(&mut self, kind: &str) -> String {
        let mut bits =
            || u128::from(self.random.next_u64()) << 64 | u128::from(self.random.next_u64());
        format!("{kind}.{:032x}{:032x}", bits(), bits())
    }

    /// Ends some grants, and says how many that had not ended yet.
    pub(super) fn end(
        &mut self,
        which: impl Fn(&Grant) -> bool,
        loss: Loss,
        now: OffsetDateTime,
    ) -> usize {
        let ended = self.grants.iter_mut().filter(|grant| which(grant));
        let ended = ended.map(|grant| grant.lose(loss, now)).filter(|lost| *lost).count();
        self.tally.grants_lost += ended as u64;
        ended
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("apps", &self.apps.len())
            .field("grants", &self.grants.len())
            .field("tally", &self.tally)
            .finish_non_exhaustive()
    }
}
