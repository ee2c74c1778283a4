use std::collections::VecDeque;
use std::time::Duration;

use time::{Month, OffsetDateTime, UtcOffset};

use super::QuotaKind;

/// Requests are counted over this much time.
const MINUTE: Duration = Duration::from_mins(1);

/// What one tenant uses of one kind.
#[derive(Debug)]
pub(super) enum Meter {
    /// What was taken and not given back.
    Held(u64),
    /// What was spent in a month.
    Month { month: (i32, Month), spent: u64 },
    /// What was spent in the last minute, each with its moment, oldest first, and their sum.
    Minute { each: VecDeque<(OffsetDateTime, u64)>, spent: u64 },
    /// Nothing: each amount is measured by itself.
    Single,
}

impl Meter {
    pub(super) fn of(kind: QuotaKind, now: OffsetDateTime) -> Self {
        match kind {
            QuotaKind::JobsAtOnce | QuotaKind::Connections => Self::Held(0),
            QuotaKind::ItemsPerRun => Self::Single,
            QuotaKind::ItemsPerMonth => Self::Month { month: month(now), spent: 0 },
            QuotaKind::RequestsPerMinute => Self::Minute { each: VecDeque::new(), spent: 0 },
        }
    }

    /// Forgets what does not count any more.
    pub(super) fn advance(&mut self, now: OffsetDateTime) {
        match self {
            Self::Held(_) | Self::Single => {}
            Self::Month { month: counted, spent } => {
                if *counted != month(now) {
                    (*counted, *spent) = (month(now), 0);
                }
            }
            Self::Minute { each, spent } => {
                while let Some((_, amount)) =
                    each.pop_front_if(|(moment, _)| *moment + MINUTE <= now)
                {
                    *spent -= amount;
                }
            }
        }
    }

    /// What counts at this moment.
    pub(super) fn used(&self) -> u64 {
        match self {
            Self::Held(used)
            | Self::Month { spent: used, .. }
            | Self::Minute { spent: used, .. } => *used,
            Self::Single => 0,
        }
    }

    /// Counts an amount that is known to fit, below the largest number too.
    pub(super) fn add(&mut self, now: OffsetDateTime, amount: u64) {
        match self {
            Self::Held(used) | Self::Month { spent: used, .. } => *used += amount,
            Self::Minute { each, spent } => {
                each.push_back((now, amount));
                *spent += amount;
            }
            Self::Single => {}
        }
    }

    /// Counts less of what is held.
    pub(super) fn give_back(&mut self, amount: u64) {
        if let Self::Held(used) = self {
            *used = used.checked_sub(amount).unwrap_or(*used);
        }
    }

    /// How long until an amount that is within the limit fits, where waiting alone is enough and
    /// worth it.
    pub(super) fn pause(&self, now: OffsetDateTime, amount: u64, limit: u64) -> Option<Duration> {
        let Self::Minute { each, spent } = self else { return None };
        let mut used = *spent;
        each.iter().find_map(|(moment, gone)| {
            used -= gone;
            let fits = used.checked_add(amount).is_some_and(|used| used <= limit);
            fits.then(|| Duration::try_from(*moment + MINUTE - now).unwrap_or(MINUTE))
        })
    }
}

fn month(now: OffsetDateTime) -> (i32, Month) {
    let now = now.to_offset(UtcOffset::UTC);
    (now.year(), now.month())
}
