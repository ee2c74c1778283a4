//! Which handler serves which address.

use http::{Method, StatusCode};

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;

/// Whether the resource was never released, so that its version needs the preview flag.
pub(super) fn is_preview(parts: &[&str]) -> bool {
    matches!(
        parts,
        ["wit", "workitems", _, "comments", ..]
            | ["connectiondata" | "resourceareas", ..]
            | ["teams"]
    )
}

impl Call<'_> {
    /// Serves the request; `parts` are those of its path after `_apis`, in lower case.
    pub(super) fn serve(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        let method = self.asked.method.clone();
        match (&method, parts) {
            (&Method::OPTIONS, _) => Ok(self.locations()),
            (&Method::GET, _) => self.get(parts),
            (&Method::POST, _) => self.post(parts),
            (&Method::PATCH, _) => self.patch(parts),
            (&Method::DELETE, _) => self.delete(parts),
            (&Method::PUT, ["wit", "workitems", _, "comments", _, "reactions", _]) => {
                self.react(true)
            }
            _ => Err(self.unknown()),
        }
    }

    fn patch(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["wit", "$batch"] => self.several(),
            ["wit", "workitems", _] => self.change(),
            ["wit", "workitems", _, "comments", _] => self.change_comment(false),
            ["wit", "classificationnodes", _, ..] => self.change_node(),
            ["wit", "recyclebin", _] => self.restore(),
            ["wit", "tags", _] => self.rename_tag(),
            ["work", "teamsettings"] => self.change_settings(),
            ["work", "teamsettings", "teamfieldvalues"] => self.change_field_values(),
            _ => Err(self.unknown()),
        }
    }

    fn delete(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["wit", "workitems", _] => self.discard(),
            ["wit", "workitems", _, "comments", _] => self.change_comment(true),
            ["wit", "workitems", _, "comments", _, "reactions", _] => self.react(false),
            ["wit", "classificationnodes", _, ..] => self.remove_node(),
            ["wit", "recyclebin", _] => self.destroy(),
            ["wit", "tags", _] => self.remove_tag(),
            ["work", "teamsettings", "iterations", _] => self.leave_iteration(),
            _ => Err(self.unknown()),
        }
    }

    fn get(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["resourceareas", ..] => Ok(self.areas()),
            ["connectiondata"] => self.connection_data(),
            ["profile", "profiles", _] => self.profile(),
            ["accounts"] => Ok(self.accounts()),
            ["projects"] => self.projects(),
            ["projects", _] => self.show_project(),
            ["projects", _, "teams"] => self.teams(),
            ["projects", _, "teams", _] => self.show_team(),
            ["projects", _, "teams", _, "members"] => self.members(),
            ["teams"] => Ok(self.all_teams()),
            ["process", "processes"] => Ok(self.processes()),
            ["process", "processes", _] => self.show_process(),
            ["work", "processes"] => Ok(Self::process_models()),
            ["work", "teamsettings", rest @ ..] => self.get_settings(rest),
            ["graph", "users"] => self.graph_users(),
            ["graph", "users", _] => self.graph_user(),
            ["graph", "storagekeys", _] => self.storage_key(),
            ["graph", "descriptors", _] => self.descriptor(),
            ["identities"] => self.identities(),
            ["wit", rest @ ..] => self.get_tracking(rest),
            _ => Err(self.unknown()),
        }
    }

    fn get_settings(&self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            [] => self.settings(),
            ["teamfieldvalues"] => self.field_values(),
            ["iterations"] => self.team_iterations(),
            ["iterations", _] => self.team_iteration(),
            ["iterations", _, "workitems"] => self.iteration_items(),
            _ => Err(self.unknown()),
        }
    }

    fn get_tracking(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["workitems"] => self.list_items(),
            ["workitems", _] => self.show_item(),
            ["workitems", _, "updates"] => self.updates(),
            ["workitems", _, "updates", _] => self.show_update(),
            ["workitems", _, "revisions"] => self.revisions(),
            ["workitems", _, "revisions", _] => self.revision(),
            ["workitems", _, "comments"] => self.comments(),
            ["workitems", _, "comments", rest @ ..] if !rest.is_empty() => self.get_comment(rest),
            ["attachments", _] => self.download(),
            ["workitemtypes"] => self.types(),
            ["workitemtypes", _] => self.show_type(),
            ["workitemtypes", _, "states"] => self.states(),
            ["workitemtypes", _, "fields"] => self.type_fields(),
            ["workitemtypes", _, "fields", _] => self.type_field(),
            ["workitemtypecategories"] => self.categories(),
            ["workitemtypecategories", _] => self.category(),
            ["fields"] => Ok(self.all_fields()),
            ["fields", _] => self.show_field(),
            ["workitemrelationtypes"] => Ok(self.relation_types()),
            ["workitemrelationtypes", _] => self.relation_type(),
            ["classificationnodes"] => self.nodes(),
            ["classificationnodes", _, ..] => self.show_node(),
            ["tags"] => self.tags(),
            ["tags", _] => self.show_tag(),
            ["recyclebin"] => self.bin(),
            ["recyclebin", _] => self.binned_item(),
            ["reporting", "workitemrevisions"] => self.revision_feed(),
            ["reporting", "workitemlinks"] => self.link_feed(),
            _ => Err(self.unknown()),
        }
    }

    fn get_comment(&self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            [_] => self.show_comment(),
            [_, "versions"] => self.comment_versions(),
            [_, "versions", _] => self.comment_version(),
            [_, "reactions"] => self.reactions(),
            [_, "reactions", _, "users"] => self.engaged(),
            _ => Err(self.unknown()),
        }
    }

    fn post(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["graph", "subjectquery"] => self.subject_query(),
            ["wit", "$batch"] => self.several(),
            ["wit", "wiql"] => self.query(),
            ["wit", "workitemsbatch"] => self.batch(),
            ["wit", "reporting", "workitemrevisions"] => self.revision_feed(),
            ["wit", "workitems", _, "comments"] => self.add_comment(),
            ["wit", "workitems", kind] if kind.starts_with('$') => self.create(),
            ["wit", "attachments"] => self.upload(),
            ["wit", "classificationnodes", _, ..] => self.make_node(),
            ["work", "teamsettings", "iterations"] => self.take_iteration(),
            _ => Err(self.unknown()),
        }
    }

    fn unknown(&self) -> Refusal {
        let mut refusal = Refusal::no_route(&self.asked.path);
        if !matches!(self.asked.method, Method::GET | Method::POST) {
            refusal.status = StatusCode::METHOD_NOT_ALLOWED;
        }
        refusal
    }
}
