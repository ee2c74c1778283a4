use std::collections::BTreeSet;

use migrayt_core::Result;
use migrayt_core::catalog::{Catalog, FieldRole, Node, NodeKind};

use super::Proposer;
use crate::document::{Entry, NodeRule, Reason};
use crate::suggest::{About, Subject};
use crate::system::System;

impl Proposer<'_> {
    pub(super) async fn nodes(&mut self) -> Result<()> {
        self.tree(About::Area, FieldRole::Components, [NodeKind::Area, NodeKind::Component])
            .await?;
        self.tree(About::Iteration, FieldRole::Sprint, [NodeKind::Iteration, NodeKind::Sprint])
            .await
    }

    async fn tree(&mut self, about: About, role: FieldRole, kinds: [NodeKind; 2]) -> Result<()> {
        let (source, target) = (self.source, self.target);
        if target.field_with(role).is_none() {
            return Ok(());
        }
        let of_kind = |node: &&Node| kinds.contains(&node.kind) && !is_root(node);
        let nodes: Vec<_> = source.nodes.iter().filter(of_kind).collect();
        let candidates: Vec<_> = target.nodes.iter().filter(of_kind).collect();
        let limit = node_limit(target, role);
        let mut made = BTreeSet::new();
        for node in &nodes {
            let entry = |rule| match about {
                About::Iteration => Entry::Iteration { source: node.id.to_string(), rule },
                _ => Entry::Area { source: node.id.to_string(), rule },
            };
            let subjects = candidates.iter().map(|one| Subject::from(*one)).collect();
            let answers = self.ask(about.clone(), Subject::from(*node), subjects).await?;
            let mut accepted = false;
            for answer in answers {
                let found = candidates.iter().find(|one| one.id.as_str() == answer.candidate);
                let Some(found) = found else { continue };
                let entry = entry(NodeRule::To(target_name(found)));
                accepted |= self.suggested(&answer, entry);
            }
            if !accepted && node.used != Some(0) {
                let name = short_name(own_name(node, &nodes), limit, &made);
                made.insert(name.to_lowercase());
                self.usual(entry(NodeRule::To(name)), 90, Reason::Missing);
            }
        }
        Ok(())
    }
}

/// Whether a node is the root of a tree, which is the project itself.
pub(crate) fn is_root(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Area | NodeKind::Iteration) && node.depth == 0
}

/// The longest name of a node that can be made for a field, in UTF-16 units, where it is known.
pub(crate) fn node_limit(target: &Catalog, role: FieldRole) -> Option<usize> {
    let told = target.field_with(role).and_then(|field| field.max_length);
    let told = told.and_then(|limit| usize::try_from(limit).ok());
    // Jira does not tell these two.
    let known = match (System::of(&target.endpoint), role) {
        (System::Jira, FieldRole::Sprint) => Some(30),
        (System::Jira, FieldRole::Components) => Some(255),
        _ => None,
    };
    told.or(known)
}

/// A name that fits the limit and is not made already: its beginning, with a number if need be.
fn short_name(name: String, limit: Option<usize>, made: &BTreeSet<String>) -> String {
    let Some(limit) = limit.filter(|limit| name.encode_utf16().count() > *limit) else {
        return name;
    };
    let mut number = 1_u32;
    loop {
        let end = if number == 1 { "…".to_owned() } else { format!("… {number}") };
        let mut left = limit.saturating_sub(end.encode_utf16().count());
        let fits = |letter: &char| match left.checked_sub(letter.len_utf16()) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        };
        let short: String = name.chars().take_while(fits).collect();
        let short = format!("{}{end}", short.trim_end());
        if !made.contains(&short.to_lowercase()) {
            return short;
        }
        number = number.saturating_add(1);
    }
}

/// What a rule calls a node of the target: its path in a tree, its name in a flat list.
fn target_name(node: &Node) -> String {
    match node.kind {
        NodeKind::Area | NodeKind::Iteration => node.id.to_string(),
        _ => node.name.clone(),
    }
}

/// The name of a node to be made: its own, with its ancestors' before it as far as it takes to
/// tell it from others of that name.
fn own_name(node: &Node, all: &[&Node]) -> String {
    let parts = |node: &Node, count: usize| {
        let path: Vec<_> = node.id.as_str().split('\\').collect();
        let tail = path.get(path.len().saturating_sub(count)..).unwrap_or_default();
        (tail.join(" "), path.len())
    };
    if !all.iter().any(|one| one.id != node.id && one.name.eq_ignore_ascii_case(&node.name)) {
        return node.name.clone();
    }
    let (_, depth) = parts(node, 1);
    (2..=depth)
        .map(|count| (parts(node, count).0, count))
        .find(|(name, count)| {
            !all.iter()
                .any(|one| one.id != node.id && parts(one, *count).0.eq_ignore_ascii_case(name))
        })
        .map_or_else(|| node.id.to_string(), |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::short_name;

    #[test]
    fn names_over_the_limit_are_shortened_and_stay_apart() {
        let mut made = BTreeSet::new();
        let mut shorten = |name: &str, limit| {
            let name = short_name(name.to_owned(), limit, &made);
            made.insert(name.to_lowercase());
            name
        };
        assert_eq!(shorten("Sprint 1", Some(8)), "Sprint 1");
        assert_eq!(shorten("Sprint number 1", Some(8)), "Sprint…");
        assert_eq!(shorten("Sprint number 2", Some(8)), "Sprin… 2");
        assert_eq!(shorten("Sprint number 3", None), "Sprint number 3");
    }
}
