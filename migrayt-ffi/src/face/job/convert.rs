use migrayt_core::error::Result;
use migrayt_core::richtext::Format;
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// A formatted text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Convert {
    from: Name,
    to: Name,
    text: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Name {
    Html,
    Markdown,
    Adf,
    Wiki,
}

pub(super) fn convert(asked: &Convert) -> Result<Json> {
    let written = migrayt_markup::convert(asked.from.format(), asked.to.format(), &asked.text)?;
    Ok(json!({ "text": written.value, "losses": written.losses }))
}

impl Name {
    fn format(self) -> Format {
        match self {
            Self::Html => Format::Html,
            Self::Markdown => Format::Markdown,
            Self::Adf => Format::Adf,
            Self::Wiki => Format::Wiki,
        }
    }
}
