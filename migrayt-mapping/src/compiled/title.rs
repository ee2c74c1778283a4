use migrayt_core::content::Content;
use migrayt_core::richtext::{Block, Inline, Mark, Marks};

use super::text::{one_line, shortened};

/// A title as the target takes it.
#[derive(Debug)]
pub(super) struct Title {
    /// What the target shows; empty if there are no words in it.
    pub(super) shown: Content<String>,
    /// The whole, if it was shortened.
    pub(super) whole: Option<Content<String>>,
}

impl Title {
    /// Fits a title to a limit in UTF-16 units.
    pub(super) fn fit(title: &str, limit: Option<u32>) -> Self {
        let whole = one_line(title);
        match shortened(whole.as_str(), limit) {
            Some(shown) => Self { shown, whole: Some(whole) },
            None => Self { shown: whole, whole: None },
        }
    }

    /// The whole of a shortened title, as the description begins with it.
    pub(super) fn opening(&self) -> Option<Block> {
        let whole = self.whole.as_ref()?.as_str();
        Some(Block::Paragraph(vec![Inline::marked(whole, Marks::of(Mark::Strong))]))
    }
}

#[cfg(test)]
mod tests {
    use super::Title;

    #[test]
    fn a_long_title_is_shown_short_and_kept_whole() {
        let words = "word ".repeat(60);
        let title = Title::fit(&words, Some(255));
        assert!(title.shown.as_str().encode_utf16().count() <= 255);
        assert!(title.shown.as_str().ends_with("word…"));
        assert_eq!(title.whole.as_ref().unwrap().as_str(), words.trim());
        assert!(title.opening().is_some());
    }

    #[test]
    fn a_title_that_fits_is_only_brought_on_one_line() {
        let title = Title::fit(" Two\r\nlines ", Some(255));
        assert_eq!(title.shown.as_str(), "Two  lines");
        assert!(title.whole.is_none() && title.opening().is_none());
    }
}
