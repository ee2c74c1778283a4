//! Short names of emojis, such as `:smile:`.

/// The character of a short name without its colons, of those that Azure DevOps, GitHub and Jira
/// share; any other stays as it is written.
pub(super) fn character(name: &str) -> Option<&'static str> {
    EMOJIS
        .binary_search_by(|(it, _)| (*it).cmp(name))
        .ok()
        .and_then(|at| EMOJIS.get(at))
        .map(|it| it.1)
}

/// Sorted by name.
const EMOJIS: &[(&str, &str)] = &[
    ("+1", "\u{1f44d}"),
    ("-1", "\u{1f44e}"),
    ("angry", "\u{1f620}"),
    ("beer", "\u{1f37a}"),
    ("blush", "\u{1f60a}"),
    ("boom", "\u{1f4a5}"),
    ("broken_heart", "\u{1f494}"),
    ("bug", "\u{1f41b}"),
    ("bulb", "\u{1f4a1}"),
    ("cake", "\u{1f370}"),
    ("calendar", "\u{1f4c6}"),
    ("clap", "\u{1f44f}"),
    ("coffee", "\u{2615}"),
    ("confused", "\u{1f615}"),
    ("construction", "\u{1f6a7}"),
    ("cry", "\u{1f622}"),
    ("disappointed", "\u{1f61e}"),
    ("exclamation", "\u{2757}"),
    ("eyes", "\u{1f440}"),
    ("fire", "\u{1f525}"),
    ("grin", "\u{1f601}"),
    ("grinning", "\u{1f600}"),
    ("hammer", "\u{1f528}"),
    ("heart", "\u{2764}\u{fe0f}"),
    ("hourglass", "\u{231b}"),
    ("joy", "\u{1f602}"),
    ("key", "\u{1f511}"),
    ("laughing", "\u{1f606}"),
    ("lock", "\u{1f512}"),
    ("memo", "\u{1f4dd}"),
    ("no_entry", "\u{26d4}"),
    ("ok_hand", "\u{1f44c}"),
    ("pray", "\u{1f64f}"),
    ("question", "\u{2753}"),
    ("rage", "\u{1f621}"),
    ("rocket", "\u{1f680}"),
    ("scream", "\u{1f631}"),
    ("smile", "\u{1f604}"),
    ("smiley", "\u{1f603}"),
    ("sob", "\u{1f62d}"),
    ("star", "\u{2b50}"),
    ("sunglasses", "\u{1f60e}"),
    ("tada", "\u{1f389}"),
    ("thinking", "\u{1f914}"),
    ("thumbsdown", "\u{1f44e}"),
    ("thumbsup", "\u{1f44d}"),
    ("trophy", "\u{1f3c6}"),
    ("warning", "\u{26a0}\u{fe0f}"),
    ("wave", "\u{1f44b}"),
    ("white_check_mark", "\u{2705}"),
    ("wink", "\u{1f609}"),
    ("wrench", "\u{1f527}"),
    ("x", "\u{274c}"),
    ("zap", "\u{26a1}"),
];

#[cfg(test)]
mod tests {
    use super::{EMOJIS, character};

    #[test]
    fn names_are_found() {
        assert!(EMOJIS.is_sorted_by(|one, other| one.0 < other.0));
        assert!(EMOJIS.iter().all(|(name, text)| character(name) == Some(*text)));
        assert_eq!(character("shipit"), None);
    }
}
