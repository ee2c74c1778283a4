use std::collections::BTreeMap;
use std::fmt;

use crate::mishap::Mishap;
use crate::step::Step;

/// How often each step was taken, and how often each mishap struck it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    steps: BTreeMap<Step, u64>,
    pairs: BTreeMap<(Step, Mishap), u64>,
}

impl Coverage {
    pub(crate) fn step(&mut self, step: Step) {
        *self.steps.entry(step).or_default() += 1;
    }

    pub(crate) fn pair(&mut self, step: Step, mishap: Mishap) {
        *self.pairs.entry((step, mishap)).or_default() += 1;
    }

    /// Adds what another seed met.
    pub fn add(&mut self, other: &Self) {
        for (step, count) in &other.steps {
            *self.steps.entry(*step).or_default() += count;
        }
        for (pair, count) in &other.pairs {
            *self.pairs.entry(*pair).or_default() += count;
        }
    }

    /// How often a mishap struck a step.
    pub fn count(&self, step: Step, mishap: Mishap) -> u64 {
        self.pairs.get(&(step, mishap)).copied().unwrap_or_default()
    }

    /// The pair that was met least often, of all that are possible.
    pub fn rarest(&self) -> Option<(Step, Mishap, u64)> {
        let pairs = Step::ALL.iter().flat_map(|step| Mishap::ALL.map(|mishap| (*step, mishap)));
        pairs
            .filter(|(step, mishap)| mishap.strikes(*step))
            .map(|(step, mishap)| (step, mishap, self.count(step, mishap)))
            .min_by_key(|(_, _, count)| *count)
    }
}

/// The table of step by mishap; a dash where a mishap cannot strike.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<12}{:>9}", "step", "taken")?;
        for mishap in Mishap::ALL {
            write!(f, "{:>8}", mishap.name())?;
        }
        for step in Step::ALL {
            let taken = self.steps.get(&step).copied().unwrap_or_default();
            write!(f, "\n{:<12}{taken:>9}", step.name())?;
            for mishap in Mishap::ALL {
                if mishap.strikes(step) {
                    write!(f, "{:>8}", self.count(step, mishap))?;
                } else {
                    write!(f, "{:>8}", "-")?;
                }
            }
        }
        Ok(())
    }
}
