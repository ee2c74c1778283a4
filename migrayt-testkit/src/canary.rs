//! Canaries: unique texts in every place where content or secrets stand, and a scanner that finds
//! them wherever they must not be.
//!
//! ```
//! use migrayt_testkit::canary::{Canaries, Kind, Scanner};
//!
//! # fn main() -> migrayt_core::Result<()> {
//! let canaries = Canaries::new(7);
//! // Plant them: in a simulated tracker, in a configuration, in whatever runs.
//! let items = canaries.work_items("Shop", 3);
//! let token = canaries.of(Kind::SourceToken);
//!
//! // A scanner proves itself before it can be used.
//! let scanner = Scanner::new(&canaries)?;
//! // Where the canaries belong they are found, so the run was about them ...
//! assert!(!scanner.stored("source", &items)?.is_empty());
//! // ... and nowhere else.
//! assert!(scanner.bytes("log", "3 items read").is_empty());
//! let hits = scanner.bytes("log", format!("signed in with {token}"));
//! assert_eq!(hits[0].to_string(), "log: source_token as plain, once, at byte 15");
//! # Ok(())
//! # }
//! ```
//!
//! A canary is recognised by its first 16 letters, so that one that was cut off behind them is
//! found too. A hit names the surface, the kind and the encoding, never the value.

mod capture;
mod encoding;
mod hit;
mod kind;
mod plant;
mod scanner;

use std::collections::BTreeMap;
use std::fmt;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

pub use self::capture::Capture;
pub use self::encoding::Encoding;
pub use self::hit::{Hit, kinds};
pub use self::kind::Kind;
pub use self::scanner::Scanner;

/// How many letters of a canary are looked for.
const PROBE: usize = 16;
/// How many random letters a canary has, each of five bits.
const RANDOM: usize = 20;

/// One unique text for each kind of content and secret.
///
/// All follow from the seed, so that one seed in two processes gives the same texts. They are
/// letters and digits alone: no codec of a tracker, a file or a protocol changes them.
#[derive(Clone)]
pub struct Canaries {
    seed: u64,
    values: BTreeMap<Kind, String>,
}

impl Canaries {
    /// Canaries that follow from a seed. Two seeds share none.
    pub fn new(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let values = Kind::ALL.iter().map(|kind| (*kind, value(*kind, &mut random))).collect();
        Self { seed, values }
    }

    /// The text to plant: for [`Kind::PersonEmail`] an address, for [`Kind::Address`] a URL, for
    /// [`Kind::FileName`] a name with an ending, for all others a single word.
    pub fn of(&self, kind: Kind) -> &str {
        self.values.get(&kind).map_or("", String::as_str)
    }

    /// The bytes of a file to plant: of no text, with a canary within.
    pub fn file_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
        bytes.extend_from_slice(self.of(Kind::FileBytes).as_bytes());
        bytes.extend((0..=u8::MAX).rev());
        bytes
    }

    /// The letters by which a canary is recognised.
    fn probe(&self, kind: Kind) -> &str {
        let value = self.of(kind);
        let word = value.rsplit('/').next().unwrap_or(value);
        word.get(..PROBE).unwrap_or(word)
    }
}

impl fmt::Debug for Canaries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canaries").field("kinds", &self.values.len()).finish_non_exhaustive()
    }
}

fn value(kind: Kind, random: &mut ChaCha8Rng) -> String {
    let mut bits = u128::from(random.next_u64()) << 64 | u128::from(random.next_u64());
    let mut word = "mgcan".to_owned();
    for _ in 0..RANDOM {
        // The alphabet of RFC 4648 in lower case.
        word.push(match u8::try_from(bits & 31).unwrap_or_default() {
            letter @ ..26 => char::from(b'a' + letter),
            digit => char::from(b'2' + (digit - 26)),
        });
        bits >>= 5;
    }
    match kind {
        Kind::PersonEmail => format!("{word}@fabrikam.example"),
        Kind::Address => format!("https://fabrikam.example/{word}"),
        Kind::FileName => format!("{word}.bin"),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Canaries, Kind, PROBE};

    #[test]
    fn every_canary_is_unique_and_follows_from_the_seed() {
        let probes = |seed| -> Vec<String> {
            let canaries = Canaries::new(seed);
            Kind::ALL.iter().map(|kind| canaries.probe(*kind).to_owned()).collect()
        };
        assert_eq!(probes(1), probes(1));
        let all: BTreeSet<_> = probes(1).into_iter().chain(probes(2)).collect();
        assert_eq!(all.len(), 2 * Kind::ALL.len());
        assert!(all.iter().all(|probe| probe.len() == PROBE && probe.starts_with("mgcan")));
    }

    #[test]
    fn canaries_show_nothing() {
        assert!(!format!("{:?}", Canaries::new(1)).contains("mgcan"));
    }
}
