use migrayt_core::richtext::{Inline, ListItem, TaskItem};
use serde_json::Value;

use super::kept::Kept;
use super::node::{attrs, dressed, empty_paragraph, is, node};
use super::place::{Out, Place, Room};
use super::read::{Reader, task_line};
use super::write::Writer;
use crate::loss::{LossKind, Noting as _};

impl Writer {
    /// A list. What cannot stand in an item parts the list; the rest of the item and the items
    /// after it go on in another list, with their numbers.
    pub(super) fn list(
        &mut self,
        start: Option<u64>,
        items: &[ListItem],
        kept: Option<&Kept>,
        place: Place,
    ) -> Vec<Out> {
        let kept = kept.cloned();
        let mut lists = Lists { start, place, kept, outs: Vec::new(), items: Vec::new(), first: 0 };
        for (index, item) in items.iter().enumerate() {
            let inner = self
                .at("item", index, |writer| writer.blocks(&item.blocks, place.inside(Room::Item)));
            let mut kept = Kept::of_some(item.details.as_ref());
            lists.item(index, inner, &mut kept);
        }
        lists.close();
        lists.outs
    }

    pub(super) fn task_list(
        &mut self,
        tasks: &[TaskItem],
        kept: Option<&Kept>,
        place: Place,
    ) -> Option<Out> {
        (!tasks.is_empty()).then(|| Out::Here(self.tasks(tasks, kept, place)))
    }

    fn tasks(&mut self, tasks: &[TaskItem], kept: Option<&Kept>, place: Place) -> Value {
        let id = self.fresh_id(kept);
        let mut content = Vec::new();
        for (index, task) in tasks.iter().enumerate() {
            self.at("task", index, |writer| {
                let kept = Kept::of_some(task.details.as_ref());
                let is_bare = kept.as_ref().is_some_and(|kept| kept.bare)
                    && task.inlines.is_empty()
                    && !task.children.is_empty();
                if !is_bare {
                    content.push(writer.task(task, kept.as_ref(), place));
                }
                writer.below(task, kept.as_ref(), place, &mut content);
            });
        }
        self.identified("taskList", (id, None), content, kept, place)
    }

    /// The lists below a task: as many as there were, if there are as many tasks.
    fn below(
        &mut self,
        task: &TaskItem,
        kept: Option<&Kept>,
        place: Place,
        content: &mut Vec<Value>,
    ) {
        let lists = kept.map_or(&[][..], |kept| &kept.below);
        let count = lists.iter().fold(0_usize, |sum, list| sum.saturating_add(list.count));
        let mut rest = task.children.as_slice();
        if count == rest.len() {
            for list in lists.iter().filter(|list| list.count > 0) {
                let Some((these, others)) = rest.split_at_checked(list.count) else { break };
                content.push(self.tasks(these, Some(&list.kept), place));
                rest = others;
            }
        }
        if !rest.is_empty() {
            content.push(self.tasks(rest, lists.first().map(|list| &list.kept), place));
        }
    }

    fn task(&mut self, task: &TaskItem, kept: Option<&Kept>, place: Place) -> Value {
        let state = if task.done { "DONE" } else { "TODO" };
        let blocks = kept.and_then(|kept| kept.content.as_ref().filter(|_| kept.kind.is_some()));
        if let Some(blocks) = blocks
            && task_line(blocks) == task.inlines
            && may_be_task(blocks)
        {
            let told = (self.fresh_id(kept), Some(state));
            return self.identified("blockTaskItem", told, blocks.clone(), kept, place);
        }
        let id = self.fresh_id(kept);
        let line = self.line(&task.inlines);
        self.identified("taskItem", (id, Some(state)), line, kept, place)
    }

    /// Decisions stand in no tree: those below another follow it.
    pub(super) fn decision_list(
        &mut self,
        items: &[TaskItem],
        kept: Option<&Kept>,
        place: Place,
    ) -> Option<Out> {
        if items.is_empty() {
            return None;
        }
        let id = self.fresh_id(kept);
        let mut content = Vec::new();
        self.decisions(items, place, &mut content);
        Some(Out::Here(self.identified("decisionList", (id, None), content, kept, place)))
    }

    fn decisions(&mut self, items: &[TaskItem], place: Place, content: &mut Vec<Value>) {
        for (index, item) in items.iter().enumerate() {
            self.at("decision", index, |writer| {
                let state = if item.done { "DECIDED" } else { "UNDECIDED" };
                let kept = Kept::of_some(item.details.as_ref());
                let told = (writer.fresh_id(kept.as_ref()), Some(state));
                let line = writer.line(&item.inlines);
                content.push(writer.identified("decisionItem", told, line, kept.as_ref(), place));
                if !item.children.is_empty() {
                    writer.note(LossKind::TasksFlattened);
                    writer.decisions(&item.children, place, content);
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

    /// A node with an id and a state; the id that it had is kept.
    fn identified(
        &mut self,
        kind: &str,
        (id, state): (Option<Value>, Option<&str>),
        content: Vec<Value>,
        kept: Option<&Kept>,
        place: Place,
    ) -> Value {
        let told = attrs([("state", state.map(Value::from))]);
        let mut node = self.dress(kind, Some(told), content, kept, place);
        if let (Some(id), Some(Value::Object(attrs))) = (id, node.get_mut("attrs")) {
            attrs.insert("localId".to_owned(), id);
        }
        node
    }

    /// An id for a node that has none.
    fn fresh_id(&mut self, kept: Option<&Kept>) -> Option<Value> {
        let stood = kept.and_then(|kept| kept.attrs.as_ref()?.get("localId"));
        (!stood.is_some_and(Value::is_string)).then(|| self.local_id())
    }
}

/// Whether a task may be made of these blocks: only the first two are told what to be.
fn may_be_task(blocks: &[Value]) -> bool {
    let place = Place { room: Room::Item, tables: false };
    let good = |block: &Value| {
        let is_one = is(block, "paragraph") || is(block, "extension");
        let read = Reader::default().run(block).document.blocks;
        is_one && Out::nodes(Writer::default().blocks(&read, place)) == std::slice::from_ref(block)
    };
    !blocks.is_empty() && blocks.iter().take(2).all(good)
}

/// The lists that one list is parted into.
struct Lists {
    start: Option<u64>,
    place: Place,
    /// What is kept of the list, until its first part is written.
    kept: Option<Kept>,
    outs: Vec<Out>,
    items: Vec<Value>,
    /// The place of the first of `items` in the whole list.
    first: usize,
}

impl Lists {
    fn item(&mut self, index: usize, inner: Vec<Out>, kept: &mut Option<Kept>) {
        let mut content = Vec::new();
        let mut shown = false;
        for out in inner {
            match out {
                Out::Here(node) => content.push(node),
                Out::Above(node) => {
                    if !content.is_empty() || !shown {
                        self.push(index, std::mem::take(&mut content), kept.take().as_ref());
                    }
                    shown = true;
                    self.close();
                    self.outs.push(Out::lifted(node, self.place));
                }
            }
        }
        if !content.is_empty() || !shown {
            self.push(index, content, kept.take().as_ref());
        }
    }

    fn push(&mut self, index: usize, mut content: Vec<Value>, kept: Option<&Kept>) {
        // Editors want an item to begin with a line, though the schema no longer does.
        let begins = content.first().is_some_and(|it| {
            !["bulletList", "orderedList", "taskList"].iter().any(|kind| is(it, kind))
        });
        let was_bare = kept.is_some_and(|kept| kept.bare) && !content.is_empty();
        if !begins && !was_bare {
            content.insert(0, empty_paragraph());
        }
        if self.items.is_empty() {
            self.first = index;
        }
        let (item, _) = dressed("listItem", None, content, kept, self.place);
        self.items.push(item);
    }

    fn close(&mut self) {
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return;
        }
        let kept = self.kept.take();
        let (name, attrs) = match self.start {
            None => ("bulletList", None),
            Some(start) => {
                let passed = u64::try_from(self.first).unwrap_or(u64::MAX);
                let order = start.saturating_add(passed);
                ("orderedList", Some(attrs([("order", (order != 1).then(|| order.into()))])))
            }
        };
        let (list, _) = dressed(name, attrs, items, kept.as_ref(), self.place);
        self.outs.push(Out::Here(list));
    }
}
