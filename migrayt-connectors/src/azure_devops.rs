//! Azure DevOps Services as a source.
//!
//! Items are enumerated by WIQL in ranges of ids, so that the limit of 20,000 results never
//! matters, and read in batches of at most 200. Texts are parsed; what the model does not hold is
//! a loss of the item. People are found where items name them, so that no right beyond reading
//! work items is needed.

mod answers;
mod attachment;
mod batch;
mod catalog;
mod comment;
mod fault;
mod field;
mod images;
mod item;
mod losses;
mod metadata;
mod person;
mod query;
mod read;
mod relation;
mod rights;
mod settings;
mod steps;
mod text;
mod value;
mod xml;

use std::fmt;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use migrayt_core::Result;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::EndpointId;
use migrayt_core::item::AttachmentRef;
use migrayt_core::port::{
    ByteStream, MethodClass, Page, ReadPlan, Right, Source, SourceCapabilities,
};
use tokio::sync::OnceCell;

pub use self::settings::{Scope, Settings};

use self::field::Definitions;
use self::query::Query;
use crate::http::{Call, Client, ClientParts, Counts};

/// The version of the interface that is spoken.
const VERSION: &str = "7.1";

/// One project of an Azure DevOps organisation.
pub struct AzureDevOps {
    client: Client,
    endpoint: EndpointId,
    organization: String,
    project: String,
    query: Query,
    page: usize,
    /// The fields' definitions, asked for once.
    definitions: OnceCell<Definitions>,
}

impl AzureDevOps {
    /// Makes a source. Nothing is sent yet.
    ///
    /// # Errors
    /// `ConfigInvalid` for settings that cannot be used.
    pub fn new(settings: &Settings, parts: ClientParts) -> Result<Self> {
        let base = settings.base()?;
        let organization = Settings::organization(&base)?;
        let project = settings.project()?.to_owned();
        let endpoint = EndpointId::new(format!("azure-devops:{organization}/{project}"));
        Ok(Self {
            client: Client::new(endpoint.clone(), base, parts, fault::of)?,
            endpoint,
            query: Query::new(&project, settings)?,
            page: settings.page(),
            organization,
            project,
            definitions: OnceCell::new(),
        })
    }

    /// How many requests were sent so far.
    pub fn requests(&self) -> Counts {
        self.client.requests()
    }

    /// A `GET` below the project.
    fn get(&self, class: MethodClass, segments: &[&str]) -> Call {
        Call::get(class, &self.path(segments)).query("api-version", VERSION)
    }

    fn path<'a>(&'a self, segments: &[&'a str]) -> Vec<&'a str> {
        [self.project.as_str(), "_apis"].iter().chain(segments).copied().collect()
    }
}

#[async_trait]
impl Source for AzureDevOps {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn origin(&self) -> (&str, &str) {
        (&self.organization, &self.project)
    }

    fn capabilities(&self) -> SourceCapabilities {
        let mut capabilities = SourceCapabilities::default();
        capabilities.max_page = u32::try_from(self.page).unwrap_or(capabilities.max_page);
        capabilities
    }

    async fn rights(&self) -> Result<Vec<Right>> {
        self.tried_rights().await
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        self.scan(key).await
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        self.pages(plan)
    }

    async fn open(&self, attachment: &AttachmentRef) -> Result<ByteStream> {
        self.download(attachment).await
    }
}

impl fmt::Debug for AzureDevOps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureDevOps").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
