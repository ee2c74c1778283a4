use super::super::super::mutants::rules;

rules!(
    // Rows.
    LosesWrites,
    FirstWriteStays,
    CountsRevisionsItself,
    HalvesRevisions,
    SignsRevisions,
    HalvesVersions,
    CutsToSeconds,
    CutsToMilliseconds,
    TimesBefore1970Are1970,
    SwapsTimes,
    LosesTheEnd,
    LosesAttempts,
    AttemptsStay,
    AttemptsAreOfTheVersion,
    AttemptsAreFreeAtOnce,
    OnePlatform,
    // Exchanges.
    IgnoresTheRevision,
    TakesOlderRevisions,
    ComparesHalfTheRevision,
    ExchangesNothing,
    ExchangesWhereNothingIs,
    TellsOfEveryExchange,
    TellsOfNoExchange,
    ExchangesKeepTheRevision,
    ExchangesAll,
    LosesExchanges,
    // Removals.
    RemovesNothing,
    RemovesAll,
    TellsOfEveryRemoval,
    TellsOfNoRemoval,
    // Lists.
    Descends,
    SortsByLetters,
    LacksTheLast,
    ListsTheFirstOnly,
    FoldsTheCase,
    // Tenants.
    TenantsShareNames,
    ListsAllTenants,
    StrangersRead,
    StrangersExchange,
    StrangersRemove,
);
