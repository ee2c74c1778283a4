use std::collections::BTreeMap;

/// A name reduced to its words: lower case, without punctuation, `StoryPoints` as `story points`.
pub(super) fn words(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut lower = false;
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            if letter.is_uppercase() && lower && !out.ends_with(' ') {
                out.push(' ');
            }
            out.extend(letter.to_lowercase());
            lower = letter.is_lowercase() || letter.is_numeric();
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
            lower = false;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// How alike two names are, in percent: the share of letter pairs that they have in common.
pub(super) fn likeness(left: &str, right: &str) -> u8 {
    let (left, right) = (words(left), words(right));
    if left == right {
        return if left.is_empty() { 0 } else { 100 };
    }
    let (mut ours, theirs) = (pairs(&left), pairs(&right));
    let sum: usize = ours.values().sum::<usize>() + theirs.values().sum::<usize>();
    let mut shared = 0;
    for (pair, count) in theirs {
        if let Some(have) = ours.get_mut(&pair) {
            shared += count.min(*have);
        }
    }
    u8::try_from((200 * shared).checked_div(sum).unwrap_or(0)).unwrap_or(100).min(99)
}

fn pairs(words: &str) -> BTreeMap<(char, char), usize> {
    let mut pairs = BTreeMap::new();
    for pair in words.chars().zip(words.chars().skip(1)) {
        *pairs.entry(pair).or_insert(0) += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{likeness, words};

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(words("Microsoft.VSTS.StoryPoints"), "microsoft vsts story points");
        assert_eq!(words(" In-Progress "), "in progress");
        assert_eq!(likeness("StoryPoints", "story points"), 100);
        assert!(likeness("Target Date", "Target end date") > likeness("Target Date", "Severity"));
        assert_eq!(likeness("", ""), 0);
        assert_eq!(likeness("a", "b"), 0);
    }
}
