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
    FetchesEarly => "nothing_is_fetched_before_it_is_asked_for",
    RepeatsAnItem => "every_item_comes_once",
    RepeatsAnOutline => "every_item_comes_once",
    YieldsEmptyPages => "every_item_comes_once",
    ShufflesOnReread => "the_order_is_stable",
    Descends => "numbers_ascend",
    DropsAnItem => "the_known_items_come",
    SkipsAfterCursor => "reading_goes_on_from_every_cursor",
    RepeatsAfterCursor => "reading_goes_on_from_every_cursor",
    LosesItsCursor => "reading_goes_on_from_every_cursor",
    StartsAnewAtTheEnd => "reading_goes_on_from_every_cursor",
    TakesAnyCursor => "a_strange_cursor_is_refused",
    OutlineHasNoParent => "an_outline_is_the_item_in_short",
    OutlineHasNoTitle => "an_outline_is_the_item_in_short",
    OutlineHasNoPlace => "an_outline_is_the_item_in_short",
    OutlineHasAnotherRevision => "an_outline_is_the_item_in_short",
    OutlineIsShorter => "both_views_have_the_same_items",
    IgnoresItemScope => "items_are_read_by_id",
    ItemScopeHasNoComments => "items_are_read_by_id",
    ItemScopeHasOtherFields => "items_are_read_by_id",
    FailsOnUnknownItems => "unknown_items_are_left_out",
    ReadsAllForNone => "no_items_are_no_pages",
    RepeatsAComment => "comments_come_once_and_oldest_first",
    NewestCommentFirst => "comments_come_once_and_oldest_first",
    TruncatesFiles => "files_come_whole_and_again",
    CorruptsFiles => "files_come_whole_and_again",
    OpensFilesOnce => "files_come_whole_and_again",
    HidesAFile => "files_come_whole_and_again",
    InventsFiles => "a_file_that_does_not_exist_is_not_found",
    RepeatsALink => "relations_are_told_without_the_hierarchy",
    LinksToItself => "relations_are_told_without_the_hierarchy",
    DeniesItsComments => "what_is_not_declared_does_not_come",
    CataloguesTitles => "a_catalog_holds_no_content",
    CataloguesPeopleByName => "a_catalog_holds_no_content",
    CataloguesAddresses => "a_catalog_holds_no_content",
    ForgetsAType => "a_catalog_names_what_items_use",
    ForgetsAState => "a_catalog_names_what_items_use",
    ForgetsAField => "a_catalog_names_what_items_use",
    ForgetsAPerson => "a_catalog_names_what_items_use",
    ForgetsALinkType => "a_catalog_names_what_items_use",
    CountsWrong => "a_catalog_counts_all_items",
    CountsTypesWrong => "a_catalog_counts_all_items",
    NamesTwice => "a_catalog_names_nothing_twice",
    DigestsWithoutKey => "addresses_rest_only_as_digests",
    CatalogChanges => "a_catalog_is_stable",
    GoesOnAfterAnError => "an_error_ends_the_stream",
    HidesErrors => "an_error_ends_the_stream",
    ManglesTitles => "titles_come_letter_by_letter",
    ChangesBeforeItMakes => "times_are_in_order",
    EditsBeforeItWrites => "times_are_in_order",
    ShowsTitles => "nothing_that_is_shown_holds_content",
    ShowsItsSecret => "nothing_that_is_shown_holds_content",
    CallsAllUnavailable => "every_trouble_is_named",
    EndsWhereItIsCutOff => "every_trouble_is_named",
    StaysInTrouble => "every_trouble_is_named",
    KeepsRevisions => "changes_are_seen",
    RaisesAllRevisions => "changes_are_seen",
    HidesNewItems => "changes_are_seen",
    KeepsWhatIsGone => "changes_are_seen",
    Writes => "a_source_is_read_only",
}
