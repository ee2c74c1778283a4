//! The one team of a project: which areas and iterations it works in.

use serde_json::{Value, json};

use super::guid::guid;
use super::node::Tree;
use super::project::Project;

/// What the team has chosen. Iterations are places in the project's tree.
#[derive(Debug, Default)]
pub(super) struct Team {
    /// None until somebody chooses: all below the root, so that a loaded project has its sprints.
    iterations: Option<Vec<usize>>,
    backlog: usize,
    default: Option<usize>,
    /// Area paths, each with whether those below belong to it; the first is the default's.
    areas: Option<Areas>,
}

/// The team's areas.
#[derive(Clone, Debug)]
pub(super) struct Areas {
    pub(super) default: String,
    pub(super) values: Vec<(String, bool)>,
}

impl Team {
    pub(super) fn iterations(&self, tree: &Tree) -> Vec<usize> {
        let all = tree.indices();
        match &self.iterations {
            Some(chosen) => all.filter(|at| chosen.contains(at)).collect(),
            None => all.skip(1).collect(),
        }
    }

    /// Takes an iteration in, or leaves it out.
    pub(super) fn choose(&mut self, tree: &Tree, at: usize, wanted: bool) {
        let mut chosen = self.iterations(tree);
        chosen.retain(|known| *known != at);
        if wanted {
            chosen.push(at);
        }
        self.iterations = Some(chosen);
    }

    pub(super) fn set_backlog(&mut self, at: usize) {
        self.backlog = at;
    }

    /// None stands for the macro of the current iteration.
    pub(super) fn set_default(&mut self, at: Option<usize>) {
        self.default = at;
    }

    pub(super) fn areas(&self, project: &str) -> Areas {
        self.areas.clone().unwrap_or_else(|| Areas {
            default: project.to_owned(),
            values: vec![(project.to_owned(), false)],
        })
    }

    pub(super) fn set_areas(&mut self, areas: Areas) {
        self.areas = Some(areas);
    }
}

impl Project {
    pub(super) fn team_id(&self) -> String {
        guid("team", &self.name)
    }

    pub(super) fn team_name(&self) -> String {
        format!("{} Team", self.name)
    }

    /// Whether a part of an address names the team.
    pub(super) fn is_team(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(&self.team_name()) || name.eq_ignore_ascii_case(&self.team_id())
    }

    /// The team as a reference; `base` ends with the organisation.
    pub(super) fn team(&self, base: &str) -> Value {
        let id = self.team_id();
        json!({
            "id": id,
            "name": self.team_name(),
            "url": format!("{base}/_apis/projects/{}/teams/{id}", self.id),
        })
    }

    /// The team alone.
    pub(super) fn whole_team(&self, base: &str) -> Value {
        let mut view = self.team(base);
        if let Some(view) = view.as_object_mut() {
            let identity = format!("{base}/_apis/Identities/{}", self.team_id());
            view.insert("description".to_owned(), json!("The default project team."));
            view.insert("identityUrl".to_owned(), json!(identity));
            view.insert("projectName".to_owned(), json!(self.name));
            view.insert("projectId".to_owned(), json!(self.id));
        }
        view
    }

    /// `teamsettings`.
    pub(super) fn settings(&self, base: &str) -> Value {
        let chosen = |at: usize| {
            let tree = &self.iterations;
            let node = tree.node(at)?;
            // As recorded: without the project's name, and with a slash before what is below it.
            let path = tree.path(at);
            let below = path.strip_prefix(&self.name).unwrap_or(&path);
            Some(json!({
                "id": node.identifier,
                "name": node.name,
                "path": below,
                "url": tree.address(at, &format!("{base}/{}", self.id)),
            }))
        };
        let team = &self.team;
        json!({
            "backlogIteration": chosen(team.backlog),
            "bugsBehavior": "off",
            "workingDays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "backlogVisibilities": {
                "Microsoft.EpicCategory": true,
                "Microsoft.FeatureCategory": true,
                "Microsoft.RequirementCategory": true,
            },
            "defaultIteration": team.default.and_then(chosen),
            "defaultIterationMacro":
                if team.default.is_none() { json!("@currentIteration") } else { Value::Null },
            "url": self.team_address(base, ""),
            "_links": self.team_links(base, ""),
        })
    }

    /// `teamsettings/teamfieldvalues`.
    pub(super) fn field_values(&self, base: &str) -> Value {
        let areas = self.team.areas(&self.name);
        let values: Vec<Value> = areas
            .values
            .iter()
            .map(|(path, below)| json!({"value": path, "includeChildren": below}))
            .collect();
        json!({
            "field": {
                "referenceName": "System.AreaPath",
                "url": format!("{base}/_apis/wit/fields/System.AreaPath"),
            },
            "defaultValue": areas.default,
            "values": values,
            "url": self.team_address(base, "/teamfieldvalues"),
            "_links": self.team_links(base, "/teamfieldvalues"),
        })
    }

    /// An address of the team's settings.
    pub(super) fn team_address(&self, base: &str, rest: &str) -> String {
        format!("{base}/{}/{}/_apis/work/teamsettings{rest}", self.id, self.team_id())
    }

    pub(super) fn team_links(&self, base: &str, rest: &str) -> Value {
        let href = |href: String| json!({ "href": href });
        let project = format!("{base}/_apis/projects/{}", self.id);
        json!({
            "self": href(self.team_address(base, rest)),
            "project": href(project.clone()),
            "team": href(format!("{project}/teams/{}", self.team_id())),
            "teamSettings": href(self.team_address(base, "")),
            "teamIterations": href(self.team_address(base, "/iterations")),
            "teamFieldValues": href(self.team_address(base, "/teamfieldvalues")),
        })
    }
}
