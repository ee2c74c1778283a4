use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use flate2::read::MultiGzDecoder;
use migrayt_core::{Error, ErrorKind, Fact, Result};
use serde::Serialize;

use super::{Canaries, Encoding, Hit, Kind};

/// How a file that was packed by gzip begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Finds canaries in surfaces of any size; files are read in pieces.
///
/// There is one hit for each kind and encoding that a surface holds. A surface that begins like a
/// file of gzip is looked into as well. Archives of several files, packed pages of a database and
/// packed streams within a surface are not.
pub struct Scanner {
    finder: AhoCorasick,
    /// What each of the finder's patterns is.
    needles: Vec<(Kind, Encoding)>,
}

impl Scanner {
    /// A scanner for these canaries, which has found each of them in every form of every encoding.
    ///
    /// # Errors
    /// `Unexpected` if it misses one, takes one for another, or finds one where none is.
    pub fn new(canaries: &Canaries) -> Result<Self> {
        let mut needles = Vec::new();
        let mut patterns = Vec::new();
        for kind in Kind::ALL {
            for encoding in Encoding::ALL {
                for pattern in encoding.needles(canaries.probe(*kind)) {
                    needles.push((*kind, *encoding));
                    patterns.push(pattern);
                }
            }
        }
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(&patterns).map_err(
            |error| {
                Error::new(ErrorKind::Unexpected, "the canaries cannot be looked for")
                    .with_source(error)
            },
        )?;
        let scanner = Self { finder, needles };
        scanner.prove(canaries)?;
        Ok(scanner)
    }

    /// Scans bytes or a text.
    pub fn bytes(&self, surface: &str, bytes: impl AsRef<[u8]>) -> Vec<Hit> {
        let bytes = bytes.as_ref();
        let mut found = Found::default();
        self.scan_as_far_as_it_goes(bytes, &mut found);
        if bytes.starts_with(&GZIP) {
            self.scan_as_far_as_it_goes(MultiGzDecoder::new(bytes), &mut found);
        }
        found.hits(surface)
    }

    /// Scans whatever can be read, to its end.
    ///
    /// # Errors
    /// `Unavailable` if it cannot be read.
    pub fn read(&self, surface: &str, reader: impl Read) -> Result<Vec<Hit>> {
        let mut found = Found::default();
        self.scan(reader, &mut found).map_err(|error| unreadable(surface, error))?;
        Ok(found.hits(surface))
    }

    /// Scans a file and its name.
    ///
    /// # Errors
    /// `Unavailable` if it cannot be read.
    pub fn file(&self, path: &Path) -> Result<Vec<Hit>> {
        let place = path.file_name().map_or(path, Path::new);
        self.place(path, place, || "a file".to_owned())
    }

    /// Scans every file of a folder and of the folders in it, with their names: a database's
    /// `-wal`, `-shm` and `-journal` too, and hidden ones. Links are not followed, but where they
    /// lead to is scanned as a text. A file whose name holds a canary is called by its place.
    ///
    /// # Errors
    /// `Unavailable` if something cannot be read.
    pub fn folder(&self, path: &Path) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        for (number, file) in files_below(path)?.into_iter().enumerate() {
            let place = file.strip_prefix(path).unwrap_or(&file);
            let called = || format!("{}: file {}", path.display(), number + 1);
            hits.extend(self.place(&file, place, called)?);
        }
        Ok(hits)
    }

    /// Scans what `Debug` shows of a value, on one line and on several.
    pub fn shown(&self, surface: &str, value: &(impl Debug + ?Sized)) -> Vec<Hit> {
        self.bytes(surface, format!("{value:?}\n{value:#?}"))
    }

    /// Scans what is shown of an error and of all its causes.
    pub fn error(&self, surface: &str, error: &(dyn StdError + 'static)) -> Vec<Hit> {
        let mut shown = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next {
            shown.push(format!("{error}\n{error:?}\n{error:#?}\n"));
            next = error.source();
        }
        self.bytes(surface, shown.concat())
    }

    /// Scans a value as it is stored: a plan's rows, a ledger, a report, a mapping.
    ///
    /// # Errors
    /// `Unexpected` if the value cannot be written as JSON.
    pub fn stored(&self, surface: &str, value: &(impl Serialize + ?Sized)) -> Result<Vec<Hit>> {
        let json = serde_json::to_vec(value).map_err(|error| {
            Error::new(ErrorKind::Unexpected, "the surface cannot be written as JSON")
                .with("surface", Fact::name(surface))
                .with_source(error)
        })?;
        Ok(self.bytes(surface, json))
    }

    fn place(&self, path: &Path, name: &Path, called: impl Fn() -> String) -> Result<Vec<Hit>> {
        let mut in_name = Found::default();
        self.scan_as_far_as_it_goes(name.as_os_str().as_encoded_bytes(), &mut in_name);
        let surface = if in_name.0.is_empty() { path.display().to_string() } else { called() };
        let failed = |error| unreadable(&surface, error);
        let mut hits = in_name.hits(&format!("{surface} (name)"));
        let mut found = Found::default();
        if fs::symlink_metadata(path).map_err(failed)?.is_symlink() {
            let target = fs::read_link(path).map_err(failed)?;
            self.scan(target.as_os_str().as_encoded_bytes(), &mut found).map_err(failed)?;
        } else {
            self.scan(File::open(path).map_err(failed)?, &mut found).map_err(failed)?;
            let mut begin = Vec::new();
            let file = File::open(path).map_err(failed)?;
            file.take(2).read_to_end(&mut begin).map_err(failed)?;
            if begin == GZIP {
                let packed = io::BufReader::new(File::open(path).map_err(failed)?);
                self.scan_as_far_as_it_goes(MultiGzDecoder::new(packed), &mut found);
            }
        }
        hits.extend(found.hits(&surface));
        Ok(hits)
    }

    fn scan(&self, reader: impl Read, found: &mut Found) -> io::Result<()> {
        let matches = self
            .finder
            .try_stream_find_iter(reader)
            .map_err(|_| io::Error::from(io::ErrorKind::Unsupported))?;
        for one in matches {
            let one = one?;
            if let Some(needle) = self.needles.get(one.pattern().as_usize()) {
                let start = u64::try_from(one.start()).unwrap_or(u64::MAX);
                found.0.entry(*needle).or_insert((start, 0)).1 += 1;
            }
        }
        Ok(())
    }

    /// Scans memory, which can always be read, or what can be unpacked, however it ends.
    fn scan_as_far_as_it_goes(&self, reader: impl Read, found: &mut Found) {
        self.scan(reader, found).unwrap_or_default();
    }

    /// Finds every canary in every form, and nothing where none is.
    fn prove(&self, canaries: &Canaries) -> Result<()> {
        let noise = "the quick brown mgcan fox; 6d6763616e, bWdjYW4=, m\0g\0c\0a\0n\0. ".repeat(40);
        if !self.bytes("noise", &noise).is_empty() {
            return Err(Error::new(ErrorKind::Unexpected, "a canary was found where none is"));
        }
        for kind in Kind::ALL {
            for encoding in Encoding::ALL {
                for (number, form) in encoding.forms(canaries.of(*kind)).iter().enumerate() {
                    let mut surface = noise.clone().into_bytes();
                    surface.extend_from_slice(form);
                    surface.extend_from_slice(noise.as_bytes());
                    let hits = self.bytes("proof", surface);
                    let one = matches!(
                        hits.as_slice(),
                        [hit] if hit.kind == *kind && hit.encoding == *encoding
                    );
                    if !one {
                        return Err(Error::new(
                            ErrorKind::Unexpected,
                            "a canary was not found where it is",
                        )
                        .with("kind", kind.name())
                        .with("encoding", encoding.name())
                        .with("form", number));
                    }
                }
            }
        }
        Ok(())
    }
}

impl Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The finder would show what it looks for.
        f.debug_struct("Scanner").field("needles", &self.needles.len()).finish_non_exhaustive()
    }
}

/// Where each canary stands first, and how often, by kind and encoding.
#[derive(Default)]
struct Found(BTreeMap<(Kind, Encoding), (u64, u64)>);

impl Found {
    fn hits(self, surface: &str) -> Vec<Hit> {
        let hit = |((kind, encoding), (first, count))| Hit {
            surface: surface.to_owned(),
            kind,
            encoding,
            first,
            count,
        };
        self.0.into_iter().map(hit).collect()
    }
}

/// The files of a folder and of all folders in it, sorted by path.
fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error| {
            // A folder within may be called by content.
            unreadable(&path.display().to_string(), error)
        };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() || kind.is_symlink() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn unreadable(surface: &str, error: io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "the surface cannot be read")
        .with("surface", Fact::name(surface))
        .with_source(error)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::{self, Read, Write as _};

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use migrayt_core::{Error, ErrorKind, Fact};

    use super::super::{Canaries, Capture, Encoding, Kind, kinds};
    use super::Scanner;

    fn kit() -> (Canaries, Scanner) {
        let canaries = Canaries::new(11);
        let scanner = Scanner::new(&canaries).unwrap();
        (canaries, scanner)
    }

    #[test]
    fn a_scanner_that_misses_an_encoding_is_not_made() {
        let (canaries, mut scanner) = kit();
        scanner.prove(&canaries).unwrap();
        for needle in &mut scanner.needles {
            if needle.1 == Encoding::Base64 {
                needle.1 = Encoding::Hex;
            }
        }
        let error = scanner.prove(&canaries).unwrap_err();
        assert!(error.to_string().contains("encoding: base64"), "{error}");
        let other = Scanner::new(&Canaries::new(12)).unwrap();
        assert_eq!(other.prove(&canaries).unwrap_err().kind(), ErrorKind::Unexpected);
    }

    #[test]
    fn a_hit_names_everything_but_the_value() {
        let (canaries, scanner) = kit();
        let title = canaries.of(Kind::Title);
        let hits = scanner.bytes("log", format!("{title} and {title} again"));
        let [hit] = hits.as_slice() else { panic!("{hits:?}") };
        assert_eq!(hit.to_string(), "log: title as plain, 2 times, first at byte 0");
        for shown in [format!("{hits:?}"), format!("{scanner:?}"), format!("{canaries:?}")] {
            assert!(scanner.bytes("shown", shown).is_empty());
        }
    }

    #[test]
    fn what_is_cut_off_is_found_down_to_sixteen_letters() {
        let (canaries, scanner) = kit();
        let name = canaries.of(Kind::PersonName);
        assert_eq!(scanner.bytes("log", &name[..16]).len(), 1);
        assert_eq!(scanner.bytes("log", &name[..15]).len(), 0);
    }

    /// Gives what stands in it in pieces of 13 bytes.
    struct Dribble(io::Cursor<Vec<u8>>);

    impl Read for Dribble {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let end = to.len().min(13);
            self.0.read(&mut to[..end])
        }
    }

    #[test]
    fn large_surfaces_are_read_in_pieces_and_none_is_missed_between_them() {
        let (canaries, scanner) = kit();
        let mut bytes = Vec::new();
        let mut planted = 0;
        // Two million bytes with a canary about every 8 KiB, at ever other places of a piece.
        while bytes.len() < 2_000_000 {
            let gap = 8_000 + planted * 37 % 400;
            bytes.extend((0..gap).map(|byte: u64| b'a' + (byte % 26) as u8));
            bytes.extend_from_slice(canaries.of(Kind::Comment).as_bytes());
            planted += 1;
        }
        let hits = scanner.bytes("dump", &bytes);
        assert_eq!(hits[0].count, planted);
        let hits = scanner.read("dump", Dribble(io::Cursor::new(bytes))).unwrap();
        assert_eq!(hits[0].count, planted);
    }

    #[test]
    fn every_canary_is_found_in_every_surface_in_every_encoding() {
        let (canaries, scanner) = kit();
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let files = [
            folder.path().join("journal.sqlite"),
            folder.path().join("journal.sqlite-wal"),
            folder.path().join("journal.sqlite-shm"),
            inner.join(".hidden"),
        ];
        let packed = inner.join("report.json.gz");
        let mut plants = 0;
        for kind in Kind::ALL {
            for encoding in Encoding::ALL {
                for form in encoding.forms(canaries.of(*kind)) {
                    let mut surface = b"\0\x01 before ".to_vec();
                    surface.extend_from_slice(&form);
                    surface.extend_from_slice(b" after \xff");
                    for file in &files {
                        fs::write(file, &surface).unwrap();
                    }
                    let file = File::create(&packed).unwrap();
                    let mut gzip = GzEncoder::new(file, Compression::default());
                    gzip.write_all(&surface).unwrap();
                    gzip.finish().unwrap();
                    let hits = scanner.folder(folder.path()).unwrap();
                    let right = |hit: &&super::Hit| hit.kind == *kind && hit.encoding == *encoding;
                    assert_eq!(hits.iter().filter(right).count(), 5, "{kind} {encoding}");
                    assert_eq!(hits.len(), 5, "{kind} {encoding}");
                    plants += 5;
                }
            }
        }
        assert!(plants >= 104, "{plants} plants");
    }

    #[test]
    fn names_of_files_are_scanned_and_not_repeated() {
        let (canaries, scanner) = kit();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(canaries.of(Kind::FileName));
        fs::write(&path, canaries.file_bytes()).unwrap();
        for hits in [scanner.folder(folder.path()).unwrap(), scanner.file(&path).unwrap()] {
            let found: Vec<_> = hits.iter().map(|hit| hit.kind).collect();
            assert_eq!(found, [Kind::FileName, Kind::FileBytes]);
            assert!(scanner.shown("hits", &hits).is_empty());
        }
        let missing = folder.path().join("missing");
        assert_eq!(scanner.file(&missing).unwrap_err().kind(), ErrorKind::Unavailable);
    }

    #[test]
    fn what_is_shown_logged_and_stored_is_scanned() {
        let (canaries, scanner) = kit();
        let token = canaries.of(Kind::TargetToken);
        let leak = Error::new(ErrorKind::Unauthenticated, "the token is not accepted")
            .with("token", Fact::name(token));
        let outer = Error::new(ErrorKind::Unexpected, "something failed").with_source(leak);
        assert_eq!(kinds(&scanner.error("error", &outer)), [Kind::TargetToken].into());
        assert!(scanner.error("error", &Error::new(ErrorKind::Timeout, "late")).is_empty());

        assert_eq!(kinds(&scanner.shown("bytes", token.as_bytes())), [Kind::TargetToken].into());
        let boxed = migrayt_core::Content::text(token);
        assert!(scanner.shown("content", &boxed).is_empty());

        let mut log = Capture::default();
        writeln!(log.clone(), "signed in with {token}").unwrap();
        log.flush().unwrap();
        assert_eq!(scanner.bytes("log", log.bytes()).len(), 1);
        let stored = scanner.stored("ledger", &[("token", token.as_bytes())]).unwrap();
        assert_eq!(stored[0].encoding, Encoding::Numbers);
    }
}
