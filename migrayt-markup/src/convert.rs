use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::richtext::{Document, Format};

use crate::outcome::{Reading, Writing};

/// Reads a text in one format and writes it in another. The losses are those of reading, then
/// those of writing. ADF is JSON text.
///
/// Nothing is resolved on the way: a mention, a picture or a reference to a work item that only
/// its own tracker knows becomes readable text, and a loss.
///
/// # Errors
/// `InputInvalid` with the place if ADF is not JSON; `Unsupported` for a format whose codec is not
/// part of this build.
pub fn convert(from: Format, to: Format, text: &str) -> Result<Writing<String>> {
    let reading = read(from, text)?;
    let mut writing = write(to, &reading.document)?;
    let written = std::mem::replace(&mut writing.losses, reading.losses);
    writing.losses.extend(written);
    Ok(writing)
}

/// Reads a text.
///
/// # Errors
/// As for [`convert`].
pub fn read(from: Format, text: &str) -> Result<Reading> {
    match from {
        #[cfg(feature = "html")]
        Format::Html => Ok(crate::html::read(text)),
        #[cfg(feature = "markdown")]
        Format::Markdown => Ok(crate::markdown::read(text)),
        #[cfg(feature = "adf")]
        Format::Adf => crate::adf::parse(text),
        #[cfg(feature = "wiki")]
        Format::Wiki => Ok(crate::wiki::read(text)),
        _ => Err(unsupported(from, text.len())),
    }
}

/// Writes a document as text.
///
/// # Errors
/// As for [`convert`].
pub fn write(to: Format, document: &Document) -> Result<Writing<String>> {
    match to {
        #[cfg(feature = "html")]
        Format::Html => Ok(crate::html::write(document)),
        #[cfg(feature = "markdown")]
        Format::Markdown => Ok(crate::markdown::write(document)),
        #[cfg(feature = "adf")]
        Format::Adf => {
            let Writing { value, losses } = crate::adf::write(document);
            Ok(Writing { value: value.to_string(), losses })
        }
        #[cfg(feature = "wiki")]
        Format::Wiki => Ok(crate::wiki::write(document)),
        _ => Err(unsupported(to, document.blocks.len())),
    }
}

fn unsupported(format: Format, size: usize) -> Error {
    Error::new(ErrorKind::Unsupported, "this build has no codec for the format")
        .with("format", format.name())
        .with("size", size)
}

#[cfg(all(test, feature = "adf", feature = "html", feature = "markdown"))]
mod tests {
    use migrayt_core::error::ErrorKind;
    use migrayt_core::richtext::Format;

    use super::convert;
    use crate::LossKind;

    #[test]
    fn a_text_goes_from_format_to_format_with_the_losses_of_both_ways() {
        let page = "<p>a <b>b</b><script>x()</script> <u>c</u></p><hr>";
        let writing = convert(Format::Html, Format::Markdown, page).unwrap();
        assert_eq!(writing.value.trim(), "a **b** <u>c</u>\n\n---");
        let kinds: Vec<_> = writing.losses.iter().map(|loss| loss.kind).collect();
        assert_eq!(kinds, [LossKind::DroppedScript]);
        let adf = convert(Format::Markdown, Format::Adf, &writing.value).unwrap().value;
        let back = convert(Format::Adf, Format::Html, &adf).unwrap().value;
        assert_eq!(back, "<p>a <strong>b</strong> <u>c</u></p><hr>");
    }

    #[test]
    fn what_is_no_json_says_where() {
        let error = convert(Format::Adf, Format::Html, "{\"type\": doc}").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InputInvalid);
        assert!(error.context().iter().any(|(key, _)| *key == "line"), "{error}");
    }
}
