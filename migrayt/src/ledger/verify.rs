use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::ledger::{Header, Roll, Totals, VERSION};

use super::broken::{Broken, Fault};
use super::line::{self, AnyHeaderLine, End, EndLine, HeaderLine, RowLine};
use super::public_key::PublicKey;

/// The longest line, in bytes; ours are far shorter.
const LONGEST: u64 = 1 << 20;

/// What a check of a file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it was written.
    Sound(Box<Checked>),
    /// It is not.
    Broken(Broken),
}

/// What a sound file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What it is about.
    pub header: Header,
    /// Its number of operations and its root. Whoever has the root from elsewhere, such as the
    /// run's report, knows that nobody wrote another file with checks of its own.
    pub totals: Totals,
    /// The key with which it is signed, if it is. Unless the caller named a key, whose it is
    /// remains to be asked.
    pub signed_by: Option<PublicKey>,
}

/// Checks a file, see [`verify`].
///
/// # Errors
/// `ConfigInvalid` if it cannot be read.
pub fn verify_file(path: &Path, trusted: Option<&PublicKey>) -> Result<Verdict> {
    let at = |error: Error| error.with("file", Fact::name(path.display().to_string()));
    let file = File::open(path).map_err(|error| at(unread(error)))?;
    verify(BufReader::new(file), trusted).map_err(at)
}

/// Reads a ledger once, from the first line to the last, and checks that every byte of it is as it
/// was written: form, order, checks, counts, root and signature. With a trusted key it must be
/// signed with that one. Memory holds one line.
///
/// # Errors
/// `ConfigInvalid` if it cannot be read; `Unsupported` if it is signed and this program was built
/// without the feature `signature`. That the file is broken is no error but an answer.
pub fn verify(from: impl BufRead, trusted: Option<&PublicKey>) -> Result<Verdict> {
    let mut lines = Lines { from, number: 0, line: Vec::new() };
    match check(&mut lines, trusted) {
        Ok(checked) => Ok(Verdict::Sound(Box::new(checked))),
        Err(Halt::Broken(fault)) => {
            Ok(Verdict::Broken(Broken { line: lines.number.max(1), fault }))
        }
        Err(Halt::Failed(error)) => Err(error),
    }
}

/// The lines of a file, one at a time.
struct Lines<R> {
    from: R,
    /// Which one is held, counted from 1.
    number: u64,
    line: Vec<u8>,
}

/// Why a check ends early.
enum Halt {
    Broken(Fault),
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Broken(fault)
    }
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line with its line break; `false` at the end.
    fn advance(&mut self) -> Result<bool, Halt> {
        let mut next = Vec::new();
        let read = self.from.by_ref().take(LONGEST + 1).read_until(b'\n', &mut next);
        if read.map_err(unread)? == 0 {
            return Ok(false);
        }
        self.line = next;
        self.number += 1;
        if self.line.len() as u64 > LONGEST {
            return Err(Fault::Unreadable.into());
        }
        Ok(true)
    }

    /// Compares the line with what a writer would have written.
    fn expect(&self, written: &[u8]) -> Result<(), Halt> {
        if self.line == written { Ok(()) } else { Err(Fault::Changed.into()) }
    }

    fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, Halt> {
        // A line without its break is the place where somebody cut the file off.
        let whole = self.line.strip_suffix(b"\n").ok_or(Fault::CutOff)?;
        serde_json::from_slice(whole).map_err(|_| Fault::Unreadable.into())
    }
}

fn check<R: BufRead>(lines: &mut Lines<R>, trusted: Option<&PublicKey>) -> Result<Checked, Halt> {
    if !lines.advance()? {
        return Err(Fault::CutOff.into());
    }
    let any: AnyHeaderLine = lines.parse()?;
    if any.ledger.version != VERSION {
        return Err(Fault::UnknownVersion.into());
    }
    let HeaderLine { ledger: header, .. } = lines.parse()?;
    let (mut roll, first) = Roll::begin(&header)?;
    lines.expect(&line::of_leaf(line::HEADER, &first))?;
    loop {
        if !lines.advance()? {
            return Err(Fault::CutOff.into());
        }
        if lines.line.starts_with(line::END) {
            break;
        }
        let RowLine { row, .. } = lines.parse()?;
        if !roll.is_next(&row) {
            return Err(Fault::OutOfOrder.into());
        }
        lines.expect(&line::of_leaf(line::ROW, &roll.add(&row)?))?;
    }
    let EndLine { end } = lines.parse()?;
    lines.expect(&end.line()?)?;
    let totals = roll.totals();
    if end.rows != totals.rows {
        return Err(Fault::OtherNumber.into());
    }
    if end.root != totals.root {
        return Err(Fault::OtherRoot.into());
    }
    let signed_by = check_signature(&end, &totals, trusted)?;
    if lines.advance()? {
        return Err(Fault::Beyond.into());
    }
    if !roll.agrees_with(&header) {
        lines.number = 1;
        return Err(Fault::OtherCounts.into());
    }
    Ok(Checked { header, totals, signed_by })
}

fn check_signature(
    end: &End,
    totals: &Totals,
    trusted: Option<&PublicKey>,
) -> Result<Option<PublicKey>, Halt> {
    let Some(signature) = &end.signature else {
        return if trusted.is_some() { Err(Fault::NotSigned.into()) } else { Ok(None) };
    };
    let key = signature.public_key().ok_or(Fault::WrongSignature)?;
    if !signature.fits(&key, totals)? {
        return Err(Fault::WrongSignature.into());
    }
    if trusted.is_some_and(|trusted| *trusted != key) {
        return Err(Fault::OtherKey.into());
    }
    Ok(Some(key))
}

fn unread(error: std::io::Error) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the ledger cannot be read").with_source(error)
}
