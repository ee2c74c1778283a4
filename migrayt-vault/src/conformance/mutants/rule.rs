/// The list of what mutants of a suite break.
macro_rules! rules {
    ($($rule:ident),+ $(,)?) => {
        /// What a mutant does in place of what it should.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Rule {
            /// Nothing.
            None,
            $($rule),+
        }

        impl Rule {
            pub(super) const ALL: &'static [Self] = &[$(Self::$rule),+];
        }
    };
}

pub(in super::super) use rules;

rules!(
    // Values and versions.
    TrimsValues,
    LendsAnotherVersion,
    CutsLongValues,
    TakesMoreThanItSays,
    PutsOver,
    RotationKeepsTheOld,
    RotationIgnoresTheVersion,
    RotationPuts,
    VersionsAreCountedByName,
    VersionsAreOfTheValue,
    VersionsComeBack,
    LosesPuts,
    LosesRotations,
    // What is staged.
    LendsTheStaged,
    StagesForNobody,
    StagesOnTopOfItself,
    StagesNothing,
    StagesOnAnything,
    KeepsTheFirstStaged,
    PromotionIgnoresTheVersion,
    PromotesAnything,
    PromotesOnce,
    PromotionKeepsTheOld,
    StagedOutlivesItsSecret,
    StrangersStage,
    StrangersPromote,
    LosesPromotions,
    // The end.
    DestroysNothing,
    LeavesTheDestroyed,
    DestroysTheTenant,
    AcceptsEnded,
    // Names.
    UnknownIsUnavailable,
    NamesDescend,
    NamesLackTheLast,
    NamesKeepTheDestroyed,
    CaseIsFolded,
    // Tenants.
    NamesOfAll,
    TenantsShareNames,
    StrangersDestroy,
    StrangersRotate,
    ForeignIsForbidden,
    ForeignHasAnotherHelp,
    // Lending.
    LendsLong,
    LendsForNothing,
    // The audit.
    HoldsUntold,
    HoldsToldOnce,
    RefusalsUntold,
    EndedChangesUntold,
    BeginningsUntold,
    EndsUntold,
    ToldWithoutVersion,
    ToldOfAnotherTenant,
    ToldOfAnotherName,
    ToldAtAnotherTime,
    LendsUntold,
    RefusesUntold,
    ChangesUntold,
    EndsInSilence,
);
