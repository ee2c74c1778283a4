/// What a handle was given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Engine,
    Run,
    Event,
    Error,
}

/// Every handle that was ever given: those that were freed stay, to be used all the same.
#[derive(Debug, Default)]
pub(super) struct Pool(Vec<(Kind, usize)>);

impl Pool {
    pub(super) fn keep(&mut self, kind: Kind, handle: usize) {
        self.0.push((kind, handle));
    }

    pub(super) fn count(&self, kind: Kind) -> usize {
        self.0.iter().filter(|(of, _)| *of == kind).count()
    }

    pub(super) fn all(&self) -> &[(Kind, usize)] {
        &self.0
    }

    /// The handle that a character names: a digit one of the kind that is asked for, the newest
    /// first, a letter up to `l` one of any kind, and another NULL or one that nobody was given.
    pub(super) fn pick(&self, kind: Kind, name: u8) -> usize {
        let newest = self.0.last().map_or(7 << 60, |(_, handle)| *handle);
        match name {
            b'a'..=b'l' => self.nth(|_| true, usize::from(name - b'a')),
            b'n' => 0,
            b'o' => newest + 1,
            b'p' => newest ^ (1 << 40),
            b'q' => usize::MAX,
            b'r' => newest & 0xffff_ffff,
            b's' => newest ^ (3 << 60),
            _ => self.nth(|of| of == kind, usize::from(name.wrapping_sub(b'0'))),
        }
    }

    fn nth(&self, is: impl Fn(Kind) -> bool, number: usize) -> usize {
        let found: Vec<usize> =
            self.0.iter().rev().filter(|(kind, _)| is(*kind)).map(|(_, handle)| *handle).collect();
        if found.is_empty() { 0 } else { found[number % found.len()] }
    }
}
