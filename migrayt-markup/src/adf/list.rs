use migrayt_core::richtext::{Inline, ListItem, TaskItem};
use serde_json::{Map, Value};

use super::node::{attrs, empty_paragraph, is, node, node_with};
use super::place::{Out, Place, Room};
use super::write::Writer;
use crate::loss::LossKind;

impl Writer {
    /// A list. What cannot stand in an item parts the list; the rest of the item and the items
    /// after it go on in another list, with their numbers.
    pub(super) fn list(
        &mut self,
        start: Option<u64>,
        items: &[ListItem],
        place: Place,
    ) -> Vec<Out> {
        let mut lists = Lists { start, place, outs: Vec::new(), items: Vec::new(), first: 0 };
        for (index, item) in items.iter().enumerate() {
            let inner = self
                .at("item", index, |writer| writer.blocks(&item.blocks, place.inside(Room::Item)));
            lists.item(index, inner);
        }
        lists.close();
        lists.outs
    }

    pub(super) fn task_list(&mut self, tasks: &[TaskItem]) -> Option<Out> {
        (!tasks.is_empty()).then(|| Out::Here(self.tasks(tasks)))
    }

    fn tasks(&mut self, tasks: &[TaskItem]) -> Value {
        let attrs = self.identity(None);
        let mut content = Vec::new();
        for (index, task) in tasks.iter().enumerate() {
            self.at("task", index, |writer| {
                let state = if task.done { "DONE" } else { "TODO" };
                let attrs = writer.identity(Some(state));
                content.push(node_with("taskItem", attrs, writer.line(&task.inlines)));
                if !task.children.is_empty() {
                    content.push(writer.tasks(&task.children));
                }
            });
        }
        node_with("taskList", attrs, content)
    }

    /// Decisions stand in no tree: those below another follow it.
    pub(super) fn decision_list(&mut self, items: &[TaskItem]) -> Option<Out> {
        if items.is_empty() {
            return None;
        }
        let attrs = self.identity(None);
        let mut content = Vec::new();
        self.decisions(items, &mut content);
        Some(Out::Here(node_with("decisionList", attrs, content)))
    }

    fn decisions(&mut self, items: &[TaskItem], content: &mut Vec<Value>) {
        for (index, item) in items.iter().enumerate() {
            self.at("decision", index, |writer| {
                let state = if item.done { "DECIDED" } else { "UNDECIDED" };
                let attrs = writer.identity(Some(state));
                content.push(node_with("decisionItem", attrs, writer.line(&item.inlines)));
                if !item.children.is_empty() {
                    writer.note(LossKind::TasksFlattened);
                    writer.decisions(&item.children, content);
                }
            });
        }
    }

    /// Tasks as a bulleted list, each with its box as a character.
    pub(super) fn boxed_list(&mut self, tasks: &[TaskItem]) -> Option<Value> {
        if tasks.is_empty() {
            return None;
        }
        let items = tasks.iter().enumerate().map(|(index, task)| {
            self.at("task", index, |writer| {
                let glyph = if task.done { "\u{2611} " } else { "\u{2610} " };
                let mut content = vec![writer.boxed(glyph, &task.inlines)];
                content.extend(writer.boxed_list(&task.children));
                node("listItem", content)
            })
        });
        Some(node("bulletList", items.collect()))
    }

    fn boxed(&mut self, glyph: &str, inlines: &[Inline]) -> Value {
        let mut line = self.line(&[Inline::plain(glyph)]);
        line.extend(self.line(inlines));
        node("paragraph", line)
    }

    fn identity(&mut self, state: Option<&str>) -> Map<String, Value> {
        attrs([("localId", Some(self.local_id())), ("state", state.map(Value::from))])
    }
}

/// The lists that one list is parted into.
struct Lists {
    start: Option<u64>,
    place: Place,
    outs: Vec<Out>,
    items: Vec<Value>,
    /// The place of the first of `items` in the whole list.
    first: usize,
}

impl Lists {
    fn item(&mut self, index: usize, inner: Vec<Out>) {
        let mut content = Vec::new();
        let mut shown = false;
        for out in inner {
            match out {
                Out::Here(node) => content.push(node),
                Out::Above(node) => {
                    if !content.is_empty() || !shown {
                        self.push(index, std::mem::take(&mut content));
                    }
                    shown = true;
                    self.close();
                    self.outs.push(Out::lifted(node, self.place));
                }
            }
        }
        if !content.is_empty() || !shown {
            self.push(index, content);
        }
    }

    fn push(&mut self, index: usize, mut content: Vec<Value>) {
        // Editors want an item to begin with a line, though the schema no longer does.
        let begins = content.first().is_some_and(|it| {
            !["bulletList", "orderedList", "taskList"].iter().any(|kind| is(it, kind))
        });
        if !begins {
            content.insert(0, empty_paragraph());
        }
        if self.items.is_empty() {
            self.first = index;
        }
        self.items.push(node("listItem", content));
    }

    fn close(&mut self) {
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return;
        }
        let list = match self.start {
            None => node("bulletList", items),
            Some(start) => {
                let passed = u64::try_from(self.first).unwrap_or(u64::MAX);
                let order = start.saturating_add(passed);
                let attrs = attrs([("order", (order != 1).then(|| order.into()))]);
                node_with("orderedList", attrs, items)
            }
        };
        self.outs.push(Out::Here(list));
    }
}
