use super::{Loss, LossKind, Losses, Path, Step};

/// The losses noted so far, and the way to the present node.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    losses: Losses,
    steps: Vec<Step>,
}

impl Trail {
    /// The losses in the order of their noting.
    pub(crate) fn into_rows(self) -> Vec<Loss> {
        self.losses.into_rows()
    }
}

/// What goes through a tree or a text, and notes what is lost where it is.
pub(crate) trait Noting: Sized {
    fn trail(&mut self) -> &mut Trail;

    /// Notes a loss at the present node.
    fn note(&mut self, kind: LossKind) {
        let Trail { losses, steps } = self.trail();
        losses.note(kind, || Path::of(steps.iter().copied()));
    }

    /// Does something with a node on the path.
    fn at<T>(&mut self, kind: &'static str, index: usize, act: impl FnOnce(&mut Self) -> T) -> T {
        self.trail().steps.push(Step { kind, index });
        let done = act(self);
        self.trail().steps.pop();
        done
    }
}
