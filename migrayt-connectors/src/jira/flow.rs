//! The workflow of the project's types, as far as issues have shown it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use migrayt_core::catalog::StateCategory;

use super::answers::RawTransition;
use super::catalog::category;

/// A way out of a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The transition's id.
    pub(super) id: String,
    /// The status that it leads to.
    pub(super) to: String,
    pub(super) category: StateCategory,
}

/// The known ways out of statuses, by type and status.
#[derive(Debug, Default)]
pub(super) struct Flow(BTreeMap<(String, String), Vec<Step>>);

impl Flow {
    pub(super) fn knows(&self, work_type: &str, status: &str) -> bool {
        self.0.contains_key(&(work_type.to_owned(), status.to_owned()))
    }

    /// Notes the ways out of a status, as an issue in it shows them.
    pub(super) fn learn(&mut self, work_type: &str, status: &str, shown: &[RawTransition]) {
        let open = shown.iter().filter(|step| step.is_available != Some(false));
        let steps = open
            .map(|step| Step {
                id: step.id.clone(),
                to: step.to.id.clone(),
                category: category(&step.to.status_category.key),
            })
            .collect();
        self.0.insert((work_type.to_owned(), status.to_owned()), steps);
    }

    pub(super) fn forget(&mut self, work_type: &str, status: &str) {
        self.0.remove(&(work_type.to_owned(), status.to_owned()));
    }

    /// The next step on the shortest known way to a status. If no way is known, the next step
    /// towards the nearest status whose ways out are not known yet, those begun before those not
    /// begun; statuses in `tried` are not gone to again. None if there is no way.
    pub(super) fn next(
        &self,
        work_type: &str,
        from: &str,
        to: &str,
        tried: &BTreeSet<String>,
    ) -> Option<Step> {
        let reached = self.reach(work_type, from);
        let goal = reached.iter().find(|way| way.status == to);
        let unknown = || {
            reached
                .iter()
                .filter(|way| !self.knows(work_type, way.status) && !tried.contains(way.status))
                .min_by_key(|way| (way.length, rank(way.category)))
        };
        goal.or_else(unknown).map(|way| way.first.clone())
    }

    /// Every status that known steps lead to, the nearest first, with the first step to it.
    fn reach<'a>(&'a self, work_type: &str, from: &str) -> Vec<Way<'a>> {
        let out = |status: &str| {
            let known = self.0.get(&(work_type.to_owned(), status.to_owned()));
            known.map_or(&[][..], Vec::as_slice)
        };
        let mut ways: Vec<Way<'a>> = Vec::new();
        let mut seen = BTreeSet::from([from.to_owned()]);
        let mut open: VecDeque<(&str, usize, Option<&'a Step>)> = VecDeque::from([(from, 0, None)]);
        while let Some((status, length, first)) = open.pop_front() {
            for step in out(status) {
                if seen.insert(step.to.clone()) {
                    let first = first.unwrap_or(step);
                    let category = step.category;
                    let length = length + 1;
                    ways.push(Way { status: &step.to, length, category, first });
                    open.push_back((&step.to, length, Some(first)));
                }
            }
        }
        ways
    }
}

struct Way<'a> {
    status: &'a str,
    length: usize,
    category: StateCategory,
    first: &'a Step,
}

/// Work in progress is where most ways lead on from.
fn rank(category: StateCategory) -> u8 {
    match category {
        StateCategory::InProgress => 0,
        StateCategory::ToDo => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::super::answers::RawTransition;
    use super::Flow;

    fn shown(steps: &[(&str, &str, &str)]) -> Vec<RawTransition> {
        let steps = steps.iter().map(|(id, to, category)| {
            json!({ "id": id, "to": { "id": to, "name": to, "statusCategory": { "key": category } } })
        });
        steps.map(|step| serde_json::from_value(step).unwrap()).collect()
    }

    fn next(flow: &Flow, from: &str, to: &str, tried: &[&str]) -> Option<String> {
        let tried: BTreeSet<String> = tried.iter().map(|&it| it.to_owned()).collect();
        flow.next("10001", from, to, &tried).map(|step| step.id)
    }

    #[test]
    fn known_ways_are_taken_and_unknown_ones_are_looked_for() {
        let mut flow = Flow::default();
        flow.learn(
            "10001",
            "todo",
            &shown(&[
                ("1", "todo", "new"),
                ("9", "done?", "done"),
                ("2", "doing", "indeterminate"),
            ]),
        );
        assert_eq!(next(&flow, "todo", "doing", &[]).as_deref(), Some("2"));
        assert_eq!(
            next(&flow, "todo", "done", &[]).as_deref(),
            Some("2"),
            "work in progress first"
        );
        assert_eq!(next(&flow, "todo", "done", &["doing"]).as_deref(), Some("9"));
        assert_eq!(next(&flow, "todo", "done", &["doing", "done?"]), None);
        flow.learn("10001", "doing", &shown(&[("3", "review", "indeterminate")]));
        flow.learn("10001", "review", &shown(&[("4", "done", "done")]));
        assert_eq!(next(&flow, "todo", "done", &[]).as_deref(), Some("2"));
        assert_eq!(next(&flow, "review", "done", &[]).as_deref(), Some("4"));
        assert_eq!(flow.next("10002", "todo", "doing", &BTreeSet::new()), None, "another type");
        flow.forget("10001", "todo");
        assert_eq!(next(&flow, "todo", "doing", &[]), None);
    }

    #[test]
    fn steps_that_are_not_open_are_not_taken() {
        let mut flow = Flow::default();
        let mut steps = shown(&[("1", "doing", "indeterminate")]);
        steps[0].is_available = Some(false);
        flow.learn("10001", "todo", &steps);
        assert_eq!(next(&flow, "todo", "doing", &[]), None);
    }
}
