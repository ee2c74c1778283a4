/// What a link of a scheme does: the one rule for all readers and writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// It leads somewhere that any tracker may name.
    Open,
    /// It runs code, or may.
    Code,
    /// Something that not every tracker opens.
    Other,
}

impl Scheme {
    /// The rule for a scheme, named in lower case and without its colon.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "http" | "https" | "mailto" | "ftp" | "tel" | "file" => Self::Open,
            "javascript" | "vbscript" | "data" | "livescript" | "mocha" => Self::Code,
            _ => Self::Other,
        }
    }
}
