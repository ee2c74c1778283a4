use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::catalog::{Catalog, NodeKind};
use migrayt_core::port::Preparation;

use time::Date;

use super::names::{folded, same_name};
use crate::document::{MappingDocument, NodeRule};
use crate::propose::is_root;
use crate::system::System;

/// The rules of a tree or list of nodes, by path or id.
#[derive(Debug)]
pub(super) struct NodePlan {
    rules: BTreeMap<String, NodeRule>,
    /// The trees' roots, which are the project itself.
    roots: BTreeSet<String>,
}

/// What a node becomes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NodeCarry<'a> {
    /// The root: nothing to carry and nothing lost.
    Root,
    /// A node of that name; `whole` unless it is that of a node further up.
    To { name: &'a str, whole: bool },
    /// A label; `whole` as above.
    Label { label: &'a str, whole: bool },
    /// Nothing, as a rule says.
    Left,
    /// Nothing, for want of a rule.
    Lost,
}

/// What stands between the names of a path.
const SEPARATOR: char = '\\';

impl NodePlan {
    pub(super) fn new(table: &BTreeMap<String, NodeRule>, source: &Catalog) -> Self {
        let mut rules = BTreeMap::new();
        for (name, rule) in table {
            rules.insert(folded(name), rule.clone());
            // Items may hold a node's id or its name; a rule under either holds for both.
            for node in &source.nodes {
                if node.id.as_str() == name {
                    rules.entry(folded(&node.name)).or_insert_with(|| rule.clone());
                } else if same_name(&node.name, name) {
                    rules.entry(folded(node.id.as_str())).or_insert_with(|| rule.clone());
                }
            }
        }
        let roots = source.nodes.iter().filter(|node| is_root(node));
        Self { rules, roots: roots.map(|node| folded(node.id.as_str())).collect() }
    }

    /// What the node of a path or id becomes: by its own rule, or that of the nearest node above
    /// it that has one.
    pub(super) fn carry(&self, path: &str) -> NodeCarry<'_> {
        let mut at = folded(path);
        if self.roots.contains(&at) && !self.rules.contains_key(&at) {
            return NodeCarry::Root;
        }
        let mut whole = true;
        loop {
            match self.rules.get(&at) {
                Some(NodeRule::To(name)) => return NodeCarry::To { name, whole },
                Some(NodeRule::Label(label)) => return NodeCarry::Label { label, whole },
                Some(NodeRule::Leave) => return NodeCarry::Left,
                Some(NodeRule::Parent) | None => {}
            }
            match at.rfind(SEPARATOR) {
                Some(end) => at.truncate(end),
                None => return NodeCarry::Lost,
            }
            whole = false;
        }
    }
}

/// The nodes that the rules name and the target does not have, with the days of what they are made
/// of.
pub(super) fn preparations(
    document: &MappingDocument,
    source: &Catalog,
    target: &Catalog,
) -> Vec<Preparation> {
    let azure = System::of(&target.endpoint) == System::AzureDevOps;
    let kinds = if azure {
        [(&document.areas, NodeKind::Area), (&document.iterations, NodeKind::Iteration)]
    } else {
        [(&document.areas, NodeKind::Component), (&document.iterations, NodeKind::Sprint)]
    };
    let mut list: Vec<Preparation> = Vec::new();
    for (table, kind) in kinds {
        for (path, rule) in table {
            let NodeRule::To(name) = rule else { continue };
            let exists = target.nodes.iter().any(|node| {
                node.kind == kind && (same_name(&node.name, name) || node.id.as_str() == name)
            });
            if exists {
                continue;
            }
            let same = |one: &&mut Preparation| one.kind == kind && same_name(&one.name, name);
            let mut made = Preparation::new(kind, name);
            let known = list.iter_mut().find(same);
            let is_new = known.is_none();
            let preparation = known.unwrap_or(&mut made);
            if let Some(node) = source.nodes.iter().find(|node| node.id.as_str() == path) {
                // Several iterations in one sprint: from the first day to the last.
                preparation.start = earliest(preparation.start, node.start);
                preparation.finish = preparation.finish.max(node.finish);
            }
            if is_new {
                list.push(made);
            }
        }
    }
    list
}

fn earliest(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use migrayt_core::catalog::{Catalog, Node, NodeKind};
    use migrayt_core::id::{EndpointId, NodeId};

    use super::{NodeCarry, NodePlan};
    use crate::document::NodeRule;

    #[test]
    fn the_nearest_rule_above_holds() {
        let mut source = Catalog::new(EndpointId::new("azure-devops:fabrikam/Shop"));
        source.nodes = vec![Node::new(NodeId::new("Shop"), "Shop", NodeKind::Area)];
        let rules = [
            ("Shop\\Web", NodeRule::To("Web".into())),
            ("Shop\\Web\\Pay", NodeRule::Parent),
            ("Shop\\Web\\Old", NodeRule::Leave),
            ("Shop\\Api", NodeRule::Label("api".into())),
        ];
        let table = rules.map(|(path, rule)| (path.to_owned(), rule)).into();
        let plan = NodePlan::new(&table, &source);
        let web = |whole| NodeCarry::To { name: "Web", whole };
        assert_eq!(plan.carry("shop"), NodeCarry::Root);
        assert_eq!(plan.carry("SHOP\\web"), web(true));
        assert_eq!(plan.carry("Shop\\Web\\Pay\\Card"), web(false));
        assert_eq!(plan.carry("Shop\\Web\\Old\\Card"), NodeCarry::Left);
        assert_eq!(plan.carry("Shop\\Api"), NodeCarry::Label { label: "api", whole: true });
        assert_eq!(plan.carry("Shop\\Other"), NodeCarry::Lost);
        assert_eq!(plan.carry("Elsewhere"), NodeCarry::Lost);
    }
}
