use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::gap::Gap;
use super::violation::Violation;

/// What was seen so far.
#[derive(Debug)]
pub(super) struct Book {
    gaps: Vec<Gap>,
    used: BTreeSet<usize>,
    operations: BTreeMap<String, u64>,
    requests: u64,
    bodies: u64,
    excused: u64,
    violations: BTreeMap<Violation, u64>,
}

impl Book {
    pub(super) fn new(gaps: Vec<Gap>) -> Self {
        Self {
            gaps,
            used: BTreeSet::new(),
            operations: BTreeMap::new(),
            requests: 0,
            bodies: 0,
            excused: 0,
            violations: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, operation: String, violations: Vec<Violation>, bodies: u64) {
        *self.operations.entry(operation).or_default() += 1;
        self.requests += 1;
        self.bodies += bodies;
        for violation in violations {
            let excuse = self.gaps.iter().position(|gap| gap.excuses(&violation));
            if let Some(at) = excuse {
                self.used.insert(at);
                self.excused += 1;
            } else {
                *self.violations.entry(violation).or_default() += 1;
            }
        }
    }

    pub(super) fn account(&self) -> Account {
        let unused = self.gaps.iter().enumerate().filter(|(at, _)| !self.used.contains(at));
        Account {
            operations: self.operations.clone(),
            requests: self.requests,
            bodies: self.bodies,
            gaps: self.gaps.len(),
            excused: self.excused,
            violations: self.violations.clone(),
            unused: unused.map(|(_, gap)| gap.clone()).collect(),
        }
    }
}
