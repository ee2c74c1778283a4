use std::sync::Arc;

use migrayt_core::port::Credential as _;
use migrayt_core::{ErrorKind, Result};
use migrayt_testkit::sim::oauth::Authority;
use migrayt_vault::oauth::OAuthCredential;
use secrecy::ExposeSecret as _;
use time::OffsetDateTime;

use super::hand::Hand;

/// A process that uses the connection now and then.
pub(super) struct Worker {
    pub(super) hand: Hand,
    pub(super) credential: OAuthCredential,
    pub(super) authority: Arc<Authority>,
    /// Whether it takes runs over.
    pub(super) fences: bool,
}

impl Worker {
    /// Works until a moment.
    pub(super) async fn work(self, end: OffsetDateTime) -> Result<()> {
        let (timeline, chance) = (&self.hand.stage.timeline, &self.hand.stage.chance);
        // What the authority gave is brought to safety before all end.
        let is_exposed = || self.hand.stage.book.with(|book| book.exposed_since.is_some());
        while self.hand.now() < end || is_exposed() {
            timeline.wait(chance.seconds(10, 120)).await;
            if self.fences && chance.below(60) == 0 {
                // A fence that fails is tried again by whoever takes the run over.
                let _fenced = self.credential.fence().await;
            }
            self.use_once().await;
        }
        Ok(())
    }

    /// Uses the connection once; why not, if there is no token.
    pub(super) async fn use_once(&self) -> Option<ErrorKind> {
        let asked = self.hand.now();
        match self.credential.lend().await {
            Ok(header) => {
                let token = header.expose_secret().trim_start_matches("Bearer ").to_owned();
                self.hand.stage.book.with(|book| book.oracle.lent(asked, &token));
                let show =
                    async || Ok(self.authority.introspect(&token, self.hand.now()).is_some());
                let shown = self.hand.call("use", show).await;
                // One that stood still in between uses what it was lent long ago.
                let at_once = self.hand.now() - asked < time::Duration::seconds(15);
                if shown.is_ok_and(|is_taken| !is_taken) && at_once {
                    let now = self.hand.now();
                    self.hand.stage.book.with(|book| book.oracle.turned_away(now));
                }
                None
            }
            Err(error) => Some(error.kind()),
        }
    }
}
