use std::collections::BTreeMap;

use migrayt_core::id::{ItemId, PartId, TargetId, TargetRef};
use migrayt_core::item::Item;
use migrayt_core::operation::{Action, OperationKey, OperationKind};
use migrayt_core::port::{LedgerRow, OutcomeState};
use migrayt_core::run::{Repeat, Sweep};

use super::mapper::{NODES, commands};
use super::site::{Issue, Site, Standing, target_id, target_ref};
use crate::tally::Tally;

/// Compares what the source asks for with what stands in the target. It knows the site's own
/// state and nothing of the engine but its reports: ledger and sweep.
#[derive(Debug)]
pub(super) struct Oracle {
    fenced: bool,
    /// Whether the run was closed with doubts that wait for a person.
    doubtful: bool,
    swept: Option<Sweep>,
    pub(super) tally: Tally,
    pub(super) faults: Vec<String>,
}

/// What stands and what is reported.
struct Sight<'a> {
    issues: BTreeMap<&'a ItemId, Vec<&'a Issue>>,
    parts: BTreeMap<&'a OperationKey, Vec<(&'a Issue, &'a Standing)>>,
    links: BTreeMap<&'a OperationKey, Vec<&'a Standing>>,
    ledger: BTreeMap<&'a OperationKey, &'a LedgerRow>,
}

impl Oracle {
    pub(super) fn new(fenced: bool, doubtful: bool, swept: Option<Sweep>) -> Self {
        Self { fenced, doubtful, swept, tally: Tally::default(), faults: Vec::new() }
    }

    pub(super) fn compare(&mut self, items: &[Item], site: &Site, ledger: &[LedgerRow]) {
        let (issues, links) = (site.issues(), site.links());
        let sight = Sight::of(&issues, &links, ledger);
        for item in items {
            for command in commands(item) {
                self.tally.operations += 1;
                match &command.action {
                    Action::Create(_) => self.item(item, &command.key, &sight),
                    Action::Link { other, .. } => self.link(&command.key, other, &sight),
                    _ => self.part(&command.key, &sight),
                }
            }
        }
    }

    /// What is wrong with the run as a whole.
    pub(super) fn also(
        &mut self,
        processes: usize,
        finished: bool,
        nodes: &[String],
        overstepped: u64,
        written_again: u64,
    ) {
        self.tally.processes += u64::try_from(processes).unwrap_or(u64::MAX);
        if !finished {
            self.lose("the run never ends".into());
        }
        for name in NODES {
            match nodes.iter().filter(|node| *node == name).count() {
                0 if finished => self.lose(format!("{name}: was not made")),
                0 | 1 => {}
                _ => self.wrong(format!("{name}: was made twice")),
            }
        }
        if overstepped > 0 {
            self.wrong(format!("{overstepped} writes of processes whose lease was over"));
        }
        if written_again > 0 {
            self.wrong(format!("{written_again} writes of a run that was complete"));
        }
    }

    fn item(&mut self, item: &Item, key: &OperationKey, sight: &Sight<'_>) {
        let standing = sight.issues.get(&item.id).map_or(&[][..], Vec::as_slice);
        self.account(key, item.parent.as_ref(), standing.len(), sight);
        let booked = sight.booked(&item.id);
        if let Some(booked) = &booked
            && !standing.iter().any(|issue| target_id(issue.number) == booked.id)
        {
            self.wrong(format!("{key}: the journal names an item that is another's"));
        }
        for issue in standing {
            let reference = target_ref(issue.number);
            let is_booked = booked.as_ref() == Some(&reference);
            let is_in_doubt = self.doubtful && sight.is_in_doubt(key);
            if !is_booked && !is_in_doubt && (standing.len() > 1 || booked.is_none()) {
                self.twice(&item.id, &reference);
            }
            self.parent(item, key, issue, sight);
        }
    }

    fn parent(&mut self, item: &Item, key: &OperationKey, issue: &Issue, sight: &Sight<'_>) {
        let Some(parent) = &item.parent else { return };
        let booked = sight.booked(parent).map(|booked| booked.id);
        if issue.parent != booked && (issue.parent.is_some() || !sight.is_excused(parent)) {
            self.wrong(format!("{key}: parent {:?} instead of {booked:?}", issue.parent));
        }
    }

    fn part(&mut self, key: &OperationKey, sight: &Sight<'_>) {
        let standing = sight.parts.get(key).map_or(&[][..], Vec::as_slice);
        self.account(key, None, standing.len(), sight);
        for (issue, _) in standing {
            if issue.marker.as_ref().is_none_or(|mark| !mark.ours || mark.item != key.item) {
                self.wrong(format!("{key}: stands at another item"));
            }
        }
        let ids = standing.iter().map(|(_, part)| &part.id).collect();
        self.part_twice(key, ids, sight);
    }

    fn link(&mut self, key: &OperationKey, other: &ItemId, sight: &Sight<'_>) {
        let standing = sight.links.get(key).map_or(&[][..], Vec::as_slice);
        self.account(key, Some(other), standing.len(), sight);
        let end = |item| sight.booked(item).map(|booked| booked.id);
        let wanted: Option<(TargetId, TargetId)> = end(&key.item).zip(end(other));
        if standing.iter().any(|link| link.ends != wanted) {
            self.wrong(format!("{key}: leads elsewhere"));
        }
        let ids = standing.iter().map(|link| &link.id).collect();
        self.part_twice(key, ids, sight);
    }

    /// Compares how often an operation's effect stands with what the journal says of it.
    fn account(
        &mut self,
        key: &OperationKey,
        other: Option<&ItemId>,
        standing: usize,
        sight: &Sight<'_>,
    ) {
        let row = sight.ledger.get(key);
        if self.doubtful && row.is_some_and(|row| row.in_doubt) {
            self.tally.parked += 1;
            return;
        }
        let done = match row.and_then(|row| row.state) {
            Some(OutcomeState::Failed(_) | OutcomeState::Gone | OutcomeState::Skipped) => false,
            Some(OutcomeState::Done | OutcomeState::Adopted) => true,
            None if self.doubtful && sight.waits(key, other) => {
                self.tally.parked += 1;
                return;
            }
            state => return self.lose(format!("{key}: {state:?}")),
        };
        if !done {
            self.tally.given_up += 1;
            if self.fenced && standing > 0 && !is_set(key.kind) {
                self.wrong(format!("{key}: stands, and is reported as not done"));
            }
        } else if standing == 0 {
            self.lose(format!("{key}: does not stand, and is reported as done"));
        }
    }

    fn twice(&mut self, item: &ItemId, reference: &TargetRef) {
        let told = self.swept.as_ref().is_some_and(|swept| {
            swept.duplicated.iter().any(|(of, target)| of == item && target == reference)
        });
        if self.fenced {
            self.tally.duplicate += 1;
            self.faults.push(format!("{item}: stands twice, the second time as {}", reference.id));
        } else if told {
            self.tally.reported += 1;
        } else {
            self.tally.unreported += 1;
            self.faults.push(format!("{item}: stands twice, and nobody says so"));
        }
    }

    /// Parts and links that stand beside the first one, or the one that the journal names.
    fn part_twice(&mut self, key: &OperationKey, mut standing: Vec<&PartId>, sight: &Sight<'_>) {
        if is_set(key.kind) || (self.doubtful && sight.is_in_doubt(key)) {
            return;
        }
        let row = sight.ledger.get(key);
        let done = matches!(
            row.and_then(|row| row.state),
            Some(OutcomeState::Done | OutcomeState::Adopted)
        );
        // What was given up is excused here with a fence: it is counted as wrong.
        if done && !standing.is_empty() {
            let booked = row.and_then(|row| row.part.as_ref());
            let first = standing.iter().position(|id| Some(*id) == booked).unwrap_or(0);
            standing.remove(first);
        } else if self.fenced {
            return;
        }
        for id in standing {
            if self.fenced {
                self.tally.duplicate += 1;
                self.faults.push(format!("{key}: stands twice"));
            } else if self.told(key, id) {
                self.tally.reported += 1;
            } else {
                self.tally.unreported += 1;
                self.faults.push(format!("{key}: stands twice, and nobody says so"));
            }
        }
    }

    /// Whether the sweep tells of a part; links have no names, and each report is for one of them.
    fn told(&mut self, key: &OperationKey, id: &PartId) -> bool {
        let Some(swept) = &mut self.swept else { return false };
        let of_key = |repeat: &Repeat| repeat.item == key.item && repeat.kind == key.kind;
        let place = swept.repeats.iter().position(|repeat| {
            let named = |part: &PartId| part == id || part.as_str() == key.part;
            of_key(repeat) && repeat.part.as_ref().is_none_or(named)
        });
        place.map(|place| swept.repeats.remove(place)).is_some()
    }

    fn lose(&mut self, fault: String) {
        self.tally.lost += 1;
        self.faults.push(fault);
    }

    fn wrong(&mut self, fault: String) {
        self.tally.wrong += 1;
        self.faults.push(fault);
    }
}

/// Whether doing it again, or too late, adds nothing.
fn is_set(kind: OperationKind) -> bool {
    matches!(
        kind,
        OperationKind::Transition
            | OperationKind::Update
            | OperationKind::Watch
            | OperationKind::Property
    )
}

impl<'a> Sight<'a> {
    fn of(issues: &'a [Issue], links: &'a [Standing], ledger: &'a [LedgerRow]) -> Self {
        let mut sight = Self {
            issues: BTreeMap::new(),
            parts: BTreeMap::new(),
            links: BTreeMap::new(),
            ledger: ledger.iter().map(|row| (&row.key, row)).collect(),
        };
        for issue in issues {
            if let Some(mark) = issue.marker.as_ref().filter(|mark| mark.ours) {
                sight.issues.entry(&mark.item).or_default().push(issue);
            }
            for part in &issue.parts {
                sight.parts.entry(&part.key).or_default().push((issue, part));
            }
        }
        for link in links {
            sight.links.entry(&link.key).or_default().push(link);
        }
        sight
    }

    /// Whether an operation waits for one that waits for a person: in its own lane, which for a
    /// link may be that of the other end, or for an item that is not made yet.
    fn waits(&self, key: &OperationKey, other: Option<&ItemId>) -> bool {
        [Some(&key.item), other].into_iter().flatten().any(|item| {
            let of_item = self.ledger.values().filter(|row| row.key.item == *item);
            let create = OperationKey::sole(item.clone(), OperationKind::Create);
            let unmade = self.ledger.get(&create).is_some_and(|row| row.state.is_none());
            (unmade && create != *key) || of_item.into_iter().any(|row| row.in_doubt)
        })
    }

    fn is_in_doubt(&self, key: &OperationKey) -> bool {
        self.ledger.get(key).is_some_and(|row| row.in_doubt)
    }

    /// Where the journal says that an item went.
    fn booked(&self, item: &ItemId) -> Option<TargetRef> {
        let create = OperationKey::sole(item.clone(), OperationKind::Create);
        self.ledger.get(&create)?.target.clone()
    }

    /// Whether the journal says that an item was not made, or that nobody knows.
    fn is_excused(&self, item: &ItemId) -> bool {
        let create = OperationKey::sole(item.clone(), OperationKind::Create);
        self.ledger.get(&create).is_some_and(|row| {
            row.in_doubt
                || matches!(
                    row.state,
                    Some(OutcomeState::Failed(_) | OutcomeState::Gone | OutcomeState::Skipped)
                )
        })
    }
}
