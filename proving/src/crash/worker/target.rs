use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use migrayt_connectors::jira::Jira;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::error::Result;
use migrayt_core::id::{EndpointId, PartId, TargetId, TargetRef};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::Origin;
use migrayt_core::operation::Command;
use migrayt_core::plan::PlanSummary;
use migrayt_core::port::{
    Applied, ByteStream, Doubtful, Drafted, Finished, Forecast, HighWater, Located, Order,
    Preparation, Prepared, Right, Shown, Standing, Target, TargetCapabilities,
};
use time::Date;

use super::halts::Halts;
use crate::point::Point;

/// The target, with points to halt at.
#[derive(Debug)]
pub(super) struct HaltingTarget {
    inner: Jira,
    halts: Arc<Halts>,
}

impl HaltingTarget {
    pub(super) fn new(inner: Jira, halts: Arc<Halts>) -> Self {
        Self { inner, halts }
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl Target for HaltingTarget {
    fn endpoint(&self) -> &EndpointId {
        self.inner.endpoint()
    }

    fn capabilities(&self) -> TargetCapabilities {
        let mut capabilities = self.inner.capabilities();
        // Small batches make many moments to die at.
        capabilities.max_batch = capabilities.max_batch.min(8);
        capabilities
    }

    async fn rights(&self) -> Result<Vec<Right>> {
        self.inner.rights().await
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        self.inner.catalog(key).await
    }

    async fn finish(&self, preparations: &[Preparation], today: Date) -> Vec<Result<Finished>> {
        self.inner.finish(preparations, today).await
    }

    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        self.halts.pass(Point::Prepare);
        self.inner.prepare(preparations).await
    }

    fn draft(&self, catalog: &Catalog, commands: &[Command], key: &DigestKey) -> Vec<Drafted> {
        self.inner.draft(catalog, commands, key)
    }

    fn forecast(&self, plan: &PlanSummary) -> Option<Forecast> {
        self.inner.forecast(plan)
    }

    async fn high_water(&self) -> Result<HighWater> {
        self.halts.pass(Point::HighWater);
        self.inner.high_water().await
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        self.halts.pass(Point::Apply);
        let applied = self.inner.apply(orders).await;
        self.halts.pass(Point::Applied);
        applied
    }

    async fn attach(
        &self,
        order: &Order<'_>,
        file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        self.halts.pass(Point::Attach);
        let halts = Arc::clone(&self.halts);
        let bytes = bytes.inspect(move |_| halts.pass(Point::Attaching)).boxed();
        let applied = self.inner.attach(order, file, bytes).await;
        self.halts.pass(Point::Attached);
        applied
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        self.halts.pass(Point::Locate);
        let located = self.inner.locate(doubts).await;
        self.halts.pass(Point::Located);
        located
    }

    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        self.inner.read_back(items, catalog, key)
    }

    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        self.halts.pass(Point::Sweep);
        self.inner.sweep(after)
    }

    async fn properties(
        &self,
        items: &[TargetId],
        names: &[String],
        key: &DigestKey,
    ) -> Result<Vec<(TargetId, Vec<FieldDigest>)>> {
        self.inner.properties(items, names, key).await
    }

    async fn open(&self, file: &PartId) -> Result<ByteStream> {
        self.inner.open(file).await
    }

    async fn show(&self, item: &TargetId, catalog: &Catalog) -> Result<Option<Shown>> {
        self.inner.show(item, catalog).await
    }
}
