use super::arena::{Arena, Data, Id};
use super::element::{self, Element};

impl Arena {
    /// The visible text of a node: as it stands, with a line break where a block or a `br` makes
    /// one.
    pub(super) fn raw_text(&self, root: Id) -> String {
        let mut out = String::new();
        let mut broken = true;
        let mut at = self.following(root, root, false);
        while let Some(id) = at {
            let mut skip = false;
            match self.get(id).map(|node| &node.data) {
                Some(Data::Text(text)) => {
                    out.push_str(text);
                    broken = out.ends_with('\n');
                }
                Some(Data::Element { name, .. }) => match Element::of(&name.local) {
                    Element::Hidden(_) => skip = true,
                    Element::Break => out.push('\n'),
                    _ if element::is_block(&name.local) && !broken => {
                        out.push('\n');
                        broken = true;
                    }
                    _ => {}
                },
                _ => {}
            }
            let next = self.following(id, root, skip);
            if next.is_some_and(|next| self.leaves_block(id, next)) && !broken {
                out.push('\n');
                broken = true;
            }
            at = next;
        }
        out
    }

    /// The visible text of a node on one line.
    pub(super) fn line_text(&self, root: Id) -> String {
        let raw = self.raw_text(root);
        let mut out = String::with_capacity(raw.len());
        for word in raw.split([' ', '\t', '\n', '\r', '\x0c']).filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }

    /// Whether there is an element below `root` that `wanted` accepts.
    pub(super) fn any_below(&self, root: Id, wanted: impl Fn(Id) -> bool) -> bool {
        self.find_below(root, wanted).is_some()
    }

    /// The first node below `root` that `wanted` accepts.
    pub(super) fn find_below(&self, root: Id, wanted: impl Fn(Id) -> bool) -> Option<Id> {
        let mut at = self.following(root, root, false);
        while let Some(id) = at {
            if wanted(id) {
                return Some(id);
            }
            at = self.following(id, root, false);
        }
        None
    }

    /// Whether the way from a node to the one after it leads out of a block.
    fn leaves_block(&self, from: Id, to: Id) -> bool {
        let outer = self.get(to).and_then(|node| node.parent);
        let mut at = Some(from);
        while let Some(id) = at {
            if Some(id) == outer {
                return false;
            }
            let parent = self.get(id).and_then(|node| node.parent);
            if element::is_block(self.name(id)) {
                return true;
            }
            at = parent;
        }
        false
    }
}
