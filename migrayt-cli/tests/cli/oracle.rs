//! What must stand in the target, worked out from what the source was loaded with and without any
//! code of the engine.

use std::collections::BTreeMap;

use migrayt_testkit::sim::jira::IssueView;

use crate::world::World;

/// The source's id of an issue, from its marker.
pub(crate) fn source_id(issue: &IssueView) -> Option<u64> {
    let marker = issue.properties.values().find(|value| value.get("attempt").is_some())?;
    let id = marker.get("id")?;
    id.as_u64().or_else(|| id.as_str()?.parse().ok())
}

/// Every item stands exactly once, and every comment, file and link stands once at its issue.
#[track_caller]
pub(crate) fn once_each(world: &World, items: usize) {
    let issues = world.jira().issues();
    let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
    for issue in &issues {
        *seen.entry(source_id(issue).expect("an issue without a marker")).or_default() += 1;
    }
    assert_eq!(seen.len(), items, "items that arrived");
    let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "items that arrived twice: {twice:?}");
    for issue in &issues {
        let mut comments: Vec<String> =
            issue.comments.iter().map(|comment| comment.body.to_string()).collect();
        let mut files: Vec<String> = issue
            .attachments
            .iter()
            .map(|file| format!("{} {} {}", file.file_name, file.len, file.sha256))
            .collect();
        let mut links: Vec<String> = issue
            .links
            .iter()
            .map(|link| format!("{} {:?} {}", link.link_type, link.end, link.other))
            .collect();
        for parts in [&mut comments, &mut files, &mut links] {
            parts.sort();
            let all = parts.len();
            parts.dedup();
            assert_eq!(parts.len(), all, "{} has a part twice", issue.key);
        }
    }
}

/// The issue of each source item.
pub(crate) fn by_source(world: &World) -> BTreeMap<u64, IssueView> {
    let issues = world.jira().issues().into_iter();
    issues.filter_map(|issue| Some((source_id(&issue)?, issue))).collect()
}
