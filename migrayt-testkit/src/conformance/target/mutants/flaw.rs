macro_rules! flaws {
    ($($name:ident => $case:literal,)+) => {
        /// One way of breaking the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Flaw { $($name,)+ }

        impl Flaw {
            /// Every flaw and the case that finds it.
            pub(super) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $case)),+];
        }
    };
}

flaws! {
    TakesNoBatch => "capabilities_hold_together",
    DeclaresAKindTwice => "capabilities_hold_together",
    MakesNoItems => "capabilities_hold_together",
    ChangesItsCapabilities => "capabilities_hold_together",
    TakesWhatItDoesNotDeclare => "what_is_not_declared_is_refused",

    CataloguesAnotherEndpoint => "a_catalog_is_complete",
    RequiresWhatIsNotThere => "a_catalog_is_complete",
    RequiresWhatCannotBeWritten => "a_catalog_is_complete",
    ListsChildrenFirst => "a_catalog_is_complete",
    HasNoStates => "a_catalog_is_complete",
    NamesAFieldTwice => "a_catalog_names_nothing_twice",
    NamesAStateTwice => "a_catalog_names_nothing_twice",
    CatalogChanges => "a_catalog_is_stable",
    DigestsAddressesWithoutKey => "addresses_rest_only_as_digests",
    ShowsAddresses => "addresses_rest_only_as_digests",

    DraftsInReverse => "drafts_come_in_order",
    DropsADraft => "drafts_come_in_order",
    NumbersItsDrafts => "a_draft_is_the_same_at_any_time",
    DraftsByNeighbours => "a_draft_is_the_same_at_any_time",
    DraftsByWhatStands => "a_draft_is_the_same_at_any_time",
    WritesWhenDrafting => "drafting_writes_nothing",
    DigestsLengths => "digests_follow_key_and_value",
    DigestsAllTogether => "digests_follow_key_and_value",
    DigestsWithoutKey => "digests_follow_key_and_value",
    DigestsNoTitle => "digests_follow_key_and_value",
    DropsLosses => "the_losses_of_a_command_stay",
    NeedsNothing => "needs_name_what_must_exist",
    NeedsOneEnd => "needs_name_what_must_exist",

    TakesAnyType => "an_unknown_type_is_refused",
    TakesIncompleteItems => "a_missing_value_is_refused",
    TakesItemsWithoutTitle => "a_missing_value_is_refused",
    TakesBlankTitles => "a_blank_title_is_refused",
    DropsUnknownFields => "an_unknown_field_is_named",
    DropsUnknownChoices => "values_that_do_not_fit_are_named",
    DropsWrongValues => "values_that_do_not_fit_are_named",
    DigestsRefusedValues => "values_that_do_not_fit_are_named",
    TakesAnyState => "unknown_states_and_link_types_are_refused",
    TakesAnyLinkType => "unknown_states_and_link_types_are_refused",
    TakesAnyFile => "a_file_that_is_too_large_is_refused",
    RefusesTheLargestFile => "a_file_that_is_too_large_is_refused",

    TakesAnyLength => "texts_are_measured",
    RefusesTheLongest => "texts_are_measured",
    MeasuresNothing => "texts_are_measured",
    MeasuresAnotherLimit => "texts_are_measured",
    CutsTheLongest => "the_longest_texts_are_taken",

    DropsAResult => "every_order_has_its_result",
    TurnsResultsAround => "every_order_has_its_result",
    GuessesIds => "every_order_has_its_result",
    GuessesKeys => "every_order_has_its_result",
    ReturnsWithoutWriting => "every_order_has_its_result",
    WritesTheFirstAgain => "every_order_has_its_result",
    AnswersNothingWithSomething => "nothing_asked_is_nothing_answered",
    MixesCallsUp => "calls_may_be_under_way_at_once",
    SendsWithoutItems => "an_order_without_its_items_is_not_sent",
    DoubtsWhatItDidNotSend => "an_order_without_its_items_is_not_sent",

    DropsParents => "a_parent_is_written",
    RefersToNoParent => "a_parent_is_written",
    LosesParentsInSilence => "a_missing_parent_is_a_loss",

    ShiftsFailures => "a_creation_fails_alone",
    FailsTogether => "a_creation_fails_alone",
    WritesWhatFailed => "a_creation_fails_alone",
    HidesFailures => "a_creation_fails_alone",
    CommentsOnNothing => "a_comment_fails_alone",

    MergesEqualComments => "comments_stand_each_by_itself",
    WritesOneCommentABatch => "comments_stand_each_by_itself",
    NumbersCommentsAlike => "comments_stand_each_by_itself",
    ReadsCommentsWithAnotherDigest => "comments_stand_each_by_itself",
    SwapsItems => "comments_of_several_items_are_not_mixed_up",
    StaysInItsState => "a_status_is_reached",
    DigestsNoState => "a_status_is_reached",

    ForgetsFileNames => "files_stand_with_name_and_size",
    CutsFiles => "files_stand_with_name_and_size",
    KeepsOneFileOfAName => "files_stand_with_name_and_size",
    TakesHalfFiles => "half_a_file_is_none",
    KeepsHalfFiles => "half_a_file_is_none",

    LinksBackwards => "a_link_stands_at_both_ends",
    LinksAtOneEnd => "a_link_stands_at_both_ends",
    LinksOnceABatch => "a_link_stands_at_both_ends",
    LinksToAddressesTwice => "a_link_to_an_address_stands_once",

    ForgetsAField => "every_field_stands_as_drafted",
    RoundsNumbers => "every_field_stands_as_drafted",
    ShiftsMoments => "every_field_stands_as_drafted",
    ReadsAnotherState => "every_field_stands_as_drafted",
    DropsFieldsInSilence => "every_field_stands_as_drafted",
    ForgetsRevisions => "an_item_carries_its_origin",
    FailsOnMissingItems => "items_that_do_not_exist_are_left_out",
    InventsMissingItems => "items_that_do_not_exist_are_left_out",
    ReadsOnePage => "many_items_are_read_once_each",
    ReadsTheFirstTwice => "many_items_are_read_once_each",

    SweepsAllButTheLast => "a_sweep_finds_every_marked_item",
    SweepsTwice => "a_sweep_finds_every_marked_item",
    MarksTooHigh => "a_mark_is_never_too_high",

    FindsByAttempt => "a_creation_is_found",
    DeniesFinds => "a_creation_is_found",
    NeverKnows => "a_creation_is_found",
    NeedsAMark => "a_creation_is_found",
    FindsByRevision => "a_creation_is_known_by_its_item",
    FindsByTitle => "a_creation_is_known_by_its_item",
    FindsByNumber => "a_creation_is_known_by_its_item",
    FindsTheNewest => "a_creation_is_known_by_its_item",
    DoubtsAbsence => "a_creation_is_known_by_its_item",
    FindsEqualComments => "comments_are_told_apart",
    FindsOneFileTwice => "files_are_told_apart",
    FindsEveryState => "a_status_is_found",
    FindsNoState => "a_status_is_found",
    FindsLinksEitherWay => "links_are_found",
    FindsNoLinks => "links_are_found",
    FindsEveryAddress => "links_are_found",
    AnswersInReverse => "answers_come_in_order",
    AnswersCreationsFirst => "answers_come_in_order",
    WritesWhenLocating => "locating_writes_nothing",

    PreparesTwice => "preparing_twice_makes_nothing_twice",
    PreparesTwiceInOneCall => "preparing_twice_makes_nothing_twice",
    SaysAllExisted => "preparing_twice_makes_nothing_twice",
    SaysNothingExisted => "preparing_twice_makes_nothing_twice",
    CataloguesNoNodes => "preparing_twice_makes_nothing_twice",
    PreparesInReverse => "preparations_are_answered_in_order",

    ShowsTitles => "nothing_that_is_shown_holds_content",
    QuotesInErrors => "nothing_that_is_shown_holds_content",
    NamesLossesByContent => "nothing_that_is_shown_holds_content",
}
