macro_rules! rules {
    ($($name:ident,)+) => {
        /// The rule that a mutant breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Rule {
            /// Nothing.
            None,
            $(
                #[doc = stringify!($name)]
                $name,
            )+
        }

        impl Rule {
            pub(super) const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];
        }
    };
}

rules! {
    // Plans.
    BeginsSealedPlansAgain,
    ForgetsNothingOnBegin,
    TakesOutlinesOnceSealed,
    PutsStrangersRows,
    PutsRowsOneByOne,
    KeepsFirstOutline,
    FindsOutlinesOfAll,
    SealsOutlineAtLevelZero,
    SealsOutlineWithoutCircles,
    CountsLevelsFromZero,
    CountsNoCircles,
    OutlinePageIgnoresAfter,
    OutlinePageIgnoresLimit,
    OutlinePageInOrderOfItems,
    PutsLinksTwice,
    KeepsLinksToMissingItems,
    DropsLinksInSilence,
    KeepsMissingParentsSilent,
    ForgetsDigests,
    ForgetsRefusals,
    ForgetsTargetTypes,
    PlanPageIgnoresAfter,
    PlanPageIgnoresLimit,
    PlanPageReversed,
    SealsWithoutLosses,
    SealsWithRefusedCreations,
    NamesOldestPlan,
    NamesNoFingerprint,
    AccountsUnsorted,
    AccountsWithoutRefusals,
    AccountsByOperation,
    NamesAllRefusedItems,
    // Leases.
    IgnoresOtherWorkers,
    HidesEndOfLease,
    TakesOtherMappings,
    KeepsEpoch,
    MovesHighWater,
    NeverResumes,
    ForgetsLinkStage,
    StagesReversed,
    OpensUnsealedPlans,
    RenewsNothing,
    NamesOldestRun,
    HidesClosing,
    ClosesNothing,
    RenewsStaleLeases,
    ClosesStaleLeases,
    PendingForStaleLeases,
    IntendsForStaleLeases,
    SettlesForStaleLeases,
    DoubtsForStaleLeases,
    // Lanes.
    PendingIgnoresAfter,
    PendingIgnoresLimit,
    PendingReversed,
    PendingInOrderOfKeys,
    PendingIgnoresStage,
    PendingShowsDoubts,
    PendingHidesHalfDoneLanes,
    PendingWithoutRevision,
    // Intents and outcomes.
    IntendsNothing,
    IntendsTwice,
    IntendsOneByOne,
    SettlesNothing,
    SettlesOneByOne,
    RefusesSecondSettling,
    AcceptsOtherOutcomes,
    AgainFails,
    AgainIsForgotten,
    ParkedFails,
    ParkedIsDueAgain,
    RefusesOutcomesWithoutIntent,
    FailureLeavesLaneDue,
    DoubtsIgnoreAfter,
    DoubtsIgnoreLimit,
    DoubtsReversed,
    DoubtsNameKeysItem,
    DoubtsOfNewestEpoch,
    DoubtsWithoutHighWater,
    DoubtsInWholeSeconds,
    // Accounts.
    LedgerIgnoresAfter,
    LedgerIgnoresLimit,
    LedgerReversed,
    LedgerWithoutPlansLosses,
    LedgerWithoutRunsLosses,
    LedgerOfPlannedOnly,
    LedgerCountsOneAttempt,
    LedgerWithoutDoubts,
    LedgerWithoutParts,
    LedgerOfOneItemOnly,
    LedgerOfEveryItem,
    ResolvesSorted,
    ResolvesMadeOnly,
    ResolvesWithoutAdopted,
    CountsRefused,
    CountsAdoptedApart,
    CountsNoDoubts,
    CountsSkippedAsSettledOnly,
    RunsShareOutcomes,
}
