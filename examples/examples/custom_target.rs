//! Migrates from a simulated Azure DevOps into a target of your own: a folder in which each item is
//! a JSON file. The conformance suite proves it first.
//!
//! `migrayt_examples::records` makes a target of whatever keeps records; take it along.

#![expect(clippy::print_stdout, reason = "a program tells its user what it did")]

use std::{fs, io::Write as _, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use migrayt::core::catalog::{Catalog, StateCategory};
use migrayt::core::id::{EndpointId, TargetId, TargetKey, TargetRef};
use migrayt::core::port::ByteStream;
use migrayt::core::{ErrorKind, Result};
use migrayt::verify::VerifyOptions;
use migrayt_examples::neutral::{self, Written};
use migrayt_examples::records::{RecordTarget, Records};
use migrayt_examples::{breached, ensure, trackers::Trackers, unusable};
use migrayt_testkit::conformance::target::{Known, suite};
use serde_json::Value as Json;

/// Item 7 is `7.json`; its files lie beside it, under their ids in the source.
#[derive(Debug)]
struct Folder(EndpointId, PathBuf);

impl Folder {
    fn place(&self, name: &str) -> Result<PathBuf> {
        fs::create_dir_all(&self.1).map_err(unusable)?;
        Ok(self.1.join(name))
    }

    fn records(&self, item: &TargetId) -> Result<Vec<Json>> {
        let text = fs::read(self.place(&format!("{item}.json"))?).map_err(unusable)?;
        serde_json::from_slice(&text).map_err(|error| unusable(error.into()))
    }

    /// Written beside its place and moved there, a file is the old one or the new one, never half.
    fn put(&self, item: &TargetId, records: Vec<Json>) -> Result<()> {
        let beside = self.place("new")?;
        fs::write(&beside, Json::Array(records).to_string()).map_err(unusable)?;
        fs::rename(beside, self.place(&format!("{item}.json"))?).map_err(unusable)
    }
}

fn target(id: &TargetId) -> TargetRef {
    TargetRef { id: id.clone(), key: TargetKey::new(format!("FOLDER-{id}")) }
}

#[async_trait]
impl Records for Folder {
    fn endpoint(&self) -> &EndpointId {
        &self.0
    }

    fn catalog(&self) -> Catalog {
        let states = [("Open", StateCategory::ToDo), ("Done", StateCategory::Done)];
        let types = ["Epic", "Story", "Task", "Bug"];
        neutral::catalog(self.0.clone(), &types, &states, &["Relates", "Blocks"])
    }

    async fn create(&self, record: &Written) -> Result<TargetRef> {
        let id = TargetId::new((self.items().await?.len() + 1).to_string());
        self.put(&id, vec![record.to_json()])?;
        Ok(target(&id))
    }

    async fn write(&self, item: &TargetId, record: &Written) -> Result<()> {
        let (mut records, record) = (self.records(item)?, record.to_json());
        records.retain(|old| old.get("key") != record.get("key"));
        records.push(record);
        self.put(item, records)
    }

    async fn attach(&self, item: &TargetId, record: &Written, mut bytes: ByteStream) -> Result<()> {
        let id = record.key.part.replace(|it: char| !it.is_alphanumeric(), "-");
        let mut file = fs::File::create(self.place(&format!("{item}.{id}"))?).map_err(unusable)?;
        while let Some(piece) = bytes.try_next().await? {
            file.write_all(&piece).map_err(unusable)?;
        }
        self.write(item, record).await
    }

    async fn read(&self, item: &TargetId) -> Result<Option<(TargetRef, Vec<Written>)>> {
        let records = match self.records(item) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            records => records?.into_iter().map(Written::from_json).collect::<Result<_>>()?,
        };
        Ok(Some((target(item), records)))
    }

    async fn items(&self) -> Result<Vec<TargetId>> {
        let mut items = Vec::new();
        while self.place(&format!("{}.json", items.len() + 1))?.exists() {
            items.push(TargetId::new((items.len() + 1).to_string()));
        }
        Ok(items)
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let place = tempfile::tempdir().map_err(unusable)?;
    let trackers = Trackers::new(60)?;
    let empty = || {
        let path = place.path().join(trackers.ids.fresh().to_string());
        Arc::new(RecordTarget(Folder("folder:here/Shop".into(), path)))
    };
    suite(async || empty(), &Known::default()).await.map_err(breached)?;
    println!("the folder keeps the contract of a target");

    let target = empty();
    let migration = trackers.migration(trackers.source()?, Arc::clone(&target) as _)?;
    let found = Trackers::carry_out(&migration, VerifyOptions::default()).await?;
    println!("{} items stand in the folder as planned", found.matched);
    ensure(target.0.items().await?.len() == trackers.azure_devops.len(), "an item is missing")
}
