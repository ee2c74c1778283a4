use percent_encoding::percent_decode_str;

/// The path of an operation with its placeholders.
#[derive(Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
    /// Whether upper and lower case are one.
    caseless: bool,
}

#[derive(Clone, Debug)]
struct Part {
    // What stands before the placeholder, or the whole part.
    text: String,
    name: Option<String>,
    optional: bool,
}

/// What stood at the placeholders.
pub(super) type Values = Vec<(String, String)>;

impl Template {
    /// `optional` names the placeholders that may be left out with their parts.
    pub(super) fn new(path: &str, optional: &[&str], caseless: bool) -> Self {
        let parts = path.split('/').filter(|part| !part.is_empty()).map(|part| {
            let (text, name) = match part.split_once('{') {
                Some((text, rest)) => (text, Some(rest.trim_end_matches('}').to_owned())),
                None => (part, None),
            };
            let optional = name.as_deref().is_some_and(|name| optional.contains(&name));
            Part { text: text.to_owned(), name, optional }
        });
        Self { parts: parts.collect(), caseless }
    }

    /// The values at the placeholders, if the path fits.
    pub(super) fn values(&self, path: &str) -> Option<Values> {
        let given: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
            .collect();
        self.fit(&self.parts, &given)
    }

    fn fit(&self, parts: &[Part], given: &[String]) -> Option<Values> {
        let Some((part, parts)) = parts.split_first() else {
            return given.is_empty().then(Vec::new);
        };
        if part.optional
            && let Some(values) = self.fit(parts, given)
        {
            return Some(values);
        }
        let (first, rest) = given.split_first()?;
        let value = self.value(part, first)?;
        let Some(name) = &part.name else { return self.fit(parts, rest) };
        // A path within a path takes all that is left.
        if name == "path" && parts.is_empty() {
            return Some(vec![(name.clone(), given.join("/"))]);
        }
        let mut values = self.fit(parts, rest)?;
        values.push((name.clone(), value));
        Some(values)
    }

    fn value(&self, part: &Part, given: &str) -> Option<String> {
        if part.name.is_none() {
            return self.same(&part.text, given).then(String::new);
        }
        let start = given.get(..part.text.len())?;
        let value = given.get(part.text.len()..)?;
        (self.same(&part.text, start) && !value.is_empty()).then(|| value.to_owned())
    }

    fn same(&self, left: &str, right: &str) -> bool {
        if self.caseless { left.eq_ignore_ascii_case(right) } else { left == right }
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn optional_parts_may_be_missing_and_words_win() {
        let template = Template::new("/{o}/{p}/{t}/_apis/wit/wiql", &["p", "t"], true);
        for path in ["/o/_apis/wit/wiql", "/o/p/_apis/WIT/wiql", "/o/p/t/_apis/wit/wiql"] {
            assert!(template.values(path).is_some(), "{path}");
        }
        assert!(template.values("/o/p/t/u/_apis/wit/wiql").is_none());
        let create = Template::new("/{o}/_apis/wit/workitems/${type}", &[], true);
        let values = create.values("/o/_apis/wit/workitems/$User%20Story").unwrap();
        assert!(values.contains(&("type".into(), "User Story".into())));
        assert!(create.values("/o/_apis/wit/workitems/7").is_none());
    }

    #[test]
    fn a_path_within_a_path_takes_the_rest() {
        let nodes = Template::new("/{o}/nodes/{group}/{path}", &["path"], true);
        let values = nodes.values("/o/nodes/areas/a/b").unwrap();
        assert!(values.contains(&("path".into(), "a/b".into())));
        assert!(nodes.values("/o/nodes/areas").is_some());
    }
}
