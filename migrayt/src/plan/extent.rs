use migrayt_core::id::ItemId;

/// Which items a plan is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// Only these items; all that the source has in scope without it.
    pub only: Option<Vec<ItemId>>,
    /// Only so many items of each type, the first in the source's order.
    pub sample: Option<u32>,
    /// Whether items that an earlier run made, and that the plan is not of, are known to it: links
    /// to them are made and parents among them hold. Nothing else about them is written.
    pub standing: bool,
}

impl Extent {
    /// Everything in scope.
    pub fn all() -> Self {
        Self::default()
    }

    /// The first `count` items of each type, beside what stands already.
    pub fn sample(count: u32) -> Self {
        Self { sample: Some(count), standing: true, ..Self::default() }
    }

    /// These items, beside what stands already.
    pub fn only(items: Vec<ItemId>) -> Self {
        Self { only: Some(items), standing: true, ..Self::default() }
    }

    /// The same beside what stands already.
    #[must_use]
    pub fn beside_standing(self) -> Self {
        Self { standing: true, ..self }
    }
}
