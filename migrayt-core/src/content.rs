//! What people wrote or are called, in a box that cannot be printed or stored by accident.

use std::fmt;
use std::mem;

use zeroize::Zeroize;

/// Wraps content: text, titles, names, field values, file names, bytes.
///
/// It has no `Display` and no `Serialize`, its `Debug` shows a fixed placeholder, and its buffer
/// is zeroed on drop. Codecs and connectors open it with [`Content::expose`]; journals, logs and
/// errors have nothing that would accept it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Content<T: Zeroize>(T);

impl<T: Zeroize> Content<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// Opens the box for reading.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Opens the box for editing in place.
    pub fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize + Default> Content<T> {
    /// Takes the value out; from here on its owner zeroes it.
    pub fn into_inner(mut self) -> T {
        mem::take(&mut self.0)
    }
}

impl Content<String> {
    /// Wraps a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Opens a text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Content<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Content(..)")
    }
}

impl<T: Zeroize> Drop for Content<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<&str> for Content<String> {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Content<String> {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn debug_shows_nothing_of_the_value() {
        let boxed = Content::text("the secret title");
        assert_eq!(format!("{boxed:?} {:?}", Some(&boxed)), "Content(..) Some(Content(..))");
    }

    #[test]
    fn the_value_can_be_taken_out_whole() {
        assert_eq!(Content::text("title").into_inner(), "title");
    }
}
