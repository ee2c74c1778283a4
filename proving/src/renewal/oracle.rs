use time::{Duration, OffsetDateTime};

/// Watches what processes do and says what they may not.
#[derive(Debug, Default)]
pub(super) struct Oracle {
    pub(super) faults: Vec<String>,
    /// How often the authority was asked.
    pub(super) calls: u64,
    /// How often a token was lent.
    pub(super) lent: u64,
    last_call: Option<OffsetDateTime>,
    /// Access tokens in the order in which rows told of them, and when.
    told: Vec<(OffsetDateTime, String)>,
    pub(super) withdrawn_at: Option<OffsetDateTime>,
    calls_in_vain: u64,
    /// When all processes began anew.
    pub(super) blackout_until: Option<OffsetDateTime>,
}

/// How long an answer may take, less what two clocks may differ by.
const WINDOW: Duration = Duration::seconds(16);

/// After how long a renewal is to be noticed.
const NOTICED: Duration = Duration::seconds(5);

impl Oracle {
    fn fault(&mut self, now: OffsetDateTime, text: &str) {
        self.faults.push(format!("{now}: {text}"));
    }

    /// The authority is asked.
    pub(super) fn asked(&mut self, now: OffsetDateTime) {
        self.calls += 1;
        // What a row told since is the end of the earlier attempt.
        let last_told = self.told.last().map(|(at, _)| *at);
        if let Some(last) = self.last_call
            && now - last < WINDOW
            && last_told.is_none_or(|told| told < last)
        {
            self.fault(now, "the authority was asked twice in one window");
        }
        self.last_call = Some(now);
    }

    /// A person has consented: what was asked before is over.
    pub(super) fn connected(&mut self, now: OffsetDateTime) {
        self.told(now, String::new());
        self.last_call = None;
    }

    /// The authority refused for good.
    pub(super) fn refused(&mut self, now: OffsetDateTime) {
        self.calls_in_vain += 1;
        if self.withdrawn_at.is_none() {
            self.fault(now, "the grant was lost");
        } else if self.calls_in_vain > 1 {
            self.fault(now, "the authority was asked again about a grant that has ended");
        }
    }

    /// A row tells of another access token.
    pub(super) fn told(&mut self, now: OffsetDateTime, token: String) {
        if self.told.last().is_none_or(|(_, last)| *last != token) {
            self.told.push((now, token));
        }
    }

    /// A process was lent a token that it had asked for at a moment.
    pub(super) fn lent(&mut self, asked: OffsetDateTime, token: &str) {
        self.lent += 1;
        let mut later = self.told.iter().skip_while(|(_, told)| told != token).skip(1);
        if later.next().is_some_and(|(at, _)| asked > *at + NOTICED) {
            self.fault(asked, "a token was lent that had been superseded for more than 5 s");
        }
    }

    /// The tracker did not take a token.
    pub(super) fn turned_away(&mut self, now: OffsetDateTime) {
        let anew = self.blackout_until.is_some_and(|until| now < until + Duration::minutes(2));
        if self.withdrawn_at.is_none() && !anew {
            self.fault(now, "a token was used that is taken no more");
        }
    }

    /// A process has no token at the end, when nothing goes wrong any more.
    pub(super) fn without(&mut self, now: OffsetDateTime, why: &str) {
        self.fault(now, &format!("at the end no token is lent: {why}"));
    }
}
