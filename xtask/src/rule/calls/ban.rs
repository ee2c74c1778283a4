use crate::source::SourceFile;

/// Calls that stand only where they are declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ban {
    /// The calls, as sequences of tokens.
    pub(super) calls: &'static [&'static [&'static str]],
    /// What to do instead.
    pub(super) reason: &'static str,
    /// The folders that it holds for; none means all.
    pub(super) within: &'static [&'static str],
    /// The folders and files that may.
    pub(super) places: &'static [&'static str],
    /// Whether it holds for tests.
    pub(super) tests: bool,
}

impl Ban {
    /// The lines of a file that break it.
    pub(super) fn hits<'a>(&'a self, file: &'a SourceFile) -> impl Iterator<Item = usize> + 'a {
        let held = (self.within.is_empty() || file.is_in(self.within))
            && !file.is_in(self.places)
            && (self.tests || !file.is_test());
        self.calls
            .iter()
            .filter(move |_| held)
            .flat_map(|call| file.find(call))
            .filter(|place| file.before(*place).is_none_or(|token| token.text != "fn"))
            .filter_map(|place| file.tokens.get(place))
            .filter(|token| self.tests || !token.test)
            .map(|token| token.line)
    }
}
