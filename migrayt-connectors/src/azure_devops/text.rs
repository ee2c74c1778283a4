use migrayt_core::Content;
use migrayt_markup::{Reading, html, markdown};

/// Reads a long text in the format that Azure DevOps says it has.
pub(super) fn read(text: &Content<String>, format: Option<&str>) -> Reading {
    if format.is_some_and(|format| format.eq_ignore_ascii_case("markdown")) {
        markdown::read(text.as_str())
    } else {
        html::read(text.as_str())
    }
}
