use migrayt_core::content::Content;
use migrayt_core::plan::LossKind;
use migrayt_core::value::Value;

use super::text::shortened;

/// The labels of an item, in the order in which they are found, each once.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    /// What stands for each run of white space; white space is kept if this is empty.
    space: &'a str,
    /// The longest label that the target takes, in UTF-16 units.
    limit: Option<u32>,
    list: Vec<Content<String>>,
}

impl<'a> Labels<'a> {
    pub(super) fn new(space: &'a str, limit: Option<u32>) -> Self {
        Self { space, limit, list: Vec::new() }
    }

    /// Adds a label, and tells what the target could not hold of it.
    pub(super) fn add(&mut self, words: &str) -> Option<LossKind> {
        let (label, loss) = label(words, self.space, self.limit);
        if !label.as_str().is_empty() && !self.list.contains(&label) {
            self.list.push(label);
        }
        loss
    }

    /// The labels as a field's value, if there are any.
    pub(super) fn into_value(self) -> Option<Value> {
        (!self.list.is_empty())
            .then(|| Value::Many(self.list.into_iter().map(Value::Text).collect()))
    }
}

/// Words as a label, and what the target could not hold of them.
pub(super) fn label(
    words: &str,
    space: &str,
    limit: Option<u32>,
) -> (Content<String>, Option<LossKind>) {
    let words = words.trim();
    let label = if space.is_empty() {
        Content::text(words)
    } else {
        Content::new(words.split_whitespace().collect::<Vec<_>>().join(space))
    };
    match shortened(label.as_str(), limit) {
        Some(short) => (short, Some(LossKind::Shortened)),
        None if label.as_str() == words => (label, None),
        None => (label, Some(LossKind::LabelChanged)),
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::plan::LossKind;
    use migrayt_core::value::Value;

    use super::Labels;

    #[test]
    fn spaces_are_replaced_and_repetitions_left_out() {
        let mut labels = Labels::new("-", Some(8));
        assert_eq!(labels.add("api"), None);
        assert_eq!(labels.add(" big  bug "), Some(LossKind::LabelChanged));
        assert_eq!(labels.add("big-bug"), None);
        assert_eq!(labels.add("  "), None);
        assert_eq!(labels.add("123456789"), Some(LossKind::Shortened));
        let list = ["api", "big-bug", "1234567…"].map(Value::text).to_vec();
        assert_eq!(labels.into_value(), Some(Value::Many(list)));
    }

    #[test]
    fn spaces_stay_where_the_target_takes_them() {
        let mut labels = Labels::new("", None);
        assert_eq!(labels.add("big bug"), None);
        assert_eq!(labels.into_value(), Some(Value::Many(vec![Value::text("big bug")])));
    }
}
