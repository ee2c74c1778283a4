//! Discovery: what the project is made of, by asking, never by fixed ids.

mod fields;
mod people;

use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, LinkType, Node, NodeKind, State, StateCategory, WorkType};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, LinkTypeId, NodeId, StateId, TypeId};
use migrayt_core::port::MethodClass;
use migrayt_core::{ErrorKind, Result};
use serde_json::json;

use self::fields::Fields;
use super::answers::{
    AllowedValue, AttachmentMeta, Count, LinkTypes, Project, RawMeta, RawPart, RawStatus, RawType,
    TypeStatuses,
};
use super::{Jira, field, get, moment, post};

impl Jira {
    /// Finds what the project is made of.
    pub(super) async fn scan(&self, key: &DigestKey) -> Result<Catalog> {
        // An anonymous caller gets empty lists instead of a refusal.
        self.me().await?;
        let project: Project =
            self.client.json(get(MethodClass::Discover, &["project", &self.key])).await?;
        let mut catalog = Catalog::new(self.endpoint.clone());
        let mut types = self.types().await?;
        let mut fields = Fields::default();
        for work_type in &mut types {
            let screen = self.screen(&work_type.id).await?;
            fields.see(work_type, &screen);
        }
        let site = self.site_fields().await?;
        self.learn_rank(&site);
        catalog.ranks = self.rank_field().await?.is_some();
        fields.see_site(&site);
        catalog.priorities = self.priorities(fields.priorities()).await?;
        catalog.fields = fields.into_fields();
        catalog.types = types;
        catalog.nodes = nodes(project);
        catalog.nodes.extend(self.sprints().await?.iter().map(sprint_node));
        catalog.link_types = self.link_types().await?;
        catalog.people = self.people(key).await?;
        catalog.profiles = optional(self.profiles().await)?;
        catalog.items = self.count().await?;
        catalog.max_attachment = self.upload_limit().await?;
        Ok(catalog)
    }

    /// The types with their statuses, the highest level first.
    async fn types(&self) -> Result<Vec<WorkType>> {
        let path = ["issue", "createmeta", &self.key, "issuetypes"];
        let raw: Vec<RawType> = self.list(&path, "issueTypes", &[]).await?;
        let statuses: Vec<TypeStatuses> = self
            .client
            .json(get(MethodClass::Discover, &["project", &self.key, "statuses"]))
            .await?;
        let mut statuses: BTreeMap<String, Vec<RawStatus>> =
            statuses.into_iter().map(|of| (of.id, of.statuses)).collect();
        let mut types: Vec<WorkType> = raw
            .into_iter()
            .map(|raw| {
                let mut work_type = WorkType::new(TypeId::new(raw.id.as_str()), raw.name.as_str());
                work_type.level = Some(raw.level());
                let states = statuses.remove(&raw.id).unwrap_or_default();
                work_type.states = states.into_iter().map(state).collect();
                work_type
            })
            .collect();
        types.sort_by_key(|work_type| std::cmp::Reverse(work_type.level));
        Ok(types)
    }

    async fn screen(&self, of: &TypeId) -> Result<Vec<RawMeta>> {
        let path = ["issue", "createmeta", &self.key, "issuetypes", of.as_str()];
        self.list(&path, "fields", &[]).await
    }

    pub(super) async fn site_fields(&self) -> Result<Vec<RawMeta>> {
        self.client.json(get(MethodClass::Discover, &["field"])).await
    }

    /// The priorities of the create screens, which are the project's own; only where no screen
    /// has the field, those of the site, which need a further right.
    async fn priorities(&self, found: Vec<String>) -> Result<Vec<String>> {
        if !found.is_empty() {
            return Ok(found);
        }
        let all: Result<Vec<AllowedValue>> =
            self.list(&["priority", "search"], "values", &[]).await;
        let all = optional(all)?.unwrap_or_default();
        Ok(all.iter().filter_map(AllowedValue::name).map(str::to_owned).collect())
    }

    async fn link_types(&self) -> Result<Vec<LinkType>> {
        let raw: LinkTypes =
            self.client.json(get(MethodClass::Discover, &["issueLinkType"])).await?;
        let types = raw.issue_link_types.into_iter().map(|raw| LinkType {
            id: LinkTypeId::new(raw.name.as_str()),
            name: raw.name,
            outward: raw.outward,
            inward: raw.inward,
            used: None,
        });
        Ok(types.collect())
    }

    async fn count(&self) -> Result<u64> {
        let body = json!({ "jql": format!("project = \"{}\"", self.key) });
        let call = post(MethodClass::Discover, &["search", "approximate-count"], &body)?;
        let count: Count = self.client.json(call.idempotent()).await?;
        Ok(count.count)
    }

    /// The largest file in bytes, if the site tells; none if it takes no files at all.
    async fn upload_limit(&self) -> Result<Option<u64>> {
        let call = get(MethodClass::Discover, &["attachment", "meta"]);
        let meta = optional(self.client.json::<AttachmentMeta>(call).await)?;
        Ok(meta.and_then(|meta| if meta.enabled { meta.upload_limit } else { Some(0) }))
    }
}

/// What a right that we can do without keeps from us is nothing.
pub(super) fn optional<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied
                    | ErrorKind::NotFound
                    | ErrorKind::InputInvalid
                    | ErrorKind::Unsupported
            ) =>
        {
            tracing::debug!(%error, "left out of the catalog");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn state(raw: RawStatus) -> State {
    State { id: StateId::new(raw.id), name: raw.name, category: category(&raw.status_category.key) }
}

pub(super) fn category(key: &str) -> StateCategory {
    match key {
        "done" => StateCategory::Done,
        "indeterminate" => StateCategory::InProgress,
        _ => StateCategory::ToDo,
    }
}

/// Components and versions, which are written by name.
fn nodes(project: Project) -> Vec<Node> {
    let node = |kind| {
        move |part: RawPart| {
            let mut node = Node::new(NodeId::new(part.name.as_str()), part.name.as_str(), kind);
            node.start = part.start_date.as_deref().and_then(moment::parse_day);
            node.finish = part.end_date.as_deref().and_then(moment::parse_day);
            node
        }
    };
    let components = project.components.into_iter().map(node(NodeKind::Component));
    components.chain(project.versions.into_iter().map(node(NodeKind::Version))).collect()
}

fn sprint_node(part: &RawPart) -> Node {
    let id = NodeId::new(part.id.text());
    let mut node = Node::new(id, part.name.as_str(), NodeKind::Sprint);
    node.start = part.start_date.as_deref().and_then(moment::parse_day);
    node.finish = part.end_date.as_deref().and_then(moment::parse_day);
    node
}

/// Whether a field is required of a person: not if Jira fills it in, and not what makes up an
/// issue anyway.
pub(super) fn must_be_given(raw: &RawMeta) -> bool {
    raw.required
        && !raw.has_default_value
        && !matches!(raw.id(), "project" | "issuetype" | "parent")
}

/// The ids under which a create screen's field stands in the catalog.
pub(super) fn ids(raw: &RawMeta) -> Vec<FieldId> {
    field::describe(raw).into_iter().map(|field| field.id).collect()
}
