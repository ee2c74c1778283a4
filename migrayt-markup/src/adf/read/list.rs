use migrayt_core::richtext::{Block, Inline, ListItem, TaskItem};
use serde_json::Value;

use super::block::detailed;
use super::line::plain;
use super::{Reader, content, kind, text_attr};
use crate::adf::kept::{Below, DEEPEST, Kept};
use crate::adf::shape::shallow;
use crate::loss::{LossKind, Noting as _};

/// How deep tasks are nested at most.
const TASKS: usize = 64;

impl Reader {
    /// The items of a list; what is no item is the content of one.
    pub(super) fn items(&mut self, nodes: &[Value]) -> Vec<ListItem> {
        let mut items = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let item = self.at("item", index, |reader| {
                if kind(node) != "listItem" {
                    return ListItem::from(reader.inside(std::slice::from_ref(node)));
                }
                let mut kept = reader.beyond("listItem", node);
                let first = content(node).first().map(kind);
                kept.bare = matches!(first, Some("bulletList" | "orderedList" | "taskList"));
                ListItem { blocks: reader.inside(content(node)), details: kept.details() }
            });
            items.push(item);
        }
        items
    }

    pub(super) fn task_list(&mut self, node: &Value) -> Block {
        let kept = self.beyond("taskList", node);
        detailed(&kept, Block::TaskList(self.tasks(content(node), 1)))
    }

    fn tasks(&mut self, nodes: &[Value], depth: usize) -> Vec<TaskItem> {
        let mut tasks: Vec<TaskItem> = Vec::with_capacity(nodes.len());
        // What the last task says beyond the tree is open until the next begins.
        let mut open: Option<Kept> = None;
        for (index, node) in nodes.iter().enumerate() {
            self.at("task", index, |reader| {
                if kind(node) == "taskList" && depth < TASKS {
                    reader.below(node, depth, &mut tasks, &mut open);
                    return;
                }
                close(&mut tasks, open.take());
                let (task, kept) = reader.task(node);
                tasks.push(task);
                open = Some(kept);
            });
        }
        close(&mut tasks, open);
        tasks
    }

    /// A list below the last task, or below one of nothing but that list.
    fn below(
        &mut self,
        node: &Value,
        depth: usize,
        tasks: &mut Vec<TaskItem>,
        open: &mut Option<Kept>,
    ) {
        let kept = self.beyond("taskList", node);
        let children = self.tasks(content(node), depth + 1);
        let last = open.get_or_insert_with(|| {
            tasks.push(TaskItem::default());
            Kept { bare: true, ..Kept::default() }
        });
        last.below.push(Below { count: children.len(), kept });
        if let Some(task) = tasks.last_mut() {
            task.children.extend(children);
        }
    }

    fn task(&mut self, node: &Value) -> (TaskItem, Kept) {
        let done = text_attr(node, "state") == "DONE";
        match kind(node) {
            "taskItem" => {
                let kept = self.beyond("taskItem", node);
                let inlines = self.line(node);
                (TaskItem { done, inlines, ..TaskItem::default() }, kept)
            }
            "blockTaskItem" => {
                let mut kept = self.beyond("blockTaskItem", node);
                kept.kind = Some("blockTaskItem".to_owned());
                let inlines = self.blocks_as_line(content(node));
                if content(node).iter().all(|it| shallow(it, DEEPEST)) {
                    kept.content = Some(content(node).to_vec());
                }
                (TaskItem { done, inlines, ..TaskItem::default() }, kept)
            }
            name => {
                let loss = if name == "taskList" { LossKind::Depth } else { LossKind::Attribute };
                self.note(loss);
                let inlines = plain(node).into_iter().collect();
                (TaskItem { inlines, ..TaskItem::default() }, Kept::default())
            }
        }
    }

    /// Paragraphs as one line with breaks between.
    fn blocks_as_line(&mut self, nodes: &[Value]) -> Vec<Inline> {
        let mut line = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index > 0 {
                line.push(Inline::Break);
            }
            if kind(node) == "paragraph" {
                line.extend(self.line(node));
            } else {
                line.extend(plain(node));
            }
        }
        line
    }

    pub(super) fn decision_list(&mut self, node: &Value) -> Block {
        let kept = self.beyond("decisionList", node);
        let mut items = Vec::with_capacity(content(node).len());
        for (index, node) in content(node).iter().enumerate() {
            items.push(self.at("decision", index, |reader| {
                if kind(node) != "decisionItem" {
                    reader.note(LossKind::Attribute);
                    let inlines = plain(node).into_iter().collect();
                    return TaskItem { inlines, ..TaskItem::default() };
                }
                let details = reader.beyond("decisionItem", node).details();
                let done = text_attr(node, "state") == "DECIDED";
                TaskItem { done, inlines: reader.line(node), children: Vec::new(), details }
            }));
        }
        detailed(&kept, Block::DecisionList(items))
    }
}

/// The line of a task that is made of blocks.
pub(in crate::adf) fn task_line(nodes: &[Value]) -> Vec<Inline> {
    Reader::default().blocks_as_line(nodes)
}

fn close(tasks: &mut [TaskItem], kept: Option<Kept>) {
    if let (Some(task), Some(kept)) = (tasks.last_mut(), kept) {
        task.details = kept.details();
    }
}
