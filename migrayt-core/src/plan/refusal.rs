use serde::{Deserialize, Serialize};

use crate::id::FieldId;

/// A reason why the target would reject an operation, found before the run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong.
    pub kind: RefusalKind,
    /// The target's field that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    /// The measured length, where a length is too large, in the target's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<u64>,
    /// The limit, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl Refusal {
    /// A refusal that concerns no single field.
    pub fn of(kind: RefusalKind) -> Self {
        Self { kind, field: None, measured: None, limit: None }
    }

    /// A refusal in a field.
    pub fn in_field(kind: RefusalKind, field: FieldId) -> Self {
        Self { kind, field: Some(field), measured: None, limit: None }
    }

    /// A length over its limit.
    pub fn too_long(field: FieldId, measured: u64, limit: u64) -> Self {
        Self {
            kind: RefusalKind::TextTooLong,
            field: Some(field),
            measured: Some(measured),
            limit: Some(limit),
        }
    }
}

macro_rules! refusal_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $help:literal;)+) => {
        /// Why the target would reject an operation, as a closed list. The codes rest in plans and
        /// ledgers and are never reused.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[non_exhaustive]
        pub enum RefusalKind {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl RefusalKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code at rest.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What is wrong, in words for a report.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii()),+ }
            }

            /// What a person can do about it.
            pub fn help(self) -> &'static str {
                match self { $(Self::$name => $help),+ }
            }

            /// The kind of a code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

refusal_kinds! {
    /// The type has no counterpart in the target.
    TypeUnmapped = "type_unmapped", "add the type to [types] in the mapping";
    /// The item becomes a label of the items below it, as the mapping has it, and is not made.
    BecomesLabel = "becomes_label", "map the type to one of the target, or leave these items out";
    /// The text is longer than the target takes.
    TextTooLong = "text_too_long", "shorten the text in the source, or leave the item out";
    /// The title is empty.
    TitleEmpty = "title_empty", "give the item a title in the source";
    /// A field that the target requires has no value.
    RequiredMissing = "required_missing", "add a rule or a default for the field in the mapping";
    /// The value is not one that the field takes.
    ValueInvalid = "value_invalid", "correct the value's rule in the mapping";
    /// The item is its own ancestor.
    CircularParent = "circular_parent", "remove one parent link of the circle in the source";
    /// A sub-task has no parent that the target accepts.
    ParentRequired = "parent_required", "map the type to one that can stand alone";
}

#[cfg(test)]
mod tests {
    use super::RefusalKind;

    #[test]
    fn codes_lead_back_to_their_kinds() {
        for kind in RefusalKind::ALL {
            assert_eq!(RefusalKind::from_code(kind.code()), Some(*kind));
        }
    }
}
