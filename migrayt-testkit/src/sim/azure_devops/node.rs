//! Area and iteration trees.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::Date;

use super::address;
use super::guid::guid;

/// One of the two trees of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Structure {
    Area,
    Iteration,
}

impl Structure {
    /// The structure group of an address, in any case.
    pub(super) fn group(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            // Some clients write the number of the enumeration.
            "areas" | "0" => Some(Self::Area),
            "iterations" | "1" => Some(Self::Iteration),
            _ => None,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Iteration => "iteration",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Area => ("Area", "Areas"),
            Self::Iteration => ("Iteration", "Iterations"),
        }
    }
}

/// A node.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) id: u32,
    pub(super) identifier: String,
    pub(super) name: String,
    parent: Option<usize>,
    children: Vec<usize>,
    pub(super) start: Option<Date>,
    pub(super) finish: Option<Date>,
    gone: bool,
}

impl Node {
    fn is_root(&self) -> bool {
        self.parent.is_none()
    }
}

/// A tree of nodes. The root bears the project's name; a path is written as in the fields of
/// items, `Project\Child\Grandchild`, and found in any case.
#[derive(Debug)]
pub(super) struct Tree {
    structure: Structure,
    nodes: Vec<Node>,
    by_path: BTreeMap<String, usize>,
}

impl Tree {
    pub(super) fn new(structure: Structure, project: &str, next: &mut u32) -> Self {
        let mut tree = Self { structure, nodes: Vec::new(), by_path: BTreeMap::new() };
        tree.push(None, project, project, next);
        tree
    }

    fn push(&mut self, parent: Option<usize>, name: &str, path: &str, next: &mut u32) -> usize {
        let at = self.nodes.len();
        *next += 1;
        self.nodes.push(Node {
            id: *next,
            identifier: guid(self.structure.kind(), path),
            name: name.to_owned(),
            parent,
            children: Vec::new(),
            start: None,
            finish: None,
            gone: false,
        });
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.push(at);
        }
        self.by_path.insert(path.to_lowercase(), at);
        at
    }

    /// The node of that path, made with all above it where it is missing. A path whose root is
    /// not this project's is taken as one below this root.
    pub(super) fn ensure(&mut self, path: &str, next: &mut u32) -> usize {
        if let Some(at) = self.by_path.get(&path.to_lowercase()) {
            return *at;
        }
        let root = self.name(0).to_owned();
        let mut parts = path.split('\\').filter(|part| !part.is_empty());
        // The root is the first part whatever it is called.
        parts.next();
        let (mut at, mut full) = (0, root);
        for part in parts {
            full = format!("{full}\\{part}");
            at = match self.by_path.get(&full.to_lowercase()) {
                Some(known) => *known,
                None => self.push(Some(at), part, &full, next),
            };
        }
        at
    }

    /// Adds a child, or finds it by its name; says whether it is new.
    pub(super) fn add(&mut self, parent: usize, name: &str, next: &mut u32) -> (usize, bool) {
        let path = format!("{}\\{name}", self.path(parent));
        match self.by_path.get(&path.to_lowercase()) {
            Some(at) => (*at, false),
            None => (self.push(Some(parent), name, &path, next), true),
        }
    }

    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(&path.to_lowercase()).copied()
    }

    /// The node below the root at that path of an address, whose parts are separated by either
    /// slash.
    pub(super) fn find_below(&self, path: &str) -> Option<usize> {
        let mut full = self.name(0).to_lowercase();
        for part in path.split(['\\', '/']).filter(|part| !part.is_empty()) {
            full.push('\\');
            full.push_str(&part.to_lowercase());
        }
        self.by_path.get(&full).copied()
    }

    pub(super) fn find_id(&self, id: u32) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id && !node.gone)
    }

    /// The node with that identifier, which links and teams use.
    pub(super) fn find_identifier(&self, identifier: &str) -> Option<usize> {
        self.nodes.iter().position(|node| !node.gone && node.identifier == identifier)
    }

    /// Gives a node another name or parent: it and all below it are found by their new paths.
    /// Where that path is another's, or lies below the node itself, nothing happens.
    pub(super) fn place(&mut self, at: usize, parent: usize, name: &str) -> bool {
        let path = format!("{}\\{name}", self.path(parent));
        let taken = self.find(&path).is_some_and(|known| known != at);
        if taken || self.below(at).contains(&parent) || self.node(at).is_none_or(Node::is_root) {
            return false;
        }
        self.take_out(at);
        if let Some(node) = self.nodes.get_mut(at) {
            node.parent = Some(parent);
            name.clone_into(&mut node.name);
        }
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(at);
        }
        for at in self.below(at) {
            self.by_path.insert(self.path(at).to_lowercase(), at);
        }
        true
    }

    /// Takes a node away, with all below it; the root stays.
    pub(super) fn remove(&mut self, at: usize) -> bool {
        if self.node(at).is_none_or(Node::is_root) {
            return false;
        }
        self.take_out(at);
        for at in self.below(at) {
            if let Some(node) = self.nodes.get_mut(at) {
                node.gone = true;
            }
        }
        true
    }

    /// Forgets the paths of a node and all below it, and its parent's word for it.
    fn take_out(&mut self, at: usize) {
        for below in self.below(at) {
            self.by_path.remove(&self.path(below).to_lowercase());
        }
        let parent = self.node(at).and_then(|node| node.parent);
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.retain(|child| *child != at);
        }
    }

    /// The node and all below it.
    fn below(&self, at: usize) -> Vec<usize> {
        let mut all = vec![at];
        let mut place = 0;
        while let Some(node) = all.get(place).and_then(|at| self.node(*at)) {
            all.extend(&node.children);
            place += 1;
        }
        all
    }

    pub(super) fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    pub(super) fn node_mut(&mut self, at: usize) -> Option<&mut Node> {
        self.nodes.get_mut(at)
    }

    pub(super) fn indices(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(|(_, node)| !node.gone).map(|(at, _)| at)
    }

    /// The node's parent.
    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.node(at)?.parent
    }

    /// The address of a node; `base` ends with the project's id.
    pub(super) fn address(&self, at: usize, base: &str) -> String {
        let (_, group) = self.structure.words();
        let mut address = format!("{base}/_apis/wit/classificationNodes/{group}");
        for part in self.names(at).iter().skip(1) {
            address.push('/');
            address.push_str(&address::encode(part));
        }
        address
    }

    fn name(&self, at: usize) -> &str {
        self.node(at).map_or("", |node| node.name.as_str())
    }

    /// From the root down.
    fn names(&self, at: usize) -> Vec<&str> {
        let mut names = Vec::new();
        let mut place = Some(at);
        while let Some(node) = place.and_then(|at| self.node(at)) {
            names.push(node.name.as_str());
            place = node.parent;
        }
        names.reverse();
        names
    }

    /// As in the fields of items.
    pub(super) fn path(&self, at: usize) -> String {
        self.names(at).join("\\")
    }

    /// The node as the service shows it, with children down to `depth`. `base` ends with the
    /// project's id.
    pub(super) fn view(&self, at: usize, depth: u32, base: &str, links: bool) -> Value {
        let Some(node) = self.node(at) else { return Value::Null };
        let names = self.names(at);
        let (word, _) = self.structure.words();
        let below = names.iter().skip(1);
        let mut path = format!("\\{}\\{word}", self.name(0));
        for part in below {
            path.push('\\');
            path.push_str(part);
        }
        let url = self.address(at, base);
        let mut view = json!({
            "id": node.id,
            "identifier": node.identifier,
            "name": node.name,
            "structureType": self.structure.kind(),
            "hasChildren": !node.children.is_empty(),
            "path": path,
            "url": url,
        });
        let Some(fields) = view.as_object_mut() else { return view };
        if node.start.is_some() || node.finish.is_some() {
            let day = |date: Option<Date>| date.map(|date| format!("{date}T00:00:00Z"));
            fields.insert(
                "attributes".to_owned(),
                json!({"startDate": day(node.start), "finishDate": day(node.finish)}),
            );
        }
        if depth > 0 && !node.children.is_empty() {
            let children: Vec<Value> =
                node.children.iter().map(|at| self.view(*at, depth - 1, base, false)).collect();
            fields.insert("children".to_owned(), Value::Array(children));
        }
        if links {
            let mut links = json!({"self": {"href": url}});
            if let (Some(parent), Some(links)) = (node.parent, links.as_object_mut()) {
                let href = self.address(parent, base);
                links.insert("parent".to_owned(), json!({ "href": href }));
            }
            fields.insert("_links".to_owned(), links);
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::{Structure, Tree};

    #[test]
    fn nodes_are_made_once_and_found_in_any_case() {
        let mut next = 10;
        let mut tree = Tree::new(Structure::Iteration, "Shop", &mut next);
        let deep = tree.ensure("Shop\\Release 1\\Sprint 2", &mut next);
        assert_eq!(tree.ensure("shop\\release 1\\SPRINT 2", &mut next), deep);
        assert_eq!(tree.find_below("Release 1/sprint 2"), Some(deep));
        assert_eq!(tree.path(deep), "Shop\\Release 1\\Sprint 2");
        let view = tree.view(0, 1, "http://h/org/guid", true);
        assert_eq!(view["children"][0]["name"], "Release 1");
        assert_eq!(view["children"][0]["hasChildren"], true);
        assert!(view["children"][0].get("children").is_none());
        let view = tree.view(deep, 0, "http://h/org/guid", true);
        assert_eq!(view["path"], "\\Shop\\Iteration\\Release 1\\Sprint 2");
        assert_eq!(
            view["_links"]["parent"]["href"],
            "http://h/org/guid/_apis/wit/classificationNodes/Iterations/Release%201"
        );
    }

    #[test]
    fn a_node_is_renamed_moved_and_removed_with_all_below_it() {
        let mut next = 10;
        let mut tree = Tree::new(Structure::Area, "Shop", &mut next);
        let deep = tree.ensure("Shop\\Web\\Cart", &mut next);
        let (web, till) = (tree.find("shop\\web").unwrap(), tree.ensure("Shop\\Till", &mut next));
        assert!(tree.place(web, 0, "Site"));
        assert_eq!(
            (tree.find("shop\\web\\cart"), tree.find("shop\\site\\cart")),
            (None, Some(deep))
        );
        assert!(!tree.place(web, 0, "till"), "the name is taken");
        assert!(!tree.place(web, deep, "Site"), "it lies below itself");
        assert!(tree.place(web, till, "Site"));
        assert_eq!(tree.path(deep), "Shop\\Till\\Site\\Cart");
        assert!(tree.remove(till) && !tree.remove(0));
        assert_eq!(tree.indices().collect::<Vec<_>>(), [0]);
        assert_eq!(tree.find("shop\\till\\site\\cart"), None);
    }
}
