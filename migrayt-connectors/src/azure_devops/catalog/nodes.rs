use migrayt_core::catalog::{Node, NodeKind};
use migrayt_core::id::NodeId;

use super::super::answers::RawNode;
use super::super::value;
use super::tally::Tally;

/// The nodes of the area and iteration trees, each before its children.
pub(super) fn flatten(trees: &[RawNode], tally: &Tally) -> Vec<Node> {
    let mut nodes = Vec::new();
    for root in trees {
        let kind = match root.structure_type.as_deref() {
            Some(kind) if kind.eq_ignore_ascii_case("iteration") => NodeKind::Iteration,
            _ => NodeKind::Area,
        };
        add(root, kind, None, 0, tally, &mut nodes);
    }
    nodes
}

/// Adds a node as work items name it: without the tree's own name, which stands only in the
/// interface's paths.
fn add(
    raw: &RawNode,
    kind: NodeKind,
    parent: Option<&str>,
    depth: u32,
    tally: &Tally,
    nodes: &mut Vec<Node>,
) {
    let path = parent.map_or_else(|| raw.name.clone(), |parent| format!("{parent}\\{}", raw.name));
    let mut node = Node::new(NodeId::new(path.as_str()), raw.name.as_str(), kind);
    let day = |text: Option<&String>| text.and_then(|it| value::instant(it)).map(value::day);
    let dates = raw.attributes.as_ref();
    node.depth = depth;
    node.start = day(dates.and_then(|dates| dates.start_date.as_ref()));
    node.finish = day(dates.and_then(|dates| dates.finish_date.as_ref()));
    let counts = if kind == NodeKind::Area { &tally.areas } else { &tally.iterations };
    node.used = Some(counts.get(&path).copied().unwrap_or_default());
    nodes.push(node);
    for child in raw.children.iter().flatten() {
        add(child, kind, Some(&path), depth.saturating_add(1), tally, nodes);
    }
}
