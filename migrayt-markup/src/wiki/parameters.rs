/// The parameters of a macro or a picture, such as `title=A|bgColor=red`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters<'a> {
    text: &'a str,
    between: char,
}

impl<'a> Parameters<'a> {
    pub(super) fn new(text: &'a str, between: char) -> Self {
        Self { text, between }
    }

    /// The first value of a key; of a picture's, without the quotation marks around it.
    pub(super) fn value(&self, key: &str) -> Option<&'a str> {
        let found = self.pairs().find(|(name, _)| name.trim().eq_ignore_ascii_case(key))?;
        let value = found.1.unwrap_or_default();
        let value = if self.is_quoted() { unquoted(value) } else { value };
        Some(value).filter(|value| !value.is_empty())
    }

    /// The first part that is no pair.
    pub(super) fn bare(&self) -> Option<&'a str> {
        let bare = self.pairs().find(|(name, value)| value.is_none() && !name.trim().is_empty())?;
        Some(bare.0.trim())
    }

    /// All parts but those of these keys, as they stand.
    pub(super) fn without(&self, keys: &[&str]) -> String {
        let mut out = String::new();
        for part in self.parts() {
            let name = part.split('=').next().unwrap_or_default().trim();
            if part.trim().is_empty() || keys.iter().any(|key| name.eq_ignore_ascii_case(key)) {
                continue;
            }
            if !out.is_empty() {
                out.push(self.between);
            }
            out.push_str(part);
        }
        out
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        self.parts().map(|part| match part.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (part, None),
        })
    }

    /// Whether quotation marks mean something, as in pictures.
    fn is_quoted(&self) -> bool {
        self.between == ','
    }

    /// The parts; what is in quotation marks is not parted.
    fn parts(&self) -> impl Iterator<Item = &'a str> {
        let between = self.between;
        let quotes = self.is_quoted();
        let mut inside = false;
        self.text.split(move |c: char| {
            inside ^= c == '"' && quotes;
            c == between && !inside
        })
    }
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.is_empty()).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::Parameters;

    #[test]
    fn parameters_are_found_by_their_keys() {
        let parameters = Parameters::new("java|title=A \"b, c\"|title=no|bgColor=#fff", '|');
        assert_eq!(parameters.value("Title"), Some("A \"b, c\""));
        assert_eq!(parameters.value("bgcolor"), Some("#fff"));
        assert_eq!(parameters.bare(), Some("java"));
        assert_eq!(parameters.without(&["title"]), "java|bgColor=#fff");
        let picture = Parameters::new("width=3,alt=\"a, b\",thumbnail", ',');
        assert_eq!(picture.value("alt"), Some("a, b"));
        assert_eq!(picture.without(&["width", "alt"]), "thumbnail");
    }
}
