use std::fmt;
#[cfg(feature = "failpoints")]
use std::sync::Arc;

/// A moment in the writing of a file at which a process may die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "failpoints"),
    expect(unreachable_pub, reason = "is told to tests only, by a feature")
)]
pub enum Step {
    /// Nothing was written.
    Begun,
    /// Half of the new file was written, beside the old one.
    HalfWritten,
    /// All of it was written and may not be on the disk.
    Written,
    /// It is on the disk, beside the old one.
    Flushed,
    /// It stands in the place of the old one; the folder may not be on the disk.
    Renamed,
}

#[cfg(feature = "failpoints")]
impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 5] =
        [Self::Begun, Self::HalfWritten, Self::Written, Self::Flushed, Self::Renamed];
}

/// Who is told of steps: nobody, but for tests.
#[derive(Clone, Default)]
pub(super) struct Steps {
    #[cfg(feature = "failpoints")]
    told: Option<Arc<dyn Fn(Step) + Send + Sync>>,
}

impl Steps {
    #[cfg(feature = "failpoints")]
    pub(super) fn of(told: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self { told: Some(Arc::new(told)) }
    }

    #[cfg(feature = "failpoints")]
    pub(super) fn reached(&self, step: Step) {
        if let Some(told) = &self.told {
            told(step);
        }
    }

    #[cfg(not(feature = "failpoints"))]
    pub(super) fn reached(&self, _step: Step) {
        let Self {} = self;
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Steps(..)")
    }
}
