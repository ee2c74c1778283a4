use serde::{Deserialize, Serialize};

use super::roll::encode;
use crate::error::Result;
use crate::id::{FieldId, ItemId, PartId, TargetRef};
use crate::operation::{OperationKey, OperationKind};
use crate::plan::Loss;
use crate::port::{LedgerRow, OutcomeState};

/// The account of one operation as a leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The item in the source.
    pub item: ItemId,
    /// What was done.
    pub kind: OperationKind,
    /// Which part of the item; empty where there is only one operation of the kind.
    pub part: String,
    /// How the operation stands.
    pub state: EntryState,
    /// Why the target refused it: the number of the [`crate::ErrorKind`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<u16>,
    /// The item in the target, for a creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetRef>,
    /// The part that was made in the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<PartId>,
    /// What was lost, by plan and run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<EntryLoss>,
    /// The source's revision that was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// How many times it was intended.
    pub attempts: u32,
}

/// A loss in an account. Its code may be one that a later version added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryLoss {
    /// The code of the [`crate::plan::LossKind`].
    pub code: String,
    /// The field that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    /// How often it occurs in the operation.
    pub count: u32,
}

/// How an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryState {
    /// It was not sent, or certainly did not happen.
    Due,
    /// Its outcome is unknown.
    Doubtful,
    /// It happened.
    Done,
    /// It had happened, and was found.
    Adopted,
    /// The target refused it for good.
    Failed,
    /// What it is about is gone from the source.
    Gone,
    /// The plan left it out, or it needs an item that was not made.
    Skipped,
}

impl Entry {
    /// The key of the operation.
    pub fn key(&self) -> OperationKey {
        OperationKey { item: self.item.clone(), kind: self.kind, part: self.part.clone() }
    }

    /// The leaf.
    ///
    /// # Errors
    /// `Unexpected` if it cannot be written as JSON, which does not happen.
    pub fn encode(&self) -> Result<Vec<u8>> {
        encode(self)
    }
}

impl From<&LedgerRow> for Entry {
    fn from(row: &LedgerRow) -> Self {
        let error = match row.state {
            Some(OutcomeState::Failed(kind)) => Some(kind.code()),
            _ => None,
        };
        Self {
            item: row.key.item.clone(),
            kind: row.key.kind,
            part: row.key.part.clone(),
            state: EntryState::of(row),
            error,
            target: row.target.clone(),
            made: row.part.clone(),
            losses: row.losses.iter().map(EntryLoss::from).collect(),
            revision: row.revision,
            attempts: row.attempts,
        }
    }
}

impl From<&Loss> for EntryLoss {
    fn from(loss: &Loss) -> Self {
        Self { code: loss.kind.code().to_owned(), field: loss.field.clone(), count: loss.count }
    }
}

impl EntryState {
    fn of(row: &LedgerRow) -> Self {
        if row.in_doubt {
            return Self::Doubtful;
        }
        match row.state {
            None | Some(OutcomeState::Again) => Self::Due,
            Some(OutcomeState::Done) => Self::Done,
            Some(OutcomeState::Adopted) => Self::Adopted,
            Some(OutcomeState::Failed(_)) => Self::Failed,
            Some(OutcomeState::Gone) => Self::Gone,
            Some(OutcomeState::Skipped) => Self::Skipped,
            Some(OutcomeState::Parked) => Self::Doubtful,
        }
    }

    /// The state in words for a person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Due => "not done yet",
            Self::Doubtful => "in doubt: nobody knows whether it happened",
            Self::Done => "done",
            Self::Adopted => "done before, found by its marker",
            Self::Failed => "refused by the target",
            Self::Gone => "gone from the source",
            Self::Skipped => "left out: refused, or it needs an item that was not made",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;
    use crate::error::ErrorKind;
    use crate::id::{FieldId, PartId, TargetRef};
    use crate::operation::{OperationKey, OperationKind};
    use crate::plan::{Loss, LossKind};
    use crate::port::{LedgerRow, OutcomeState};

    fn row(state: Option<OutcomeState>) -> LedgerRow {
        LedgerRow {
            key: OperationKey::part("17".into(), OperationKind::Comment, "c\"\u{e9}\u{7}"),
            state,
            in_doubt: false,
            target: None,
            part: None,
            losses: Vec::new(),
            revision: None,
            attempts: 0,
        }
    }

    fn text(row: &LedgerRow) -> String {
        String::from_utf8(Entry::from(row).encode().unwrap()).unwrap()
    }

    /// These bytes are at rest in people's files and never change.
    #[test]
    fn the_leaves_of_version_1() {
        let due =
            r#"{"item":"17","kind":"comment","part":"c\"é\u0007","state":"due","attempts":0}"#;
        assert_eq!(text(&row(None)), due);
        assert_eq!(text(&row(Some(OutcomeState::Again))), due);
        let whole = LedgerRow {
            target: Some(TargetRef { id: "10017".into(), key: "SHOP-1".into() }),
            part: Some(PartId::new("9")),
            losses: vec![
                Loss { count: 3, ..Loss::of(LossKind::Shortened) },
                Loss::in_field(LossKind::FieldUnmapped, FieldId::new("Custom.Size")),
            ],
            revision: Some(4),
            attempts: 2,
            ..row(Some(OutcomeState::Failed(ErrorKind::InputInvalid)))
        };
        assert_eq!(
            text(&whole),
            concat!(
                r#"{"item":"17","kind":"comment","part":"c\"é\u0007","state":"failed","error":11,"#,
                r#""target":{"id":"10017","key":"SHOP-1"},"made":"9","losses":["#,
                r#"{"code":"shortened","count":3},"#,
                r#"{"code":"field_unmapped","field":"Custom.Size","count":1}],"#,
                r#""revision":4,"attempts":2}"#,
            )
        );
    }

    #[test]
    fn every_state_has_a_word() {
        let states = [
            (None, "due"),
            (Some(OutcomeState::Done), "done"),
            (Some(OutcomeState::Adopted), "adopted"),
            (Some(OutcomeState::Gone), "gone"),
            (Some(OutcomeState::Skipped), "skipped"),
            (Some(OutcomeState::Parked), "doubtful"),
        ];
        for (state, word) in states {
            assert!(text(&row(state)).contains(&format!("\"state\":\"{word}\"")), "{state:?}");
        }
        let doubt = LedgerRow { in_doubt: true, ..row(None) };
        assert!(text(&doubt).contains("\"state\":\"doubtful\""));
    }

    #[test]
    fn kinds_have_the_names_that_reports_use() {
        for kind in OperationKind::ALL {
            let entry = Entry { kind, ..Entry::from(&row(None)) };
            let leaf = String::from_utf8(entry.encode().unwrap()).unwrap();
            assert!(leaf.contains(&format!("\"kind\":\"{}\"", kind.name())), "{leaf}");
        }
    }
}
