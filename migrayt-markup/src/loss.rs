mod fidelity;
mod kind;
mod path;
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
mod trail;

use serde::Serialize;

pub use self::fidelity::Fidelity;
pub use self::kind::LossKind;
pub use self::path::{Path, Step};
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
pub(crate) use self::trail::{Noting, Trail};

/// Something of a text that its new form does not hold. It names a place, never words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What is lost.
    pub kind: LossKind,
    /// Where: the first place, if it counts several.
    pub path: Path,
    /// How often, at least 1; only [`LossKind::Appearance`] is counted in one row.
    pub count: u32,
}

/// The losses noted so far.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    rows: Vec<Loss>,
    /// Where the one row of appearance stands.
    appearance: Option<usize>,
}

impl Losses {
    /// Notes a loss; the path is asked for only if a new row needs it.
    pub(crate) fn note(&mut self, kind: LossKind, path: impl FnOnce() -> Path) {
        if kind == LossKind::Appearance {
            if let Some(row) = self.appearance.and_then(|place| self.rows.get_mut(place)) {
                row.count = row.count.saturating_add(1);
                return;
            }
            self.appearance = Some(self.rows.len());
        }
        self.rows.push(Loss { kind, path: path(), count: 1 });
    }

    /// The losses in the order of their noting.
    pub(crate) fn into_rows(self) -> Vec<Loss> {
        self.rows
    }
}
