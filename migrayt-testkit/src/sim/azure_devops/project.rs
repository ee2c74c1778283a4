//! Projects of the organisation.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::field::FieldTable;
use super::guid::guid;
use super::node::{Structure, Tree};
use super::process::Process;
use super::team::Team;
use super::work_type::WorkType;

/// A project.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) process: Process,
    pub(super) areas: Tree,
    pub(super) iterations: Tree,
    pub(super) types: Vec<WorkType>,
    /// How many items bear each tag.
    pub(super) tags: BTreeMap<String, u32>,
    pub(super) team: Team,
}

impl Project {
    pub(super) fn new(name: &str, process: Process, table: &FieldTable, next: &mut u32) -> Self {
        let types = process.seed().map_or_else(Vec::new, |seed| {
            seed.types.iter().map(|kind| WorkType::new(kind.clone(), &seed.common, table)).collect()
        });
        Self {
            id: guid("project", name),
            name: name.to_owned(),
            process,
            areas: Tree::new(Structure::Area, name, next),
            iterations: Tree::new(Structure::Iteration, name, next),
            types,
            tags: BTreeMap::new(),
            team: Team::default(),
        }
    }

    pub(super) fn tree(&self, structure: Structure) -> &Tree {
        match structure {
            Structure::Area => &self.areas,
            Structure::Iteration => &self.iterations,
        }
    }

    pub(super) fn tree_mut(&mut self, structure: Structure) -> &mut Tree {
        match structure {
            Structure::Area => &mut self.areas,
            Structure::Iteration => &mut self.iterations,
        }
    }

    pub(super) fn work_type(&self, name: &str) -> Option<&WorkType> {
        self.types.iter().find(|kind| {
            kind.seed.name.eq_ignore_ascii_case(name)
                || kind.seed.reference.eq_ignore_ascii_case(name)
        })
    }

    /// The type of that name, made if the project has none.
    pub(super) fn ensure_type(&mut self, name: &str, table: &FieldTable) -> Option<&mut WorkType> {
        let at = self.types.iter().position(|kind| kind.seed.name == name).unwrap_or_else(|| {
            self.types.push(WorkType::named(name, self.process, table));
            self.types.len() - 1
        });
        self.types.get_mut(at)
    }

    /// The project as a list shows it; `base` ends with the organisation.
    pub(super) fn short(&self, base: &str) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "url": format!("{base}/_apis/projects/{}", self.id),
            "state": "wellFormed",
            "revision": 12,
            "visibility": "private",
            "lastUpdateTime": "2026-01-05T09:00:00Z",
        })
    }

    /// The project alone, with its process if `capabilities`.
    pub(super) fn whole(&self, base: &str, capabilities: bool) -> Value {
        let mut view = self.short(base);
        let Some(fields) = view.as_object_mut() else { return view };
        let url = format!("{base}/_apis/projects/{}", self.id);
        let collection = guid("collection", base);
        fields.insert(
            "_links".to_owned(),
            json!({
                "self": {"href": url},
                "collection": {"href": format!("{base}/_apis/projectCollections/{collection}")},
                "web": {"href": format!("{base}/{}", super::address::encode(&self.name))},
            }),
        );
        fields.insert("defaultTeam".to_owned(), self.team(base));
        if let (true, Some(seed)) = (capabilities, self.process.seed()) {
            fields.insert(
                "capabilities".to_owned(),
                json!({
                    "processTemplate": {"templateName": seed.name, "templateTypeId": seed.id},
                    "versioncontrol": {
                        "sourceControlType": "Git", "gitEnabled": "True", "tfvcEnabled": "False",
                    },
                }),
            );
        }
        view
    }
}
