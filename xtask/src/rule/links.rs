//! What a page links to stands there.

use std::path::Path;

use pulldown_cmark::{Event, Parser, Tag};

use super::Proof;
use crate::fault::Result;
use crate::finding::Finding;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let mut proof = Proof { looked_at: 0, findings: Vec::new() };
    for page in &workspace.pages {
        proof.looked_at += 1;
        proof.findings.extend(find(&workspace.root, page, &workspace.text(page)?));
    }
    Ok(proof)
}

fn find(root: &Path, page: &str, text: &str) -> Vec<Finding> {
    let folder = root.join(page);
    let folder = folder.parent().unwrap_or(root);
    Parser::new(text)
        .into_offset_iter()
        .filter_map(|(event, span)| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some((dest_url, span))
            }
            _ => None,
        })
        .filter_map(|(address, span)| {
            let path = relative(&address)?;
            if folder.join(path).exists() {
                return None;
            }
            let line = text.get(..span.start)?.lines().count().max(1);
            Some(Finding::at(page, line, format!("links to {path}, which does not stand")))
        })
        .collect()
}

/// The path of an address that leads to a file of ours; none for other hosts, for places in the same
/// page and for names of Rust items.
fn relative(address: &str) -> Option<&str> {
    let path = address.split('#').next().unwrap_or_default();
    let foreign = path.is_empty() || path.contains(':');
    (!foreign).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::find;

    #[test]
    fn a_link_that_leads_nowhere_is_found_with_its_line() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("docs")).unwrap();
        fs::write(root.path().join("docs/there.md"), "").unwrap();
        let text = "\
[one](there.md#part) [two](https://example.com/a) [three](#here) [four](crate::Item)

`[five](not/a/link)` [six](
gone.md) ![seven](../docs/there.md)
";
        let found = find(root.path(), "docs/page.md", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to_string(), "docs/page.md:3: links to gone.md, which does not stand");
    }
}
