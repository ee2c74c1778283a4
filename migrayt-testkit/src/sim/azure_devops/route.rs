//! Which handler serves which address.

use http::{Method, StatusCode};

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;

/// Whether the resource was never released, so that its version needs the preview flag.
pub(super) fn is_preview(parts: &[&str]) -> bool {
    matches!(
        parts,
        ["wit", "workitems", _, "comments", ..] | ["connectiondata" | "resourceareas", ..]
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
            (&Method::PATCH, ["wit", "workitems", _]) => self.change(),
            (&Method::DELETE, ["wit", "workitems", _]) => self.discard(),
            (&Method::PATCH, ["wit", "workitems", _, "comments", _]) => self.change_comment(false),
            (&Method::DELETE, ["wit", "workitems", _, "comments", _]) => self.change_comment(true),
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
            ["process", "processes"] => Ok(self.processes()),
            ["work", "processes"] => Ok(Self::process_models()),
            ["work", "teamsettings", "iterations"] => self.team_iterations(),
            ["graph", "users"] => self.graph_users(),
            ["graph", "users", _] => self.graph_user(),
            ["graph", "storagekeys", _] => self.storage_key(),
            ["graph", "descriptors", _] => self.descriptor(),
            ["identities"] => self.identities(),
            ["wit", rest @ ..] => self.get_tracking(rest),
            _ => Err(self.unknown()),
        }
    }

    fn get_tracking(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["workitems"] => self.list_items(),
            ["workitems", _] => self.show_item(),
            ["workitems", _, "updates"] => self.updates(),
            ["workitems", _, "revisions"] => self.revisions(),
            ["workitems", _, "revisions", _] => self.revision(),
            ["workitems", _, "comments"] => self.comments(),
            ["workitems", _, "comments", _] => self.show_comment(),
            ["attachments", _] => self.download(),
            ["workitemtypes"] => self.types(),
            ["workitemtypes", _] => self.show_type(),
            ["workitemtypes", _, "states"] => self.states(),
            ["workitemtypes", _, "fields"] => self.type_fields(),
            ["workitemtypes", _, "fields", _] => self.type_field(),
            ["workitemtypecategories"] => self.categories(),
            ["fields"] => Ok(self.all_fields()),
            ["fields", _] => self.show_field(),
            ["workitemrelationtypes"] => Ok(self.relation_types()),
            ["workitemrelationtypes", _] => self.relation_type(),
            ["classificationnodes"] => self.nodes(),
            ["classificationnodes", _, ..] => self.show_node(),
            ["tags"] => self.tags(),
            ["reporting", "workitemrevisions"] => self.revision_feed(),
            _ => Err(self.unknown()),
        }
    }

    fn post(&mut self, parts: &[&str]) -> Result<Reply, Refusal> {
        match parts {
            ["graph", "subjectquery"] => self.subject_query(),
            ["wit", "wiql"] => self.query(),
            ["wit", "workitemsbatch"] => self.batch(),
            ["wit", "reporting", "workitemrevisions"] => self.revision_feed(),
            ["wit", "workitems", _, "comments"] => self.add_comment(),
            ["wit", "workitems", kind] if kind.starts_with('$') => self.create(),
            ["wit", "attachments"] => self.upload(),
            ["wit", "classificationnodes", _, ..] => self.make_node(),
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
