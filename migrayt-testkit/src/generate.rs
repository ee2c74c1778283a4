//! Any number of items from a seed, shaped like real ones: the bundled sample over and over, each
//! copy with other titles, states, people, places, comments, files and links.

mod draw;
mod issue;
mod pattern;
mod person;
mod place;
mod progress;
mod sheet;
mod surroundings;
mod talk;
mod text;

use std::iter::FusedIterator;

use migrayt_core::Result;
use serde_json::Value;

use self::draw::Draw;
pub use self::issue::Issues;
use self::pattern::Pattern;
use self::sheet::Sheet;
use crate::sample;
use crate::sim::azure_devops::{AzureDevOps, Loaded};
use crate::sim::jira::User;

/// Work items in the shape of the Azure DevOps REST API, made one at a time.
///
/// # Contract
/// The same project, count and seed give the same items. Ids are unique and ascend, with gaps.
/// Links stay within one copy of the sample, so that a hierarchy is at most as large as it; an
/// item depends on `count` only in that links to items beyond the end are left out. At most one
/// item and the sample are in memory.
#[derive(Clone, Debug)]
pub struct WorkItems {
    pattern: Pattern,
    project: String,
    seed: u64,
    next: usize,
    count: usize,
}

/// So many ids follow one another, then so many are left out.
const RUN: usize = 40;
const GAP: usize = 3;

impl WorkItems {
    /// That many items of a project.
    ///
    /// # Errors
    /// `DataCorrupt` if the bundled sample was damaged.
    pub fn new(project: &str, count: usize, seed: u64) -> Result<Self> {
        let pattern = Pattern::new(sample::items_in(project)?);
        Ok(Self { pattern, project: project.to_owned(), seed, next: 0, count })
    }

    /// Loads what is left of the items into an organisation, and gives its sprints their dates.
    ///
    /// # Errors
    /// As [`AzureDevOps::load`].
    pub fn load_into(self, organisation: &AzureDevOps) -> Result<Loaded> {
        let sprints = place::sprints(&self.project, self.count.div_ceil(self.pattern.len()));
        let loaded = organisation.load(self)?;
        for (path, start, finish) in sprints {
            organisation.add_iteration(&path, Some(start), Some(finish));
        }
        Ok(loaded)
    }

    /// How deep the item with that number stands in the hierarchy, from the top.
    fn level(&self, number: u64) -> Option<usize> {
        self.pattern.level(place(number)? % self.pattern.len())
    }

    fn make(&self, index: usize) -> Value {
        let mut draw = Draw::new(self.seed, index);
        let copy = index / self.pattern.len();
        let find = |position: usize| {
            let index = copy * self.pattern.len() + position;
            (index < self.count).then(|| number(index))
        };
        let mut sheet = Sheet::new(&self.pattern, index, number(index), &find);
        if copy > 0 {
            progress::vary(&mut sheet, &mut draw, copy);
            text::vary(&mut sheet, &mut draw, copy);
            person::vary(&mut sheet, &mut draw);
        }
        place::put(&mut sheet, &mut draw, (&self.project, copy));
        text::add(&mut sheet, &mut draw, self.seed);
        surroundings::add(&mut sheet, &mut draw, (&self.pattern, self.seed, &find));
        talk::add(&mut sheet, &mut draw, self.seed);
        sheet.finish()
    }
}

impl Iterator for WorkItems {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        let index = self.next;
        (index < self.count).then(|| {
            self.next += 1;
            self.make(index)
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.count - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for WorkItems {}
impl FusedIterator for WorkItems {}

/// The people of the items as a Jira site may know them: most with an address that it shows, a
/// few without, a few not at all.
pub fn users() -> Vec<User> {
    person::users()
}

/// The id of the item at that place. A project's ids have gaps, since other projects use the same
/// numbers.
fn number(index: usize) -> u64 {
    let number = 1 + index + index / RUN * GAP;
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The place of the item with that id.
fn place(number: u64) -> Option<usize> {
    let before = usize::try_from(number).ok()?.checked_sub(1)?;
    Some(before / (RUN + GAP) * RUN + before % (RUN + GAP))
}
