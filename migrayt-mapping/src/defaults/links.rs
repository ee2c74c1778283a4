/// The usual counterparts of a link type by its id, the likeliest first, and whether they read
/// outward from the other end.
///
/// Azure DevOps names a link by what the other item is: *Successor* from the item that comes
/// first, *Duplicate* from the original. So a successor is blocked by the item that holds the
/// link, and a duplicate duplicates it.
pub fn links(source: &str) -> Option<(&'static [&'static str], bool)> {
    const BLOCKS: &[&str] = &["Blocks", "Dependency"];
    const DUPLICATES: &[&str] = &["Duplicate", "Duplicates"];
    const TESTS: &[&str] = &["Test", "Tests"];
    match source {
        "System.LinkTypes.Related" => Some((&["Relates", "Related"], false)),
        "System.LinkTypes.Dependency-Forward" => Some((BLOCKS, false)),
        "System.LinkTypes.Dependency-Reverse" => Some((BLOCKS, true)),
        "System.LinkTypes.Duplicate-Forward" => Some((DUPLICATES, true)),
        "System.LinkTypes.Duplicate-Reverse" => Some((DUPLICATES, false)),
        "Microsoft.VSTS.Common.TestedBy-Forward" => Some((TESTS, true)),
        "Microsoft.VSTS.Common.TestedBy-Reverse" => Some((TESTS, false)),
        _ => None,
    }
}

/// The usual counterparts of a link type by its name, for trackers whose ids are numbers.
pub(crate) fn links_named(name: &str) -> Option<(&'static [&'static str], bool)> {
    match name.to_lowercase().as_str() {
        "relates" | "cloners" => Some((&["Related"], false)),
        "blocks" => Some((&["Successor"], false)),
        "duplicate" => Some((&["Duplicate Of"], false)),
        _ => None,
    }
}
