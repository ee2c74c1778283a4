//! Deliberate breakages of the protocol, which the simulation must notice. Without the feature
//! `mutants` none exists; with it, none is active until somebody chooses one.

/// One breakage. `docs/exactly-once.md` says what each breaks and what notices it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Mutant {
    /// An operation is recorded after it was sent.
    IntentAfterSend,
    /// A doubt is looked for at once.
    NoQuarantine,
    /// An absence is believed from a target that only searches.
    SearchOnly,
    /// Nobody fences out the worker that was thought dead.
    NoFence,
    /// The fence is believed to work at once.
    FenceWorksAtOnce,
    /// The place to look after is read when the doubt is looked for.
    HighWaterAfterSend,
    /// A lost answer counts as a good one.
    DoneBeforeConfirm,
    /// The answers of a bulk are given to its orders as if none had failed.
    PositionalBulk,
    /// The lease is not looked at before something is sent.
    LeaseNotChecked,
    /// What gave no answer is sent again at once.
    RetryAtOnce,
    /// A doubt is due again without being looked for.
    DoubtResent,
    /// A worker goes on although the journal says that its lease was taken over.
    EpochIgnored,
    /// Another project's item is adopted.
    AnotherMarker,
    /// The run goes on although outcomes were not recorded.
    SettleNotAtomic,
    /// All parts of a kind are one operation.
    PartWithoutKey,
    /// The target is not looked through at the end.
    SweepSkipped,
    /// Parts that were sent again are not looked at in the end.
    RepeatsUnseen,
    /// The doubts of an earlier process are not asked for.
    DoubtsForgotten,
}

#[cfg(feature = "mutants")]
impl Mutant {
    /// Every mutant.
    pub const ALL: [Self; 18] = [
        Self::IntentAfterSend,
        Self::NoQuarantine,
        Self::SearchOnly,
        Self::NoFence,
        Self::FenceWorksAtOnce,
        Self::HighWaterAfterSend,
        Self::DoneBeforeConfirm,
        Self::PositionalBulk,
        Self::LeaseNotChecked,
        Self::RetryAtOnce,
        Self::DoubtResent,
        Self::EpochIgnored,
        Self::AnotherMarker,
        Self::SettleNotAtomic,
        Self::PartWithoutKey,
        Self::SweepSkipped,
        Self::RepeatsUnseen,
        Self::DoubtsForgotten,
    ];
}

/// Whether a mutant is active in this thread.
#[cfg(feature = "mutants")]
pub(super) fn is(mutant: Mutant) -> bool {
    chosen::CHOSEN.get() == Some(mutant)
}

/// Whether a mutant is active: never.
#[cfg(not(feature = "mutants"))]
pub(super) const fn is(_: Mutant) -> bool {
    false
}

#[cfg(feature = "mutants")]
pub use self::chosen::choose;

#[cfg(feature = "mutants")]
mod chosen {
    use std::cell::Cell;

    use super::Mutant;

    thread_local! {
        pub(super) static CHOSEN: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    /// Makes a mutant active in this thread, or none.
    pub fn choose(mutant: Option<Mutant>) {
        CHOSEN.set(mutant);
    }
}
