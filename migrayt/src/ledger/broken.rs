use serde::Serialize;

/// Why a file is not the ledger that was written, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The first line, counted from 1, that is not as it was written or that shows that something
    /// before it is missing.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// It is not a line of a ledger, or not in the one form in which ledgers are written.
    Unreadable,
    /// The file is of a version that this program does not know.
    UnknownVersion,
    /// It is not what was written at this place: it was changed or moved, or a line before it is
    /// missing.
    Changed,
    /// Its operation should stand further up.
    OutOfOrder,
    /// The file ends here without its last line.
    CutOff,
    /// Something follows the last line.
    Beyond,
    /// The file has another number of operations than its last line says.
    OtherNumber,
    /// The file has another root than its last line says.
    OtherRoot,
    /// The header counts operations that the lines do not have.
    OtherCounts,
    /// The file is not signed, and a key was named.
    NotSigned,
    /// The file is signed with another key than the one that was named.
    OtherKey,
    /// The signature is not of this root with this key.
    WrongSignature,
}

impl Fault {
    /// What is wrong, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unreadable => "is not a line of a ledger",
            Self::UnknownVersion => "is of a version that this program does not know",
            Self::Changed => "was changed or moved, or a line before it is missing",
            Self::OutOfOrder => "should stand further up",
            Self::CutOff => "is the last one: the end of the file is missing",
            Self::Beyond => "follows the end of the ledger",
            Self::OtherNumber => "names another number of operations than the file has",
            Self::OtherRoot => "names another root than the file has",
            Self::OtherCounts => "counts what the other lines do not have",
            Self::NotSigned => "has no signature",
            Self::OtherKey => "was signed with another key",
            Self::WrongSignature => "has a signature that does not fit",
        }
    }
}
