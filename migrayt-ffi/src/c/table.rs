use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use migrayt_core::error::{Error, ErrorKind, Result};

#[cfg(not(target_pointer_width = "64"))]
compile_error!("a handle has 64 bits: 4 of its kind, 28 of its generation, 32 of its place");

/// What handles of one kind stand for.
///
/// A handle names a place, and the generation of what is in it: one that was freed never leads to
/// what came into the place after it.
pub(super) struct Table<T> {
    kind: u64,
    state: Mutex<State<T>>,
}

struct State<T> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
}

struct Place<T> {
    generation: u64,
    held: Option<Arc<Entry<T>>>,
}

/// What one handle stands for.
pub(super) struct Entry<T> {
    value: T,
    in_use: AtomicBool,
}

/// What one handle stands for, for one thread alone.
pub(super) struct Alone<T>(Arc<Entry<T>>);

const KIND_SHIFT: u32 = 60;
const GENERATION_SHIFT: u32 = 32;
const LAST_GENERATION: u64 = (1 << 28) - 1;

impl<T> Table<T> {
    pub(super) fn new(kind: u64) -> Self {
        let state = State { places: Vec::new(), free: Vec::new() };
        Self { kind, state: Mutex::new(state) }
    }

    /// Takes something in and gives a handle of it, which is never 0.
    pub(super) fn put(&self, value: T) -> u64 {
        let mut guard = self.state();
        let state = &mut *guard;
        let entry = Arc::new(Entry { value, in_use: AtomicBool::new(false) });
        let place = state.free.pop().unwrap_or_else(|| {
            state.places.push(Place { generation: 0, held: None });
            u32::try_from(state.places.len() - 1).unwrap_or(u32::MAX)
        });
        let index = usize::try_from(place).unwrap_or(usize::MAX);
        let Some(found) = state.places.get_mut(index) else { return 0 };
        found.held = Some(entry);
        self.kind << KIND_SHIFT | found.generation << GENERATION_SHIFT | u64::from(place)
    }

    /// What a handle stands for, whoever else uses it.
    ///
    /// # Errors
    /// `Misuse` if it stands for nothing.
    pub(super) fn share(&self, handle: u64) -> Result<Arc<Entry<T>>> {
        let (index, generation) = self.split(handle)?;
        let state = self.state();
        let place = state.places.get(index).filter(|place| place.generation == generation);
        place.and_then(|place| place.held.clone()).ok_or_else(stale)
    }

    /// What a handle stands for, for the calling thread alone.
    ///
    /// # Errors
    /// `Misuse` if it stands for nothing, or if another thread uses it at this moment.
    pub(super) fn alone(&self, handle: u64) -> Result<Alone<T>> {
        let entry = self.share(handle)?;
        if entry.in_use.swap(true, Ordering::Acquire) {
            return Err(Error::new(ErrorKind::Misuse, "another thread uses the handle").with_help(
                "use a handle from one thread at a time; only pausing, resuming, cancelling \
                     and answering are for any thread",
            ));
        }
        Ok(Alone(entry))
    }

    /// Takes what a handle stands for out of the table; nothing if it stands for nothing. Whoever
    /// uses it at this moment does so to the end.
    pub(super) fn take(&self, handle: u64) -> Option<Arc<Entry<T>>> {
        let (index, generation) = self.split(handle).ok()?;
        let mut state = self.state();
        let place = state.places.get_mut(index).filter(|place| place.generation == generation)?;
        let held = place.held.take()?;
        // A place whose generations are used up is not used again.
        if place.generation < LAST_GENERATION {
            place.generation += 1;
            let place = u32::try_from(index).ok()?;
            state.free.push(place);
        }
        Some(held)
    }

    /// How many things the table holds.
    #[cfg(any(test, feature = "failpoints"))]
    pub(super) fn len(&self) -> usize {
        self.state().places.iter().filter(|place| place.held.is_some()).count()
    }

    fn split(&self, handle: u64) -> Result<(usize, u64)> {
        if handle == 0 {
            return Err(Error::new(ErrorKind::Misuse, "the handle is NULL"));
        }
        if handle >> KIND_SHIFT != self.kind {
            return Err(stale());
        }
        let place = usize::try_from(handle & u64::from(u32::MAX)).map_err(|_| stale())?;
        Ok((place, handle >> GENERATION_SHIFT & LAST_GENERATION))
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stale() -> Error {
    Error::new(ErrorKind::Misuse, "the handle was freed, or is no handle of this kind")
        .with_help("use a handle only until it is freed")
}

impl<T> Entry<T> {
    pub(super) fn value(&self) -> &T {
        &self.value
    }
}

impl<T> Alone<T> {
    pub(super) fn value(&self) -> &T {
        &self.0.value
    }
}

impl<T> Drop for Alone<T> {
    fn drop(&mut self) {
        self.0.in_use.store(false, Ordering::Release);
    }
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{LAST_GENERATION, Table};

    #[test]
    fn a_handle_leads_to_one_thing_only_and_only_until_it_is_freed() {
        let table = Table::new(2);
        let first = table.put("first");
        assert_eq!(*table.alone(first).unwrap().value(), "first");
        assert_eq!(*table.take(first).unwrap().value(), "first");
        assert!(table.take(first).is_none());
        let second = table.put("second");
        assert_ne!(first, second, "the place is the same and the generation is not");
        assert!(table.alone(first).is_err());
        assert_eq!(*table.share(second).unwrap().value(), "second");
        assert_eq!(table.len(), 1);
    }

    #[test]
    fn handles_of_another_kind_and_made_up_ones_are_refused() {
        let (one, other) = (Table::new(1), Table::new(2));
        let handle = one.put(());
        for wrong in [0, 1, 17, u64::MAX, handle + 1, handle ^ 1 << 40] {
            assert!(one.share(wrong).is_err(), "{wrong:x}");
        }
        assert!(other.share(handle).is_err());
        other.put(());
        assert!(other.share(handle).is_err());
    }

    #[test]
    fn one_thread_at_a_time_uses_a_handle() {
        let table = Table::new(1);
        let handle = table.put(());
        let held = table.alone(handle).unwrap();
        assert!(table.alone(handle).is_err());
        assert!(table.share(handle).is_ok());
        drop(held);
        assert!(table.alone(handle).is_ok());
    }

    #[test]
    fn a_place_whose_generations_are_used_up_is_left() {
        let table = Table::new(1);
        let handle = table.put(());
        table.state().places[0].generation = LAST_GENERATION;
        let last = 1 << 60 | LAST_GENERATION << 32;
        assert!(table.take(handle).is_none());
        assert!(table.take(last).is_some());
        assert_eq!(table.put(()) & u64::from(u32::MAX), 1);
    }
}
