use serde::{Deserialize, Serialize};

use crate::id::FieldId;

/// Something the target cannot hold as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Loss {
    /// What is lost.
    pub kind: LossKind,
    /// The field that it concerns: the source's where the mapping lost it, else the target's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    /// How often it occurs in this operation, at least 1.
    pub count: u32,
}

impl Loss {
    /// A loss that concerns no single field.
    pub fn of(kind: LossKind) -> Self {
        Self { kind, field: None, count: 1 }
    }

    /// A loss in a field.
    pub fn in_field(kind: LossKind, field: FieldId) -> Self {
        Self { kind, field: Some(field), count: 1 }
    }
}

macro_rules! loss_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// What is lost, as a closed list. The codes rest in plans and ledgers and are never
        /// reused.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[non_exhaustive]
        pub enum LossKind {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl LossKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code at rest.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What is lost, in words for a report.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii()),+ }
            }

            /// The kind of a code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

loss_kinds! {
    /// The source field has no rule and is not carried.
    FieldUnmapped = "field_unmapped",
    /// The field cannot be set when an item of this type is made.
    FieldNotOnScreen = "field_not_on_screen",
    /// The value is not among those that the target allows.
    ValueUnmapped = "value_unmapped",
    /// The value's type has no counterpart; it is carried as text.
    ValueAsText = "value_as_text",
    /// The value was shortened to the target's limit.
    Shortened = "shortened",
    /// The person has no account in the target.
    PersonUnknown = "person_unknown",
    /// The target does not take the person's account in this field.
    PersonRefused = "person_refused",
    /// The author is named in the text, but is not the author in the target.
    AuthorInText = "author_in_text",
    /// The original time is named in the text, but is not the time in the target.
    TimeInText = "time_in_text",
    /// The state has no counterpart; the item stays in its first status.
    StateUnmapped = "state_unmapped",
    /// The target's hierarchy cannot hold this parent; it is carried as a link.
    ParentAsLink = "parent_as_link",
    /// The parent is carried as a label.
    ParentAsLabel = "parent_as_label",
    /// The parent is outside the scope or refused.
    ParentOutside = "parent_outside",
    /// The link's other end is outside the scope or refused.
    LinkEndOutside = "link_end_outside",
    /// The link type has no counterpart; the default link type is used.
    LinkTypeDefaulted = "link_type_defaulted",
    /// Words that the target does not allow in labels were changed.
    LabelChanged = "label_changed",
    /// The area or iteration is not carried.
    NodeUnmapped = "node_unmapped",
    /// A note beside an attachment or link is not carried.
    NoteDropped = "note_dropped",
    /// The file is larger than the target takes.
    AttachmentTooLarge = "attachment_too_large",
    /// The appearance of a text (fonts, sizes, spacing) is not carried.
    TextAppearance = "text_appearance",
    /// A colour is not carried.
    TextColor = "text_color",
    /// A script, style sheet or handler was removed.
    TextScript = "text_script",
    /// A link with an unsafe address was turned to text.
    TextUnsafeLink = "text_unsafe_link",
    /// A picture in a text is shown by name only.
    TextImage = "text_image",
    /// A mention became text.
    TextMention = "text_mention",
    /// The person spoken to has no account in the target; the mention is the name.
    MentionUnknown = "mention_unknown",
    /// A reference to an item that was not carried leads to the source.
    TextReference = "text_reference",
    /// A text for which the target has no room is carried as files.
    TextMoved = "text_moved",
    /// A table inside a table was flattened.
    TextNestedTable = "text_nested_table",
    /// A structure that the target's texts cannot hold was flattened.
    TextStructure = "text_structure",
    /// An element that we do not know was carried by its words only.
    TextUnknown = "text_unknown",
}

#[cfg(test)]
mod tests {
    use super::LossKind;

    #[test]
    fn codes_lead_back_to_their_kinds_and_words_end_in_a_full_stop() {
        for kind in LossKind::ALL {
            assert_eq!(LossKind::from_code(kind.code()), Some(*kind));
            assert!(kind.words().ends_with('.'), "{kind:?}");
        }
    }
}
