//! A source that the host implements.

mod read;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::EndpointId;
use migrayt_core::item::AttachmentRef;
use migrayt_core::port::{ByteStream, Page, ReadPlan, Source, SourceCapabilities};
use serde::Deserialize;
use serde_json::json;

use super::file;
use super::model::catalog::Told;
use super::model::item::File;
use crate::face::desk::{Desk, Question, ask};

/// The port that its questions are put to.
const PORT: &str = "source";

/// A tracker that the host reads. Each call is a question, and pages are asked for one at a time, as
/// they are polled for.
pub struct HostSource {
    desk: Arc<dyn Desk>,
    endpoint: EndpointId,
    organization: String,
    project: String,
    capabilities: SourceCapabilities,
}

impl HostSource {
    /// Asks the host what its source is.
    ///
    /// # Errors
    /// As [`Desk::ask`]; `InputInvalid` if the answer has another shape or names no endpoint.
    pub async fn open(desk: Arc<dyn Desk>) -> Result<Self> {
        let question = Question::new(PORT, "describe", &json!({}))?;
        let told: Described = ask(desk.as_ref(), question).await?;
        if told.endpoint.as_str().is_empty() {
            return Err(Error::new(ErrorKind::InputInvalid, "the host's source has no endpoint")
                .with("port", PORT)
                .with("method", "describe"));
        }
        Ok(Self {
            desk,
            endpoint: told.endpoint,
            organization: told.organization,
            project: told.project,
            capabilities: told.capabilities.into_capabilities(),
        })
    }
}

#[async_trait]
impl Source for HostSource {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn origin(&self) -> (&str, &str) {
        (&self.organization, &self.project)
    }

    fn capabilities(&self) -> SourceCapabilities {
        self.capabilities.clone()
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        let question = Question::new(PORT, "catalog", &json!({}))?;
        let told: Told = ask(self.desk.as_ref(), question).await?;
        Ok(told.into_catalog(self.endpoint.clone(), key))
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        self.pages(plan)
    }

    async fn open(&self, attachment: &AttachmentRef) -> Result<ByteStream> {
        if !self.capabilities.attachments {
            return Err(Error::new(ErrorKind::Unsupported, "the host's source has no attachments"));
        }
        let arguments = json!({ "file": File::from(attachment) });
        let opened = file::open(&self.desk, PORT, &arguments, attachment.size).await;
        opened.map_err(|error| error.with("attachment", &attachment.id))
    }
}

impl fmt::Debug for HostSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostSource").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    endpoint: EndpointId,
    organization: String,
    project: String,
    #[serde(default)]
    capabilities: Able,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Able {
    #[serde(default)]
    comments: Option<bool>,
    #[serde(default)]
    attachments: Option<bool>,
    #[serde(default)]
    relations: Option<bool>,
    #[serde(default)]
    max_page: Option<u32>,
}

impl Able {
    fn into_capabilities(self) -> SourceCapabilities {
        let mut capabilities = SourceCapabilities::default();
        capabilities.comments = self.comments.unwrap_or(capabilities.comments);
        capabilities.attachments = self.attachments.unwrap_or(capabilities.attachments);
        capabilities.relations = self.relations.unwrap_or(capabilities.relations);
        capabilities.max_page = self.max_page.unwrap_or(capabilities.max_page).max(1);
        capabilities
    }
}
