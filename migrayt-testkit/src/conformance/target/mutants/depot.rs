//! A target in memory, honest but for one flaw.

mod catalog;
mod change;
mod draft;
mod locate;
mod read;
mod value;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use migrayt_core::catalog::{Catalog, NodeKind};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{
    EndpointId, FieldId, ItemId, LinkTypeId, PartId, StateId, TargetId, TargetKey, TargetRef,
    TypeId,
};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::{Marker, Origin};
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::port::{
    Applied, ByteStream, Doubtful, Drafted, HighWater, LocateTrust, Located, Order, Preparation,
    Prepared, Standing, Target, TargetCapabilities,
};
use migrayt_core::{Error, ErrorKind, Result};
use serde_json::Value as Json;

use super::flaw::Flaw;
use crate::conformance::trouble::Trouble;

/// The largest file in bytes.
pub(super) const LARGEST_FILE: u64 = 1_000;
/// How many items one request reads.
const PAGE: u32 = 4;

pub(super) struct Depot {
    endpoint: EndpointId,
    flaw: Option<Flaw>,
    trust: LocateTrust,
    /// Whether it takes only creations and comments, one at a time.
    modest: bool,
    /// What is wrong at this moment.
    trouble: Arc<Mutex<Option<Trouble>>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By number.
    items: BTreeMap<u64, Stored>,
    /// The items' numbers in the order of the backlog.
    order: Vec<u64>,
    nodes: Vec<(NodeKind, String, u64)>,
    next: u64,
    asked: u64,
}

struct Stored {
    marker: Marker,
    type_id: TypeId,
    state: StateId,
    parent: Option<TargetId>,
    fields: BTreeMap<FieldId, Json>,
    comments: Vec<(PartId, Marker, Json)>,
    files: Vec<(PartId, String, String, u64)>,
    links: Vec<(LinkTypeId, u64, bool)>,
    remote_links: Vec<String>,
    worklogs: Vec<(PartId, String, Json)>,
    watchers: Vec<String>,
    properties: BTreeMap<String, Json>,
}

impl Depot {
    pub(super) fn new(flaw: Option<Flaw>) -> Self {
        Self {
            endpoint: EndpointId::new("depot:test/Shop"),
            flaw,
            trust: LocateTrust::Both,
            modest: false,
            trouble: Arc::default(),
            state: Mutex::default(),
        }
    }

    pub(super) fn modest(trust: LocateTrust) -> Self {
        Self { trust, modest: true, ..Self::new(None) }
    }

    pub(super) fn with(self, flaw: Flaw) -> Self {
        Self { flaw: Some(flaw), ..self }
    }

    /// With troubles that come and go from outside.
    pub(super) fn troubled(self, trouble: Arc<Mutex<Option<Trouble>>>) -> Self {
        Self { trouble, ..self }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn number(&self) -> u64 {
        let mut state = self.state();
        state.next += 1;
        state.next
    }
}

fn target(number: u64) -> TargetRef {
    TargetRef {
        id: TargetId::new(format!("D-{number}")),
        key: TargetKey::new(format!("DEPOT-{number}")),
    }
}

fn number_of(target: &TargetId) -> Option<u64> {
    target.as_str().strip_prefix("D-")?.parse().ok()
}

/// The number of the item that an order's own item became.
fn own(order: &Order<'_>, item: &ItemId) -> Option<u64> {
    number_of(&order.known.item(item)?.id)
}

#[async_trait]
impl Target for Depot {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn capabilities(&self) -> TargetCapabilities {
        use OperationKind::{Comment, Create, Prepare};

        let mut kinds = OperationKind::ALL.to_vec();
        kinds.retain(|kind| *kind != Prepare);
        if self.modest || self.has(Flaw::TakesWhatItDoesNotDeclare) {
            kinds = vec![Create, Comment];
        }
        if self.has(Flaw::DeclaresAKindTwice) {
            kinds.push(Comment);
        }
        if self.has(Flaw::MakesNoItems) {
            kinds.remove(0);
        }
        let mut capabilities = TargetCapabilities::of(kinds);
        capabilities.locate = self.trust;
        if !self.modest {
            capabilities.max_batch = 8;
            capabilities.concurrency = 3;
            capabilities.max_read_back = PAGE;
        }
        if self.has(Flaw::TakesNoBatch) {
            capabilities.max_batch = 0;
        }
        if self.has(Flaw::ChangesItsCapabilities) {
            let mut state = self.state();
            state.asked += 1;
            capabilities.max_read_back = u32::try_from(state.asked).unwrap();
        }
        capabilities
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        Ok(self.scan(key))
    }

    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        let before = self.state().nodes.clone();
        let mut results = Vec::new();
        for Preparation { kind, name, .. } in preparations {
            let known = if self.has(Flaw::PreparesTwiceInOneCall) {
                before.clone()
            } else {
                self.state().nodes.clone()
            };
            let found = known.iter().find(|(of, called, _)| of == kind && called == name);
            let found = found.filter(|_| !self.has(Flaw::PreparesTwice)).map(|(.., id)| *id);
            let existed = match self.flaw {
                Some(Flaw::SaysAllExisted) => true,
                Some(Flaw::SaysNothingExisted) => false,
                _ => found.is_some(),
            };
            let id = found.unwrap_or_else(|| {
                let id = self.number();
                self.state().nodes.push((*kind, name.clone(), id));
                id
            });
            results.push(Ok(Prepared { id: PartId::new(id.to_string()), existed }));
        }
        if self.has(Flaw::PreparesInReverse) && preparations.len() > 2 {
            results.reverse();
        }
        results
    }

    fn draft(&self, catalog: &Catalog, commands: &[Command], key: &DigestKey) -> Vec<Drafted> {
        self.draft_all(catalog, commands, key)
    }

    async fn high_water(&self) -> Result<HighWater> {
        let newest = self.state().items.keys().next_back().copied().unwrap_or_default();
        let above = u64::from(self.has(Flaw::MarksTooHigh));
        Ok(HighWater((newest + above).to_string()))
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        self.apply_all(orders).await
    }

    async fn attach(
        &self,
        order: &Order<'_>,
        file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        self.store_file(order, file, bytes).await
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        self.find_all(doubts)
    }

    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        stream::iter(self.standings(items, catalog, key)).boxed()
    }

    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        let after = if after.0.is_empty() { Ok(0) } else { after.0.parse::<u64>() };
        let Ok(after) = after else {
            let error = Error::new(ErrorKind::Misuse, "this is no place of ours");
            return stream::once(async { Err(error) }).boxed();
        };
        let state = self.state();
        let items = state.items.range(after + 1..);
        let mut found: Vec<_> =
            items.map(|(number, item)| Ok((target(*number), item.marker.origin()))).collect();
        if self.has(Flaw::SweepsAllButTheLast) && found.len() > 3 {
            found.pop();
        }
        if self.has(Flaw::SweepsTwice) && found.len() > 3 {
            found.push(Ok((target(1), found_origin(&state))));
        }
        stream::iter(found).boxed()
    }
}

fn found_origin(state: &State) -> Origin {
    state.items.values().next().unwrap().marker.origin()
}

impl fmt::Debug for Depot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Depot");
        if self.has(Flaw::ShowsTitles) {
            let state = self.state();
            shown.field("titles", &state.items.values().map(|it| &it.fields).collect::<Vec<_>>());
        }
        shown.finish_non_exhaustive()
    }
}
