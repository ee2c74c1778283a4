use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A label that every item gets, in which `{organization}`, `{project}` and `{id}` stand for where
/// the item comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct LabelTemplate(String);

impl LabelTemplate {
    /// The placeholders that a template may have.
    pub const PLACEHOLDERS: [&'static str; 3] = ["{organization}", "{project}", "{id}"];

    /// The template's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The label of an item.
    pub fn render(&self, organization: &str, project: &str, id: &str) -> String {
        let mut out = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else { break };
            out.push_str(match name {
                "organization" => organization,
                "project" => project,
                _ => id,
            });
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

impl TryFrom<String> for LabelTemplate {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let plain = Self::PLACEHOLDERS
            .iter()
            .fold(text.clone(), |text, placeholder| text.replace(placeholder, "x"));
        if plain.trim().is_empty() {
            Err("a label must not be empty")
        } else if plain.contains(['{', '}']) {
            Err("unknown placeholder, expected one of `{organization}`, `{project}`, `{id}`")
        } else {
            Ok(Self(text))
        }
    }
}

impl From<LabelTemplate> for String {
    fn from(template: LabelTemplate) -> Self {
        template.0
    }
}

#[cfg(test)]
mod tests {
    use super::LabelTemplate;

    #[test]
    fn placeholders_are_filled_once_and_unknown_ones_are_errors() {
        let template =
            LabelTemplate::try_from("ado-{organization}-{project}-{id}!".to_owned()).unwrap();
        assert_eq!(template.render("{id}", "Shop", "17"), "ado-{id}-Shop-17!");
        assert!(LabelTemplate::try_from("a-{title}".to_owned()).is_err());
        assert!(LabelTemplate::try_from(" ".to_owned()).is_err());
        assert!(LabelTemplate::try_from("a-{id".to_owned()).is_err());
    }
}
