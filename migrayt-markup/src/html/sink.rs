use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name, ns};

use super::arena::{Arena, Data, Id};

/// A node as the tree construction knows it.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Takes the nodes of a page into an arena.
#[derive(Debug)]
pub(super) struct Sink {
    arena: RefCell<Arena>,
    document: Handle,
    /// How deep the last element was put into the tree.
    deepest: Cell<usize>,
    /// The innermost element that is open, as far as end tags tell.
    innermost: Cell<Id>,
    /// How many elements were made.
    made: Cell<usize>,
}

impl Sink {
    pub(super) fn new() -> Self {
        let mut arena = Arena::default();
        let id = arena.add(Data::Nothing);
        let name = Rc::new(QualName::new(None, ns!(), local_name!("")));
        let document = Handle { id, name };
        Self {
            arena: RefCell::new(arena),
            document,
            deepest: Cell::new(0),
            innermost: Cell::new(0),
            made: Cell::new(0),
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.deepest.get()
    }

    pub(super) fn made(&self) -> usize {
        self.made.get()
    }

    pub(super) fn take(&self) -> Arena {
        mem::take(&mut self.arena.borrow_mut())
    }

    /// Takes note of the end of an element: the innermost open one of this name, if there is one.
    pub(super) fn leave(&self, name: &str) {
        let arena = self.arena.borrow();
        let mut at = Some(self.innermost.get());
        while let Some(id) = at {
            let parent = arena.get(id).and_then(|node| node.parent);
            if let Some(parent) = parent
                && arena.name(id) == name
            {
                self.entered(&arena, parent);
                return;
            }
            at = parent;
        }
    }

    fn entered(&self, arena: &Arena, id: Id) {
        self.innermost.set(id);
        self.deepest.set(arena.get(id).map_or(0, |node| node.depth));
    }

    fn add(&self, data: Data) -> Handle {
        let name = Rc::clone(&self.document.name);
        Handle { id: self.arena.borrow_mut().add(data), name }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        // Tree construction looks through its open elements by their names.
        #[cfg(test)]
        self.arena.borrow().visit();
        &target.name
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        let name = Rc::new(name);
        let data = Data::Element { name: Rc::clone(&name), attributes };
        self.made.set(self.made.get() + 1);
        Handle { id: self.arena.borrow_mut().add(data), name }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.add(Data::Nothing)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.add(Data::Nothing)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut arena = self.arena.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                arena.append(parent.id, child.id);
                self.entered(&arena, child.id);
            }
            NodeOrText::AppendText(text) => arena.append_text(parent.id, text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let placed = self.arena.borrow().get(element.id).is_some_and(|it| it.parent.is_some());
        if placed {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's words are kept like any others.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let mut arena = self.arena.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                arena.detach(child.id);
                arena.insert_before(sibling.id, child.id);
                self.entered(&arena, child.id);
            }
            NodeOrText::AppendText(text) => arena.insert_text_before(sibling.id, text),
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        let mut arena = self.arena.borrow_mut();
        if let Some(Data::Element { attributes, .. }) =
            arena.get_mut(target.id).map(|node| &mut node.data)
        {
            for attribute in more {
                if attributes.iter().all(|it| it.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.arena.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut arena = self.arena.borrow_mut();
        while let Some(first) = arena.get(node.id).and_then(|it| it.first) {
            arena.detach(first);
            arena.append(parent.id, first);
        }
    }
}
