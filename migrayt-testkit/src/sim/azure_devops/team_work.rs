//! What a team is asked: its members, settings, areas and iterations.

use http::StatusCode;
use serde_json::{Value, json};
use time::Date;

use super::call::Call;
use super::error::Refusal;
use super::field;
use super::project::Project;
use super::record::Record;
use super::reply::Reply;
use super::team::{Areas, Team};

impl Call<'_> {
    /// `GET projects/{project}/teams`.
    pub(super) fn teams(&self) -> Result<Reply, Refusal> {
        Ok(Reply::list(vec![self.named_project()?.whole_team(&self.base)]))
    }

    /// `GET teams`: those of all projects.
    pub(super) fn all_teams(&self) -> Reply {
        let all = self.state.projects.iter();
        Reply::list(all.map(|project| project.whole_team(&self.base)).collect())
    }

    fn named_team(&self) -> Result<&Project, Refusal> {
        let (project, name) = (self.named_project()?, self.part(3));
        if project.is_team(name) { Ok(project) } else { Err(Refusal::no_team(name)) }
    }

    /// `GET projects/{project}/teams/{team}`.
    pub(super) fn show_team(&self) -> Result<Reply, Refusal> {
        Ok(Reply::ok(&self.named_team()?.whole_team(&self.base)))
    }

    /// `GET projects/{project}/teams/{team}/members`: all who are known.
    pub(super) fn members(&self) -> Result<Reply, Refusal> {
        self.named_team()?;
        let (skip, top) = (self.asked.number("$skip", 0)?, self.asked.number("$top", 100)?);
        let people = self.state.people.iter().skip(skip).take(top);
        Ok(Reply::list(
            people.map(|person| json!({"identity": person.reference(&self.base)})).collect(),
        ))
    }

    /// The project of the path, whose team is the one that the path names, if it names one.
    fn working(&self) -> Result<&Project, Refusal> {
        let project = self.project()?;
        match self.asked.before.last() {
            Some(name) if self.names_a_team() && !project.is_team(name) => {
                Err(Refusal::no_team(name))
            }
            _ => Ok(project),
        }
    }

    /// Whether the path names a team: something stands between the project and `_apis`.
    fn names_a_team(&self) -> bool {
        self.asked.before.len() > 2
    }

    fn change_team(&mut self, change: impl FnOnce(&mut Team, &Project)) -> Result<(), Refusal> {
        self.working()?;
        let at = self.project.ok_or_else(|| Refusal::no_route(&self.asked.path))?;
        if let Some((project, _, _)) = self.state.project_mut(at) {
            let mut team = std::mem::take(&mut project.team);
            change(&mut team, project);
            project.team = team;
        }
        Ok(())
    }

    /// `GET {team}/work/teamsettings`.
    pub(super) fn settings(&self) -> Result<Reply, Refusal> {
        Ok(Reply::ok(&self.working()?.settings(&self.base)))
    }

    /// `PATCH {team}/work/teamsettings`: the iteration of the backlog, the default one.
    pub(super) fn change_settings(&mut self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let place = |key: &str| {
            let Some(id) = body.get(key).and_then(Value::as_str) else { return Ok(None) };
            let found = self.working()?.iterations.find_identifier(id);
            found.map(Some).ok_or_else(Refusal::no_backlog)
        };
        let (backlog, default) = (place("backlogIteration")?, place("defaultIteration")?);
        let current = body.get("defaultIterationMacro").is_some_and(Value::is_string);
        self.change_team(|team, _| {
            if let Some(at) = backlog {
                team.set_backlog(at);
            }
            if default.is_some() || current {
                team.set_default(default);
            }
        })?;
        self.settings()
    }

    /// `GET {team}/work/teamsettings/teamfieldvalues`.
    pub(super) fn field_values(&self) -> Result<Reply, Refusal> {
        Ok(Reply::ok(&self.working()?.field_values(&self.base)))
    }

    /// `PATCH {team}/work/teamsettings/teamfieldvalues`.
    pub(super) fn change_field_values(&mut self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let default = body.get("defaultValue").and_then(Value::as_str);
        let default = default.ok_or_else(Refusal::no_default_value)?.to_owned();
        let mut values = Vec::new();
        for value in body.get("values").and_then(Value::as_array).into_iter().flatten() {
            let path = value.get("value").and_then(Value::as_str).unwrap_or_default();
            if self.working()?.areas.find(path).is_none() {
                return Err(Refusal::no_node(path));
            }
            let below = value.get("includeChildren").and_then(Value::as_bool).unwrap_or_default();
            values.push((path.to_owned(), below));
        }
        self.change_team(|team, _| team.set_areas(Areas { default, values }))?;
        self.field_values()
    }

    /// `GET {team}/work/teamsettings/iterations`.
    pub(super) fn team_iterations(&self) -> Result<Reply, Refusal> {
        let project = self.working()?;
        let wanted = self.asked.query("$timeframe").unwrap_or_default();
        let shown = project.team.iterations(&project.iterations).into_iter();
        let shown = shown.filter_map(|at| self.iteration(project, at)).filter(|view| {
            wanted.is_empty()
                || view
                    .pointer("/attributes/timeFrame")
                    .and_then(Value::as_str)
                    .is_some_and(|frame| frame.eq_ignore_ascii_case(wanted))
        });
        Ok(Reply::list(shown.collect()))
    }

    fn named_iteration(&self) -> Result<(&Project, usize), Refusal> {
        let (project, id) = (self.working()?, self.part(3));
        let at = project.iterations.find_identifier(id);
        let at = at.filter(|at| project.team.iterations(&project.iterations).contains(at));
        Ok((project, at.ok_or_else(|| Refusal::no_iteration(id))?))
    }

    /// `GET {team}/work/teamsettings/iterations/{id}`.
    pub(super) fn team_iteration(&self) -> Result<Reply, Refusal> {
        let (project, at) = self.named_iteration()?;
        Ok(Reply::ok(&self.iteration(project, at).unwrap_or_default()))
    }

    /// `POST {team}/work/teamsettings/iterations`: the team works in that iteration.
    pub(super) fn take_iteration(&mut self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let id = body.get("id").and_then(Value::as_str).unwrap_or_default();
        let at = self.working()?.iterations.find_identifier(id);
        let at = at.ok_or_else(|| Refusal::no_iteration(id))?;
        self.change_team(|team, project| team.choose(&project.iterations, at, true))?;
        let view = self.iteration(self.working()?, at).unwrap_or_default();
        Ok(Reply::json(StatusCode::CREATED, &view))
    }

    /// `DELETE {team}/work/teamsettings/iterations/{id}`.
    pub(super) fn leave_iteration(&mut self) -> Result<Reply, Refusal> {
        let (_, at) = self.named_iteration()?;
        self.change_team(|team, project| team.choose(&project.iterations, at, false))?;
        Ok(Reply::no_content())
    }

    /// `GET {team}/work/teamsettings/iterations/{id}/workitems`: its items, those with a parent
    /// in it below that one.
    pub(super) fn iteration_items(&self) -> Result<Reply, Refusal> {
        let (project, at) = self.named_iteration()?;
        let path = project.iterations.path(at);
        let scope = self.scope();
        let lies_here = |id: u64| {
            self.scoped(id).is_ok_and(|record| record.fields.text(field::ITERATION_PATH) == path)
        };
        let item = |id: u64| json!({"id": id, "url": format!("{scope}/_apis/wit/workItems/{id}")});
        let here = self.state.items.keys().copied().filter(|id| lies_here(*id));
        let relations: Vec<Value> = here
            .map(|id| {
                let parent = self.state.item(id).and_then(Record::parent);
                match parent.filter(|parent| lies_here(*parent)) {
                    Some(parent) => json!({
                        "rel": "System.LinkTypes.Hierarchy-Forward",
                        "source": item(parent),
                        "target": item(id),
                    }),
                    None => json!({"rel": null, "source": null, "target": item(id)}),
                }
            })
            .collect();
        let id = self.part(3);
        let address = format!("/iterations/{id}/workitems");
        Ok(Reply::ok(&json!({
            "workItemRelations": relations,
            "url": project.team_address(&self.base, &address),
            "_links": project.team_links(&self.base, &address),
        })))
    }

    fn iteration(&self, project: &Project, at: usize) -> Option<Value> {
        let node = project.iterations.node(at)?;
        let day = |date: Option<Date>| date.map(|date| format!("{date}T00:00:00Z"));
        let today = self.now.date();
        let frame = match (node.start, node.finish) {
            (Some(start), _) if start > today => "future",
            (_, Some(finish)) if finish < today => "past",
            // As recorded: one without days is current too.
            _ => "current",
        };
        let address = format!("/iterations/{}", node.identifier);
        Some(json!({
            "id": node.identifier,
            "name": node.name,
            "path": project.iterations.path(at),
            "attributes": {
                "startDate": day(node.start),
                "finishDate": day(node.finish),
                "timeFrame": frame,
            },
            "url": project.team_address(&self.base, &address),
        }))
    }
}
