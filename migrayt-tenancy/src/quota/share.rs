use std::fmt;

/// What was taken of a quota. Dropping it gives back what can be given back.
#[must_use = "it is given back when it is dropped"]
pub struct Share(Option<Box<dyn FnOnce() + Send>>);

impl Share {
    /// A share that is given back by a call, once.
    pub fn new(give_back: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(give_back)))
    }

    /// A share of what is not given back.
    pub fn spent() -> Self {
        Self(None)
    }

    /// Keeps what was taken beyond the life of this value, for what outlives the process, such as a
    /// connection. [`Quotas::give_back`](crate::Quotas::give_back) ends it.
    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(give_back) = self.0.take() {
            give_back();
        }
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Share(held)" } else { "Share(spent)" })
    }
}
