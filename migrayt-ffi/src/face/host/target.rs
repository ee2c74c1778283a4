//! A target that the host implements. Drafts are made here, and so is every comparison: the host
//! stores what it is given and gives it back.

mod apply;
mod attach;
mod canonical;
mod describe;
mod draft;
mod embed;
mod locate;
mod order;
mod prepare;
mod properties;
mod show;
mod standing;
mod style;
mod sweep;
mod writer;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use migrayt_core::catalog::{Catalog, Field};
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{EndpointId, PartId, TargetId, TargetRef};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::Origin;
use migrayt_core::operation::Command;
use migrayt_core::port::{
    Applied, ByteStream, Doubtful, Drafted, Finished, HighWater, Located, Order, Preparation,
    Prepared, Shown, Standing, Target, TargetCapabilities,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use time::Date;

use self::style::Style;
use super::file;
use super::model::catalog::Told;
use crate::face::desk::{Desk, Question, ask};

/// The port that its questions are put to.
const PORT: &str = "target";

/// A tracker that the host writes.
pub struct HostTarget {
    desk: Arc<dyn Desk>,
    endpoint: EndpointId,
    capabilities: TargetCapabilities,
    style: Style,
    /// Whether items keep who made them and when.
    history: bool,
}

impl HostTarget {
    /// Asks the host what its target is.
    ///
    /// # Errors
    /// As [`Desk::ask`]; `InputInvalid` if the answer has another shape or names no endpoint.
    pub async fn open(desk: Arc<dyn Desk>) -> Result<Self> {
        let question = Question::new(PORT, "describe", &json!({}))?;
        let told: describe::Described = ask(desk.as_ref(), question).await?;
        told.into_target(desk)
    }

    async fn ask<T: DeserializeOwned>(&self, method: &'static str, arguments: &Json) -> Result<T> {
        ask(self.desk.as_ref(), Question::new(PORT, method, arguments)?).await
    }
}

#[async_trait]
impl Target for HostTarget {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn capabilities(&self) -> TargetCapabilities {
        self.capabilities.clone()
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        let told: Told = self.ask("catalog", &json!({})).await?;
        let wrong = |message| {
            Error::new(ErrorKind::InputInvalid, message)
                .with("port", PORT)
                .with("method", "catalog")
        };
        if let Some(place) = told.addressed(key) {
            return Err(wrong("the id of a person is an e-mail address").with("place", place));
        }
        let catalog = told.into_catalog(self.endpoint.clone(), key);
        let reserved = |field: &&Field| canonical::RESERVED.contains(&field.id.as_str());
        match catalog.fields.iter().find(reserved) {
            Some(field) => Err(wrong("the id of a field is reserved").with("field", &field.id)),
            None => Ok(catalog),
        }
    }

    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        self.make_ready(preparations).await
    }

    async fn finish(&self, preparations: &[Preparation], today: Date) -> Vec<Result<Finished>> {
        self.bring_to_end(preparations, today).await
    }

    fn draft(&self, catalog: &Catalog, commands: &[Command], key: &DigestKey) -> Vec<Drafted> {
        commands.iter().map(|command| self.draft_one(catalog, command, key)).collect()
    }

    async fn high_water(&self) -> Result<HighWater> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            high_water: HighWater,
        }
        let told: Told = self.ask("high_water", &json!({})).await?;
        Ok(told.high_water)
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        self.send(orders).await
    }

    async fn attach(
        &self,
        order: &Order<'_>,
        _file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        self.upload(order, bytes).await
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        self.find_all(doubts).await
    }

    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        _catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        self.standings(items, key)
    }

    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        self.marked(after)
    }

    async fn properties(
        &self,
        items: &[TargetId],
        names: &[String],
        key: &DigestKey,
    ) -> Result<Vec<(TargetId, Vec<FieldDigest>)>> {
        self.digests_of_properties(items, names, key).await
    }

    async fn open(&self, part: &PartId) -> Result<ByteStream> {
        let arguments = json!({ "file": part });
        let opened = file::open(&self.desk, PORT, &arguments, None).await;
        opened.map_err(|error| error.with("attachment", part))
    }

    async fn show(&self, item: &TargetId, catalog: &Catalog) -> Result<Option<Shown>> {
        self.words_of(item, catalog).await
    }
}

impl fmt::Debug for HostTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostTarget").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
