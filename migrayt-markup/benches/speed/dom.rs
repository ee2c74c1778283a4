//! A tree as html5ever's own documentation builds one: nodes that count their owners, each with a
//! list of its children. It is the floor: the least that a reader of HTML could be made of.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use html5ever::driver::{ParseOpts, parse_fragment};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, QualName, local_name, ns};

/// Parses a fragment as if it stood in a page's body.
pub(crate) fn parse(html: &str) -> Rc<Node> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let parser = parse_fragment(Dom::default(), ParseOpts::default(), body, Vec::new(), false);
    parser.one(html)
}

#[derive(Default)]
pub(crate) struct Node {
    parent: Cell<Option<Weak<Node>>>,
    children: RefCell<Vec<Rc<Node>>>,
    data: Data,
}

#[derive(Default)]
enum Data {
    #[default]
    Document,
    Other,
    Text(RefCell<StrTendril>),
    Element(QualName, RefCell<Vec<Attribute>>),
}

#[derive(Default)]
struct Dom {
    document: Rc<Node>,
    name: QualNames,
}

/// The name of what has none.
struct QualNames(QualName);

impl Default for QualNames {
    fn default() -> Self {
        Self(QualName::new(None, ns!(), local_name!("")))
    }
}

impl Node {
    fn new(data: Data) -> Rc<Self> {
        Rc::new(Self { data, ..Self::default() })
    }

    fn append(self: &Rc<Self>, child: Rc<Self>) {
        child.parent.set(Some(Rc::downgrade(self)));
        self.children.borrow_mut().push(child);
    }

    /// The parent, and the place in it.
    fn place(self: &Rc<Self>) -> Option<(Rc<Self>, usize)> {
        let weak = self.parent.take()?;
        let parent = weak.upgrade();
        self.parent.set(Some(weak));
        let parent = parent?;
        let at = parent.children.borrow().iter().position(|it| Rc::ptr_eq(it, self))?;
        Some((parent, at))
    }

    fn detach(self: &Rc<Self>) {
        if let Some((parent, at)) = self.place() {
            parent.children.borrow_mut().remove(at);
            self.parent.set(None);
        }
    }

    /// Adds to the text that the node is, if it is one.
    fn joins(&self, more: &str) -> bool {
        let Data::Text(text) = &self.data else { return false };
        text.borrow_mut().push_slice(more);
        true
    }
}

impl TreeSink for Dom {
    type Handle = Rc<Node>;
    type Output = Rc<Node>;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Rc<Node> {
        self.document
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> &'a QualName {
        match &target.data {
            Data::Element(name, _) => name,
            _ => &self.name.0,
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Rc<Node> {
        Node::new(Data::Element(name, RefCell::new(attributes)))
    }

    fn create_comment(&self, _text: StrTendril) -> Rc<Node> {
        Node::new(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Rc<Node> {
        Node::new(Data::Other)
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        match child {
            NodeOrText::AppendNode(child) => parent.append(child),
            NodeOrText::AppendText(text) => {
                let joined = parent.children.borrow().last().is_some_and(|it| it.joins(&text));
                if !joined {
                    parent.append(Node::new(Data::Text(RefCell::new(text))));
                }
            }
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Node>,
        previous: &Rc<Node>,
        child: NodeOrText<Rc<Node>>,
    ) {
        if element.place().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        Rc::clone(target)
    }

    fn same_node(&self, one: &Rc<Node>, other: &Rc<Node>) -> bool {
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => Node::new(Data::Text(RefCell::new(text))),
        };
        child.detach();
        if let Some((parent, at)) = sibling.place() {
            child.parent.set(Some(Rc::downgrade(&parent)));
            parent.children.borrow_mut().insert(at, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Rc<Node>, more: Vec<Attribute>) {
        if let Data::Element(_, attributes) = &target.data {
            let mut attributes = attributes.borrow_mut();
            for attribute in more {
                if !attributes.iter().any(|it| it.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Rc<Node>) {
        target.detach();
    }

    fn reparent_children(&self, node: &Rc<Node>, parent: &Rc<Node>) {
        for child in node.children.take() {
            parent.append(child);
        }
    }
}
