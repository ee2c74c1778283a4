//! Making, renaming, moving and removing areas and iterations.

use http::StatusCode;
use serde_json::Value;

use super::call::Call;
use super::error::Refusal;
use super::field::{self, FieldKey};
use super::node::{Structure, Tree};
use super::record::Datum;
use super::reply::Reply;
use super::stamp;

impl Call<'_> {
    fn tree_mut(&mut self, structure: Structure) -> Result<(&mut Tree, &mut u32), Refusal> {
        let at = self.project.and_then(|at| self.state.project_mut(at));
        let (project, _, next) = at.ok_or_else(|| Refusal::no_route(&self.asked.path))?;
        Ok((project.tree_mut(structure), next))
    }

    /// The place of the node that the path names.
    fn place(&self) -> Result<(Structure, usize), Refusal> {
        let (structure, below) = self.structure()?;
        let at = self.project()?.tree(structure).find_below(&below);
        Ok((structure, at.ok_or_else(|| Refusal::no_node(&below))?))
    }

    fn shown_node(
        &self,
        status: StatusCode,
        structure: Structure,
        at: usize,
    ) -> Result<Reply, Refusal> {
        let view = self.project()?.tree(structure).view(at, 0, &self.scope(), true);
        Ok(Reply::json(status, &view))
    }

    /// `POST wit/classificationnodes/{group}/{path}`: makes a child, or takes one in that stands
    /// elsewhere, which its id names.
    pub(super) fn make_node(&mut self) -> Result<Reply, Refusal> {
        let (structure, parent) = self.place()?;
        let body = self.json()?;
        if let Some(id) = body.get("id").and_then(Value::as_u64).filter(|id| *id > 0) {
            return self.move_node(structure, parent, id);
        }
        let name = name(&body)?;
        let (tree, next) = self.tree_mut(structure)?;
        let (at, new) = tree.add(parent, &name, next);
        if !new {
            return Err(Refusal::same_node(&name));
        }
        set_days(tree, at, &body);
        self.shown_node(StatusCode::CREATED, structure, at)
    }

    fn move_node(
        &mut self,
        structure: Structure,
        parent: usize,
        id: u64,
    ) -> Result<Reply, Refusal> {
        let tree = self.project()?.tree(structure);
        let at = u32::try_from(id).ok().and_then(|id| tree.find_id(id));
        let at = at.ok_or_else(|| Refusal::no_node(&id.to_string()))?;
        let name = tree.node(at).map_or_else(String::new, |node| node.name.clone());
        if tree.parent(at) != Some(parent) {
            self.put(structure, at, parent, &name)?;
        }
        self.shown_node(StatusCode::OK, structure, at)
    }

    /// `PATCH wit/classificationnodes/{group}/{path}`: another name, other days.
    pub(super) fn change_node(&mut self) -> Result<Reply, Refusal> {
        let (structure, at) = self.place()?;
        let body = self.json()?;
        let tree = self.project()?.tree(structure);
        let known = tree.node(at).map_or_else(String::new, |node| node.name.clone());
        if body.get("name").is_some_and(Value::is_string) {
            let name = name(&body)?;
            if let (Some(parent), true) = (tree.parent(at), name != known) {
                self.put(structure, at, parent, &name)?;
            }
        }
        set_days(self.tree_mut(structure)?.0, at, &body);
        self.shown_node(StatusCode::OK, structure, at)
    }

    /// `DELETE wit/classificationnodes/{group}/{path}`: its items go to the node that
    /// `$reclassifyId` names, or else to its parent.
    pub(super) fn remove_node(&mut self) -> Result<Reply, Refusal> {
        let (structure, at) = self.place()?;
        let tree = self.project()?.tree(structure);
        let heir = match self.asked.query("$reclassifyId") {
            None | Some("") => tree.parent(at),
            Some(id) => {
                let known = id.parse().ok().and_then(|id| tree.find_id(id));
                Some(known.ok_or_else(|| Refusal::no_node(id))?)
            }
        };
        let from = tree.path(at);
        let to = heir.map_or_else(String::new, |heir| tree.path(heir));
        if !self.tree_mut(structure)?.0.remove(at) {
            return Err(Refusal::fixed_node(&from));
        }
        self.repath(structure, &from, |_| to.clone());
        Ok(Reply::no_content())
    }

    fn put(
        &mut self,
        structure: Structure,
        at: usize,
        parent: usize,
        name: &str,
    ) -> Result<(), Refusal> {
        let from = self.project()?.tree(structure).path(at);
        let tree = self.tree_mut(structure)?.0;
        if !tree.place(at, parent, name) {
            return Err(Refusal::same_node(name));
        }
        let to = tree.path(at);
        self.repath(structure, &from, |rest| format!("{to}{rest}"));
        Ok(())
    }

    /// Gives the items at a path or below it another one. Items name nodes, not paths, so that no
    /// revision is made and older ones show the new path too.
    fn repath(&mut self, structure: Structure, from: &str, to: impl Fn(&str) -> String) {
        let key: FieldKey = match structure {
            Structure::Area => field::AREA_PATH,
            Structure::Iteration => field::ITERATION_PATH,
        };
        let project = self.project;
        let items = self.state.items.values_mut();
        for record in items.filter(|record| Some(record.project) == project) {
            let older = record.older.iter_mut().map(|older| &mut older.fields);
            for fields in older.chain([&mut record.fields]) {
                let rest = fields.text(key).strip_prefix(from);
                if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('\\')) {
                    let path = to(rest);
                    fields.set(key, Some(Datum::Text(path.into())));
                }
            }
        }
    }
}

fn name(body: &Value) -> Result<String, Refusal> {
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    if name.is_empty() || name.contains(['\\', '/', '$', '?', '*', '"', ':', '<', '>', '|']) {
        return Err(Refusal::bad(
            "ArgumentException",
            "VS402371: Classification node name is not valid.",
        ));
    }
    Ok(name.to_owned())
}

/// Sets the days that a body names; null takes one away.
fn set_days(tree: &mut Tree, at: usize, body: &Value) {
    let day = |key: &str| {
        let value = body.get("attributes")?.get(key)?;
        Some(value.as_str().and_then(stamp::read).map(|(moment, _)| moment.date()))
    };
    if let Some(node) = tree.node_mut(at) {
        if let Some(start) = day("startDate") {
            node.start = start;
        }
        if let Some(finish) = day("finishDate") {
            node.finish = finish;
        }
    }
}
