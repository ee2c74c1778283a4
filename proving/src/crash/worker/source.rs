use std::sync::Arc;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use migrayt_connectors::azure_devops::AzureDevOps;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::Result;
use migrayt_core::id::EndpointId;
use migrayt_core::item::AttachmentRef;
use migrayt_core::port::{ByteStream, Page, ReadPlan, Right, Source, SourceCapabilities};

use super::halts::Halts;
use crate::point::Point;

/// The source, with points to halt at.
#[derive(Debug)]
pub(super) struct HaltingSource {
    inner: AzureDevOps,
    halts: Arc<Halts>,
}

impl HaltingSource {
    pub(super) fn new(inner: AzureDevOps, halts: Arc<Halts>) -> Self {
        Self { inner, halts }
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl Source for HaltingSource {
    fn endpoint(&self) -> &EndpointId {
        self.inner.endpoint()
    }

    fn origin(&self) -> (&str, &str) {
        self.inner.origin()
    }

    fn capabilities(&self) -> SourceCapabilities {
        self.inner.capabilities()
    }

    async fn rights(&self) -> Result<Vec<Right>> {
        self.inner.rights().await
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        self.inner.catalog(key).await
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        self.halts.pass(Point::Read);
        self.inner.read(plan)
    }

    async fn open(&self, attachment: &AttachmentRef) -> Result<ByteStream> {
        self.inner.open(attachment).await
    }
}
