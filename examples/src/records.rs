//! A `Target` over anything that keeps records, so that a target of your own is what only you know:
//! where records are kept, and what your items are like.
//!
//! Each record is kept under the name of its operation. So a write whose answer was lost is found
//! again by that name, whatever it was. A tracker that cannot keep names recognises its writes by
//! other means, which the connector contract lists.

use std::fmt::Debug;

use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use migrayt::core::catalog::Catalog;
use migrayt::core::digest::DigestKey;
use migrayt::core::id::{EndpointId, TargetId, TargetRef};
use migrayt::core::item::AttachmentRef;
use migrayt::core::marker::Origin;
use migrayt::core::operation::{Command, OperationKind};
use migrayt::core::port::{
    Applied, ByteStream, Doubtful, Drafted, HighWater, LocateTrust, Located, Order, Preparation,
    Prepared, Standing, Target, TargetCapabilities,
};
use migrayt::core::{Error, ErrorKind, Result};

use crate::neutral::{self, Written};

/// Where a target keeps what is written.
///
/// # Contract
/// One call that writes is under way at a time. Each is carried out as a whole or, if it fails, not
/// at all; if that is not certain, the error's effect is `Unknown`.
#[async_trait]
pub trait Records: Debug + Send + Sync + 'static {
    /// The endpoint.
    fn endpoint(&self) -> &EndpointId;

    /// What items are like; [`neutral::catalog`] makes one.
    fn catalog(&self) -> Catalog;

    /// Makes an item of its first record.
    async fn create(&self, record: &Written) -> Result<TargetRef>;

    /// Adds a record to an item; it takes the place of one that has the same name.
    async fn write(&self, item: &TargetId, record: &Written) -> Result<()>;

    /// Adds a file with its record.
    async fn attach(&self, item: &TargetId, record: &Written, bytes: ByteStream) -> Result<()>;

    /// An item with its records, oldest first; none if there is no such item.
    async fn read(&self, item: &TargetId) -> Result<Option<(TargetRef, Vec<Written>)>>;

    /// Every item, in the order in which they were made.
    async fn items(&self) -> Result<Vec<TargetId>>;
}

/// Records as a target.
#[derive(Debug)]
pub struct RecordTarget<R>(pub R);

impl<R: Records> RecordTarget<R> {
    async fn send(&self, order: &Order<'_>, bytes: Option<ByteStream>) -> Result<Applied> {
        let record = Written::of(order)?;
        if let Some(other) = &record.other
            && self.0.read(other).await?.is_none()
        {
            return Err(Error::new(ErrorKind::NotFound, "there is no such item to refer to"));
        }
        if record.key.kind == OperationKind::Create {
            return Ok(record.applied(self.0.create(&record).await?));
        }
        let own = order.known.item(&record.key.item).ok_or_else(not_made)?;
        if let (OperationKind::Link, Some(other)) = (record.key.kind, &record.other) {
            // The other end comes first: what is found at the own end is whole.
            let seen = Written { other: Some(own.id.clone()), inward: true, ..record.clone() };
            self.0.write(other, &seen).await?;
        }
        match bytes {
            Some(bytes) => self.0.attach(&own.id, &record, bytes).await?,
            None => self.0.write(&own.id, &record).await?,
        }
        Ok(record.applied(own.clone()))
    }

    async fn find(&self, order: &Order<'_>) -> Result<Located> {
        let places = match order.known.item(&order.drafted.key.item) {
            Some(own) => vec![own.id.clone()],
            None => self.0.items().await?,
        };
        for place in places {
            let Some((target, records)) = self.0.read(&place).await? else { continue };
            if let Some(record) = records.iter().find(|record| record.is(order)) {
                return Ok(Located::Found(record.applied(target)));
            }
        }
        Ok(Located::Absent)
    }
}

fn not_made() -> Error {
    Error::new(ErrorKind::Misuse, "the item was not made")
}

#[async_trait]
impl<R: Records> Target for RecordTarget<R> {
    fn endpoint(&self) -> &EndpointId {
        self.0.endpoint()
    }

    fn capabilities(&self) -> TargetCapabilities {
        let mut capabilities = TargetCapabilities::of(neutral::KINDS.to_vec());
        // What is not found under its name did not happen.
        capabilities.locate = LocateTrust::Both;
        capabilities
    }

    async fn catalog(&self, _key: &DigestKey) -> Result<Catalog> {
        let mut catalog = self.0.catalog();
        catalog.items = self.0.items().await?.len() as u64;
        Ok(catalog)
    }

    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        let unable = || Error::new(ErrorKind::Unsupported, "items refer to nothing but items");
        preparations.iter().map(|_| Err(unable())).collect()
    }

    fn draft(&self, catalog: &Catalog, commands: &[Command], key: &DigestKey) -> Vec<Drafted> {
        commands.iter().map(|command| neutral::draft(catalog, command, key)).collect()
    }

    async fn high_water(&self) -> Result<HighWater> {
        Ok(HighWater(self.0.items().await?.len().to_string()))
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let mut results = Vec::with_capacity(orders.len());
        for order in orders {
            results.push(self.send(order, None).await);
        }
        results
    }

    async fn attach(
        &self,
        order: &Order<'_>,
        _file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        self.send(order, Some(bytes)).await
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        let mut answers = Vec::with_capacity(doubts.len());
        for doubt in doubts {
            answers.push(self.find(&doubt.order).await);
        }
        answers
    }

    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        _catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        let standing = move |item: &'a TargetId| async move {
            let read = self.0.read(item).await?;
            Ok(read.map(|(target, records)| neutral::standing(target, &records, key)))
        };
        stream::iter(items).then(standing).try_filter_map(async |it| Ok(it)).boxed()
    }

    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        let items = async move {
            let after = after.0.parse().unwrap_or(0);
            let items = self.0.items().await?.into_iter().skip(after);
            Ok::<_, Error>(stream::iter(items.map(Ok)))
        };
        let marked = async |item: TargetId| {
            let read = self.0.read(&item).await?;
            Ok(read.and_then(|(target, it)| Some((target, it.iter().find_map(Written::origin)?))))
        };
        stream::once(items).try_flatten().try_filter_map(marked).boxed()
    }
}
