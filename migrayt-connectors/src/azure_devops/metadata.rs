//! What a project is made of, as Azure DevOps tells it.

use migrayt_core::port::MethodClass;
use migrayt_core::{Error, ErrorKind, Fact, Result};
use serde::de::DeserializeOwned;

use super::answers::{
    List, Project, RawNode, RawState, RawType, RelationType, TypeCategory, TypeField,
};
use super::field::Definitions;
use super::{AzureDevOps, VERSION};
use crate::http::Call;

/// The deepest tree that Azure DevOps keeps.
const DEEPEST: &str = "14";

impl AzureDevOps {
    /// Makes sure that the project exists and is spelt as Azure DevOps spells it, since its name
    /// stands in every marker.
    pub(super) async fn check_project(&self) -> Result<()> {
        let call = Call::get(MethodClass::Discover, &["_apis", "projects", &self.project]);
        let project: Project = self.client.json(call.query("api-version", VERSION)).await?;
        if project.name == self.project {
            return Ok(());
        }
        Err(Error::new(ErrorKind::ConfigInvalid, "the project's name is spelt differently")
            .with("project", Fact::name(self.project.as_str()))
            .with("spelt", Fact::name(project.name))
            .with_help("write it exactly so: the name marks every item that is written"))
    }

    /// The fields' definitions, asked for once.
    pub(super) async fn definitions(&self) -> Result<&Definitions> {
        self.definitions
            .get_or_try_init(async || {
                Ok(Definitions::new(self.list(&["wit", "fields"], None).await?))
            })
            .await
    }

    pub(super) async fn types(&self) -> Result<Vec<RawType>> {
        self.list(&["wit", "workitemtypes"], None).await
    }

    pub(super) async fn states(&self, of: &str) -> Result<Vec<RawState>> {
        self.list(&["wit", "workitemtypes", of, "states"], None).await
    }

    pub(super) async fn type_fields(&self, of: &str) -> Result<Vec<TypeField>> {
        self.list(&["wit", "workitemtypes", of, "fields"], Some(("$expand", "allowedValues"))).await
    }

    /// The categories of types, which tell how they lie above one another; none where they cannot
    /// be told.
    pub(super) async fn categories(&self) -> Result<Vec<TypeCategory>> {
        match self.list(&["wit", "workitemtypecategories"], None).await {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            other => other,
        }
    }

    pub(super) async fn trees(&self) -> Result<Vec<RawNode>> {
        self.list(&["wit", "classificationnodes"], Some(("$depth", DEEPEST))).await
    }

    pub(super) async fn relation_types(&self) -> Result<Vec<RelationType>> {
        let call = Call::get(MethodClass::Discover, &["_apis", "wit", "workitemrelationtypes"]);
        let list: List<RelationType> = self.client.json(call.query("api-version", VERSION)).await?;
        Ok(list.value)
    }

    async fn list<T: DeserializeOwned>(
        &self,
        segments: &[&str],
        query: Option<(&'static str, &'static str)>,
    ) -> Result<Vec<T>> {
        let mut call = self.get(MethodClass::Discover, segments);
        if let Some((key, value)) = query {
            call = call.query(key, value);
        }
        let list: List<T> = self.client.json(call).await?;
        Ok(list.value)
    }
}
