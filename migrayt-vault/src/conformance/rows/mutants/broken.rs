use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::id::TenantId;
use migrayt_tenancy::TenantScope;
use time::{Duration, OffsetDateTime};

use super::rule::Rule;
use crate::oauth::{Attempt, ConnectionRow, ConnectionRows};
use crate::{SecretName, SecretVersion};

type Where = (TenantId, SecretName);

/// Rows in memory that break a sentence.
#[derive(Debug)]
pub(super) struct BrokenRows {
    kept: Mutex<BTreeMap<Where, ConnectionRow>>,
    broken: Rule,
}

impl BrokenRows {
    pub(super) fn new(broken: Rule) -> Self {
        Self { kept: Mutex::default(), broken }
    }

    fn breaks(&self, rule: Rule) -> bool {
        self.broken == rule
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<Where, ConnectionRow>> {
        self.kept.lock().unwrap()
    }

    fn at(&self, scope: &TenantScope, name: &SecretName) -> Where {
        let shares = self.breaks(Rule::TenantsShareNames);
        let tenant = if shares { TenantId::solo() } else { scope.tenant().clone() };
        let folds = self.breaks(Rule::FoldsTheCase);
        let name = if folds { name.as_str().to_lowercase() } else { name.to_string() };
        (tenant, SecretName::new(name).unwrap())
    }

    /// The same, and the owner's in place of a stranger's if that rule is broken.
    fn at_or_foreign(&self, scope: &TenantScope, name: &SecretName, rule: Rule) -> Where {
        let at = self.at(scope, name);
        if self.breaks(rule) {
            let foreign = self.kept().keys().find(|(_, own)| *own == at.1).cloned();
            return foreign.unwrap_or(at);
        }
        at
    }

    fn revision(&self, at: &Where) -> Option<u64> {
        self.kept().get(at).map(|row| row.revision)
    }

    fn keep(&self, at: Where, row: &ConnectionRow) {
        let mut kept = self.kept();
        let before = kept.get(&at).cloned();
        let mut row = row.clone();
        match self.broken {
            Rule::CountsRevisionsItself => {
                row.revision = before.as_ref().map_or(1, |row| row.revision.wrapping_add(1));
            }
            Rule::HalvesRevisions => row.revision &= u64::from(u32::MAX),
            Rule::SignsRevisions => row.revision &= u64::MAX >> 1,
            Rule::HalvesVersions => {
                row.version = SecretVersion::from_bits(row.version.bits() & u128::from(u64::MAX));
            }
            Rule::CutsToSeconds => change_times(&mut row, |moment| cut(moment, 1_000_000)),
            Rule::CutsToMilliseconds => change_times(&mut row, |moment| cut(moment, 1_000)),
            Rule::TimesBefore1970Are1970 => {
                change_times(&mut row, |moment| moment.max(OffsetDateTime::UNIX_EPOCH));
            }
            Rule::SwapsTimes => std::mem::swap(&mut row.renewed_at, &mut row.renew_from),
            Rule::LosesTheEnd => row.ended = false,
            Rule::LosesAttempts => row.attempt = None,
            Rule::AttemptsStay => row.attempt = row.attempt.or(before.and_then(|row| row.attempt)),
            Rule::AttemptsAreOfTheVersion => {
                row.attempt = row.attempt.map(|own| Attempt { version: row.version, ..own });
            }
            Rule::AttemptsAreFreeAtOnce => {
                row.attempt = row.attempt.map(|own| Attempt { free_from: row.renewed_at, ..own });
            }
            Rule::OnePlatform => "entra".clone_into(&mut row.platform),
            _ => {}
        }
        kept.insert(at, row);
    }
}

fn change_times(row: &mut ConnectionRow, change: impl Fn(OffsetDateTime) -> OffsetDateTime) {
    let times =
        [&mut row.consented_at, &mut row.renewed_at, &mut row.renew_from, &mut row.access_until];
    for time in times.into_iter().chain(row.attempt.as_mut().map(|own| &mut own.free_from)) {
        *time = change(*time);
    }
}

fn cut(moment: OffsetDateTime, microseconds: u32) -> OffsetDateTime {
    moment - Duration::microseconds(i64::from(moment.microsecond() % microseconds))
}

#[async_trait]
impl ConnectionRows for BrokenRows {
    async fn read(&self, scope: &TenantScope, name: &SecretName) -> Result<Option<ConnectionRow>> {
        let at = self.at_or_foreign(scope, name, Rule::StrangersRead);
        Ok(self.kept().get(&at).cloned())
    }

    async fn write(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        row: &ConnectionRow,
    ) -> Result<()> {
        let at = self.at(scope, name);
        let stays = self.breaks(Rule::FirstWriteStays) && self.revision(&at).is_some();
        if !stays && !self.breaks(Rule::LosesWrites) {
            self.keep(at, row);
        }
        Ok(())
    }

    async fn exchange(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        seen: u64,
        row: &ConnectionRow,
    ) -> Result<bool> {
        let at = self.at_or_foreign(scope, name, Rule::StrangersExchange);
        let fits = match (self.broken, self.revision(&at)) {
            (Rule::TakesOlderRevisions, Some(own)) => own <= seen,
            (Rule::ComparesHalfTheRevision, Some(own)) => (own ^ seen) << 32 == 0,
            (Rule::IgnoresTheRevision, Some(_)) | (Rule::ExchangesWhereNothingIs, None) => true,
            (_, own) => own == Some(seen),
        };
        if self.breaks(Rule::LosesExchanges) {
            tokio::task::yield_now().await;
        }
        if fits && !self.breaks(Rule::ExchangesNothing) {
            let keeps = self.breaks(Rule::ExchangesKeepTheRevision);
            let revision = if keeps { seen } else { row.revision };
            let row = ConnectionRow { revision, ..row.clone() };
            if self.breaks(Rule::ExchangesAll) {
                self.kept().values_mut().for_each(|own| own.clone_from(&row));
            }
            self.keep(at, &row);
        }
        Ok(match self.broken {
            Rule::TellsOfEveryExchange => true,
            Rule::TellsOfNoExchange => false,
            _ => fits,
        })
    }

    async fn remove(&self, scope: &TenantScope, name: &SecretName) -> Result<bool> {
        let at = self.at_or_foreign(scope, name, Rule::StrangersRemove);
        let mut kept = self.kept();
        let was_there = match self.broken {
            Rule::RemovesNothing => kept.contains_key(&at),
            _ => kept.remove(&at).is_some(),
        };
        if self.breaks(Rule::RemovesAll) {
            kept.retain(|(tenant, _), _| *tenant != at.0);
        }
        Ok(match self.broken {
            Rule::TellsOfEveryRemoval => true,
            Rule::TellsOfNoRemoval => false,
            _ => was_there,
        })
    }

    async fn list(&self, scope: &TenantScope) -> Result<Vec<(SecretName, ConnectionRow)>> {
        let kept = self.kept();
        let all = self.breaks(Rule::ListsAllTenants) || self.breaks(Rule::TenantsShareNames);
        let own = kept.iter().filter(|((tenant, _), _)| all || tenant == scope.tenant());
        let mut rows: Vec<_> = own.map(|((_, name), row)| (name.clone(), row.clone())).collect();
        match self.broken {
            Rule::Descends => rows.reverse(),
            Rule::SortsByLetters => rows.sort_by_key(|(name, _)| name.as_str().to_lowercase()),
            Rule::LacksTheLast => drop(rows.pop()),
            Rule::ListsTheFirstOnly => rows.truncate(1),
            _ => {}
        }
        Ok(rows)
    }
}
