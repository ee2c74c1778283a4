use std::fmt;

use migrayt_core::ErrorKind;

/// What can go wrong between a port and its remote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// The remote does not know the credential, or not any more.
    WrongCredential,
    /// The credential lacks a right.
    MissingRight,
    /// The remote asks to slow down, and says for how long.
    Throttled,
    /// The remote asks to slow down, and does not say for how long.
    ThrottledWithoutPause,
    /// The remote is there and cannot answer.
    Down,
    /// Every answer ends before it is whole.
    Truncated,
    /// No answer comes.
    Silent,
}

impl Trouble {
    /// Each of them.
    pub const ALL: [Self; 7] = [
        Self::WrongCredential,
        Self::MissingRight,
        Self::Throttled,
        Self::ThrottledWithoutPause,
        Self::Down,
        Self::Truncated,
        Self::Silent,
    ];

    /// What it may be called.
    pub(super) fn kinds(self) -> &'static [ErrorKind] {
        match self {
            Self::WrongCredential => &[ErrorKind::Unauthenticated, ErrorKind::NeedsConsent],
            // Some remotes do not tell what is forbidden from what is not there.
            Self::MissingRight => &[ErrorKind::PermissionDenied, ErrorKind::NotFound],
            Self::Throttled | Self::ThrottledWithoutPause => &[ErrorKind::RateLimited],
            Self::Down => &[ErrorKind::Unavailable],
            Self::Truncated => &[ErrorKind::DataCorrupt, ErrorKind::Unavailable],
            Self::Silent => &[ErrorKind::Timeout, ErrorKind::Unavailable],
        }
    }

    /// Whether the remote certainly does nothing.
    pub(super) fn is_definite(self) -> bool {
        !matches!(self, Self::Down | Self::Truncated | Self::Silent)
    }
}

/// Brings a trouble about or ends all of them; tells whether it can.
pub(super) struct Troubles(Option<Box<dyn Fn(Option<Trouble>) -> bool + Send + Sync>>);

impl Troubles {
    pub(super) fn none() -> Self {
        Self(None)
    }

    pub(super) fn of(bring: impl Fn(Option<Trouble>) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(bring)))
    }

    /// The trouble, until it is dropped; none if it cannot be brought about.
    pub(super) fn begin(&self, trouble: Trouble) -> Option<InTrouble<'_>> {
        let bring = self.0.as_ref()?;
        bring(Some(trouble)).then_some(InTrouble(self))
    }
}

impl fmt::Debug for Troubles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Troubles").field(&self.0.is_some()).finish()
    }
}

impl Default for Troubles {
    fn default() -> Self {
        Self::none()
    }
}

/// A remote in trouble.
pub(super) struct InTrouble<'a>(&'a Troubles);

impl Drop for InTrouble<'_> {
    fn drop(&mut self) {
        if let Some(bring) = &self.0.0 {
            let _could = bring(None);
        }
    }
}
