use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

/// A node's place in its arena.
pub(super) type Id = usize;

/// The nodes of a page, as the HTML standard's tree construction arranges them.
#[derive(Debug, Default)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    /// How often a node was asked for: nearly all that a reading costs.
    #[cfg(test)]
    pub(super) visits: std::cell::Cell<usize>,
}

/// A node and its neighbours.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Option<Id>,
    pub(super) first: Option<Id>,
    pub(super) last: Option<Id>,
    pub(super) previous: Option<Id>,
    pub(super) next: Option<Id>,
    /// How deep it stood when it was put into the tree.
    pub(super) depth: usize,
    pub(super) data: Data,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    /// The page itself, a comment, or anything else that is not seen.
    Nothing,
    Element {
        name: Rc<QualName>,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
}

impl Arena {
    pub(super) fn get(&self, id: Id) -> Option<&Node> {
        #[cfg(test)]
        self.visit();
        self.nodes.get(id)
    }

    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut Node> {
        #[cfg(test)]
        self.visit();
        self.nodes.get_mut(id)
    }

    #[cfg(test)]
    pub(super) fn visit(&self) {
        self.visits.set(self.visits.get() + 1);
    }

    pub(super) fn add(&mut self, data: Data) -> Id {
        self.nodes.push(Node {
            parent: None,
            first: None,
            last: None,
            previous: None,
            next: None,
            depth: 0,
            data,
        });
        self.nodes.len() - 1
    }

    /// The element's local name; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.get(id).map(|node| &node.data) {
            Some(Data::Element { name, .. }) => &name.local,
            _ => "",
        }
    }

    /// An attribute's value.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.attributes(id).iter().find(|it| &*it.name.local == name).map(|it| &*it.value)
    }

    pub(super) fn attributes(&self, id: Id) -> &[Attribute] {
        match self.get(id).map(|node| &node.data) {
            Some(Data::Element { attributes, .. }) => attributes,
            _ => &[],
        }
    }

    /// The node after this one in reading order, if it is still below `root`; its children are
    /// left out if `skip`.
    pub(super) fn following(&self, id: Id, root: Id, skip: bool) -> Option<Id> {
        if !skip && let Some(first) = self.get(id)?.first {
            return Some(first);
        }
        let mut at = id;
        while at != root {
            let node = self.get(at)?;
            if node.next.is_some() {
                return node.next;
            }
            at = node.parent?;
        }
        None
    }

    pub(super) fn append(&mut self, parent: Id, child: Id) {
        let (last, depth) = self.get(parent).map_or((None, 0), |it| (it.last, it.depth));
        if let Some(node) = self.get_mut(child) {
            (node.parent, node.previous, node.next) = (Some(parent), last, None);
            node.depth = depth + 1;
        }
        if let Some(node) = last.and_then(|last| self.get_mut(last)) {
            node.next = Some(child);
        }
        if let Some(node) = self.get_mut(parent) {
            node.last = Some(child);
            node.first = node.first.or(Some(child));
        }
    }

    pub(super) fn insert_before(&mut self, sibling: Id, child: Id) {
        let Some((parent, previous)) = self.get(sibling).map(|it| (it.parent, it.previous)) else {
            return;
        };
        let depth = self.get(sibling).map_or(0, |it| it.depth);
        if let Some(node) = self.get_mut(child) {
            (node.parent, node.previous, node.next) = (parent, previous, Some(sibling));
            node.depth = depth;
        }
        if let Some(node) = self.get_mut(sibling) {
            node.previous = Some(child);
        }
        if let Some(node) = previous.and_then(|previous| self.get_mut(previous)) {
            node.next = Some(child);
        } else if let Some(node) = parent.and_then(|parent| self.get_mut(parent)) {
            node.first = Some(child);
        }
    }

    pub(super) fn detach(&mut self, id: Id) {
        let Some(node) = self.get_mut(id) else { return };
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        if let Some(node) = previous.and_then(|previous| self.get_mut(previous)) {
            node.next = next;
        } else if let Some(node) = parent.and_then(|parent| self.get_mut(parent)) {
            node.first = next;
        }
        if let Some(node) = next.and_then(|next| self.get_mut(next)) {
            node.previous = previous;
        } else if let Some(node) = parent.and_then(|parent| self.get_mut(parent)) {
            node.last = previous;
        }
    }

    /// Appends text, to a text that stands there already if one does.
    pub(super) fn append_text(&mut self, parent: Id, text: StrTendril) {
        let last = self.get(parent).and_then(|node| node.last);
        if let Some(text) = self.join(last, text) {
            let id = self.add(Data::Text(text));
            self.append(parent, id);
        }
    }

    pub(super) fn insert_text_before(&mut self, sibling: Id, text: StrTendril) {
        let previous = self.get(sibling).and_then(|node| node.previous);
        if let Some(text) = self.join(previous, text) {
            let id = self.add(Data::Text(text));
            self.insert_before(sibling, id);
        }
    }

    fn join(&mut self, neighbour: Option<Id>, more: StrTendril) -> Option<StrTendril> {
        match neighbour.and_then(|id| self.get_mut(id)).map(|node| &mut node.data) {
            Some(Data::Text(text)) => {
                text.push_tendril(&more);
                None
            }
            _ => Some(more),
        }
    }
}
