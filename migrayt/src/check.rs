//! What the accounts may do, before anything is scanned.

use migrayt_core::Result;
use migrayt_core::port::{Held, Right};
use serde::Serialize;

use crate::migration::Migration;

/// What the account may do at each endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rights {
    /// At the source.
    pub source: Vec<Right>,
    /// At the target.
    pub target: Vec<Right>,
}

impl Rights {
    /// Whether nothing is missing without which nothing works.
    pub fn suffice(&self) -> bool {
        let all = self.source.iter().chain(&self.target);
        all.filter(|right| right.required).all(|right| right.held != Held::No)
    }
}

impl Migration {
    /// Asks both endpoints what the account may do there. Nothing is changed.
    ///
    /// # Errors
    /// What says something about an endpoint as a whole: a credential that is not taken, a project
    /// that does not exist, a network that is down.
    pub async fn rights(&self) -> Result<Rights> {
        let source = self.parts().source.rights().await?;
        let target = self.parts().target.rights().await?;
        Ok(Rights { source, target })
    }
}
