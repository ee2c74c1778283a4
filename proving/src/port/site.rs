use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::id::{ItemId, PartId, TargetId, TargetKey, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use time::OffsetDateTime;

use crate::locked::Locked;

/// What stands in the target, for all processes and for the oracle.
#[derive(Debug, Default)]
pub(super) struct Site(Locked<State>);

#[derive(Debug, Default)]
struct State {
    issues: Vec<Issue>,
    links: Vec<Standing>,
    newest: u64,
    /// What takes effect later.
    late: Vec<(OffsetDateTime, Write)>,
    /// What items refer to, by name.
    nodes: Vec<String>,
    newest_part: u64,
    /// When the credentials of processes die.
    dying: BTreeMap<usize, OffsetDateTime>,
    processes: BTreeSet<usize>,
    writes: u64,
}

/// An item in the target.
#[derive(Clone, Debug)]
pub(super) struct Issue {
    pub(super) number: u64,
    pub(super) made_at: OffsetDateTime,
    /// The item that its marker names; none for people's own items.
    pub(super) marker: Option<Mark>,
    pub(super) parent: Option<TargetId>,
    pub(super) parts: Vec<Standing>,
    pub(super) status: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) item: ItemId,
    /// Whether it is of the project that is moved.
    pub(super) ours: bool,
}

/// A part or link with the operation that its marker names.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) id: PartId,
    pub(super) key: OperationKey,
    /// The other end, for a link.
    pub(super) ends: Option<(TargetId, TargetId)>,
}

/// What a write made, or found as it should be.
#[derive(Clone, Debug)]
pub(super) enum Made {
    Item(TargetRef),
    Part(PartId),
}

/// One write, as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Write {
    pub(super) key: OperationKey,
    /// The item's own target, or none for a creation.
    pub(super) item: Option<TargetId>,
    /// The parent, or the other end of a link.
    pub(super) other: Option<TargetId>,
    pub(super) status: Option<String>,
}

impl Site {
    /// Whether a process' credential is taken; the first request makes it known.
    pub(super) fn admits(&self, process: usize, now: OffsetDateTime) -> bool {
        self.0.with(|state| {
            state.processes.insert(process);
            state.dying.get(&process).is_none_or(|dies| now < *dies)
        })
    }

    /// Ends the credentials of every other process at a moment.
    pub(super) fn fence(&self, process: usize, dies: OffsetDateTime) {
        self.0.with(|state| {
            state.dying.remove(&process);
            for other in state.processes.iter().filter(|other| **other != process) {
                let at = state.dying.entry(*other).or_insert(dies);
                *at = dies.min(*at);
            }
        });
    }

    /// A process begins to use its credential.
    pub(super) fn lend(&self, process: usize) {
        self.0.with(|state| {
            state.processes.insert(process);
        });
    }

    pub(super) fn write(&self, write: &Write, now: OffsetDateTime, skip: u64) -> Made {
        self.0.with(|state| state.happen(write, now, skip))
    }

    pub(super) fn write_late(&self, write: Write, at: OffsetDateTime) {
        self.0.with(|state| state.late.push((at, write)));
    }

    /// Lets happen what is due.
    pub(super) fn settle(&self, now: OffsetDateTime) {
        self.0.with(|state| {
            state.late.sort_by_key(|(at, _)| *at);
            while state.late.first().is_some_and(|(at, _)| *at <= now) {
                let (at, write) = state.late.remove(0);
                state.happen(&write, at, 0);
            }
        });
    }

    /// Makes a node unless one of that name stands, as trackers do; whether it stood.
    pub(super) fn node(&self, name: &str) -> bool {
        self.0.with(|state| {
            let stood = state.nodes.iter().any(|node| node == name);
            if !stood {
                state.nodes.push(name.to_owned());
            }
            stood
        })
    }

    pub(super) fn nodes(&self) -> Vec<String> {
        self.0.with(|state| state.nodes.clone())
    }

    pub(super) fn human(&self, marker: Option<Mark>, now: OffsetDateTime) {
        self.0.with(|state| state.add(marker, None, now, 0));
    }

    /// People move an item of ours.
    pub(super) fn move_any(&self, which: u64) {
        self.0.with(|state| {
            let count = u64::try_from(state.issues.len()).unwrap_or(1).max(1);
            let at = usize::try_from(which % count).unwrap_or(0);
            if let Some(issue) = state.issues.get_mut(at) {
                "Moved".clone_into(&mut issue.status);
            }
        });
    }

    pub(super) fn newest(&self) -> u64 {
        self.0.with(|state| state.newest)
    }

    pub(super) fn issues(&self) -> Vec<Issue> {
        self.0.with(|state| state.issues.clone())
    }

    pub(super) fn links(&self) -> Vec<Standing> {
        self.0.with(|state| state.links.clone())
    }

    pub(super) fn writes(&self) -> u64 {
        self.0.with(|state| state.writes)
    }
}

impl State {
    fn add(
        &mut self,
        marker: Option<Mark>,
        parent: Option<TargetId>,
        now: OffsetDateTime,
        skip: u64,
    ) -> TargetRef {
        self.newest += 1 + skip;
        let number = self.newest;
        self.issues.push(Issue {
            number,
            made_at: now,
            marker,
            parent,
            parts: Vec::new(),
            status: "New".into(),
        });
        target_ref(number)
    }

    fn happen(&mut self, write: &Write, now: OffsetDateTime, skip: u64) -> Made {
        self.writes += 1;
        let key = &write.key;
        if key.kind == OperationKind::Create {
            let marker = Mark { item: key.item.clone(), ours: true };
            return Made::Item(self.add(Some(marker), write.other.clone(), now, skip));
        }
        self.newest_part += 1;
        let id = PartId::new(self.newest_part.to_string());
        let Some(item) = write.item.clone() else { return Made::Part(id) };
        if key.kind == OperationKind::Link {
            let ends = write.other.clone().map(|other| (item, other));
            self.links.push(Standing { id: id.clone(), key: key.clone(), ends });
            return Made::Part(id);
        }
        let Some(issue) = self.issues.iter_mut().find(|issue| target_id(issue.number) == item)
        else {
            return Made::Part(id);
        };
        if let Some(status) = &write.status {
            issue.status.clone_from(status);
        }
        // What is set, and not added, is the same after it was done again.
        let added = matches!(
            key.kind,
            OperationKind::Comment | OperationKind::Attach | OperationKind::Worklog
        );
        if let Some(part) = issue.parts.iter().find(|part| !added && part.key == *key) {
            return Made::Part(part.id.clone());
        }
        issue.parts.push(Standing { id: id.clone(), key: key.clone(), ends: None });
        Made::Part(id)
    }
}

pub(super) fn target_id(number: u64) -> TargetId {
    TargetId::new(number.to_string())
}

pub(super) fn target_ref(number: u64) -> TargetRef {
    TargetRef { id: target_id(number), key: TargetKey::new(format!("SIM-{number}")) }
}
