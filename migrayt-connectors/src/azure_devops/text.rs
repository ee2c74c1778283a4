use migrayt_core::Content;
use migrayt_core::richtext::{Format, Original};
use migrayt_markup::{Reading, html, markdown};

/// Reads a long text in the format that Azure DevOps says it has, and keeps the text beside the
/// tree under a name.
pub(super) fn read(name: &str, text: &Content<String>, format: Option<&str>) -> Reading {
    let is_markdown = format.is_some_and(|format| format.eq_ignore_ascii_case("markdown"));
    let (format, mut reading) = if is_markdown {
        (Format::Markdown, markdown::read(text.as_str()))
    } else {
        (Format::Html, html::read(text.as_str()))
    };
    if !reading.document.is_empty() {
        let original = Original { name: name.to_owned(), format, text: text.clone() };
        reading.document.originals.push(original);
    }
    reading
}
