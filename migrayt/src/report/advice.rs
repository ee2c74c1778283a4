use migrayt_core::plan::LossKind;

/// What a person can do about a loss; empty for one that a later version wrote.
pub(super) fn of(code: &str) -> &'static str {
    match LossKind::from_code(code) {
        Some(LossKind::FieldUnmapped) => "add a rule for the field, or note it in the description",
        Some(LossKind::FieldNotOnScreen) => "put the field on the type's create screen",
        Some(LossKind::ValueUnmapped) => "map the value, or add it to the target's field",
        Some(LossKind::ValueAsText) => "nothing, if words will do",
        Some(LossKind::Shortened) => "nothing; the whole stands in the source",
        Some(LossKind::PersonUnknown) => "invite the person, or map them to an account",
        Some(LossKind::PersonRefused) => {
            "let the account be assigned in the project, or map the person to another"
        }
        Some(LossKind::AuthorInText | LossKind::TimeInText) => {
            "nothing: the target sets authors and times itself"
        }
        Some(LossKind::StateUnmapped) => "map the state to a status of the type's workflow",
        Some(LossKind::ParentAsLabel) => "map the parent's type to one of the target",
        Some(LossKind::ParentAsLink) => "map the type to one of the right level",
        Some(LossKind::ParentOutside | LossKind::LinkEndOutside) => {
            "take the other item into the scope, or correct why it is refused"
        }
        Some(LossKind::LinkTypeDefaulted) => "map the link type",
        Some(LossKind::LabelChanged) => "nothing, if the changed words will do",
        Some(LossKind::NodeUnmapped) => "map the area or iteration",
        Some(LossKind::NoteDropped) => "nothing, if the note is not needed",
        Some(LossKind::AttachmentTooLarge) => {
            "raise the target's limit, or keep the file elsewhere"
        }
        Some(LossKind::TextAppearance | LossKind::TextColor) => "nothing: the words are whole",
        Some(LossKind::TextScript | LossKind::TextUnsafeLink) => "nothing: it was unsafe",
        Some(LossKind::TextImage) => "open the file that is attached",
        Some(LossKind::TextMention) => "nothing, if the name will do",
        Some(LossKind::MentionUnknown) => "map the person to an account, if the name will not do",
        Some(LossKind::TextReference) => {
            "take the other item into the scope, or open it in the source"
        }
        Some(LossKind::TextMoved) => "open the files that the text names",
        Some(LossKind::TextNestedTable | LossKind::TextStructure | LossKind::TextUnknown) => {
            "look at one of the items; the words are whole"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::plan::LossKind;

    #[test]
    fn every_loss_of_today_has_an_advice() {
        for kind in LossKind::ALL {
            assert!(!super::of(kind.code()).is_empty(), "{kind:?}");
        }
        assert_eq!(super::of("of_tomorrow"), "");
    }
}
