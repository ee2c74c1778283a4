//! Jira Cloud as a target.
//!
//! Everything that a project is made of is found by asking; no custom field's id is known
//! beforehand. Issues are made fifty at a time, each with its marker in the same request. What
//! became of a request whose answer was lost is found by reading issues by key, never by search,
//! which lags.

mod answers;
mod attach;
mod canonical;
mod catalog;
mod create;
mod draft;
mod edit;
mod embed;
mod fault;
mod field;
mod finish;
mod flow;
mod forecast;
mod locate;
mod losses;
mod media;
mod moment;
mod payload;
mod prepare;
mod property;
mod rank;
mod read_back;
mod rights;
mod scan;
mod settings;
mod show;
mod single;
mod sprint;
mod standing;
mod transition;
mod value;
mod watcher;
mod worklog;

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::{EndpointId, PartId, TargetId, TargetRef};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::plan::PlanSummary;
use migrayt_core::port::{
    Applied, ByteStream, Doubtful, Drafted, Finished, Forecast, HighWater, LocateTrust, Located,
    MethodClass, Order, Preparation, Prepared, Right, Shown, Standing, Target, TargetCapabilities,
};
use migrayt_core::{Error, ErrorKind, Fact, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use time::Date;
use tokio::sync::OnceCell;

pub use self::settings::Settings;

use self::answers::Myself;
use self::attach::Claims;
use self::flow::Flow;
use self::payload::Sprints;
use crate::http::{Call, Client, ClientParts, Counts};

/// How many issues one request makes.
const MAX_CREATED: u32 = 50;
/// How many issues one request moves in the backlog or into a sprint.
const MAX_MOVED: usize = 50;
/// How many issues one request reads with all that belongs to them.
const MAX_READ: u32 = 100;

/// One project of a Jira Cloud site.
pub struct Jira {
    client: Client,
    endpoint: EndpointId,
    /// The project's key.
    key: String,
    /// How many single writes of one `apply` run side by side.
    width: usize,
    /// The account that we act as, asked for once.
    account: OnceCell<String>,
    /// Whether that account may change issues without telling those who watch them.
    silence: OnceCell<bool>,
    /// The address that people open the site at.
    site: OnceCell<String>,
    /// The field that holds an issue's place in the backlog.
    rank: OnceCell<Option<String>>,
    /// The highest key number that we saw.
    newest: AtomicU64,
    /// The workflow as far as we have walked it.
    flow: Mutex<Flow>,
    /// The sprints' ids by name, as last read.
    sprints: Mutex<Sprints>,
    /// Which operation each of the files belongs to that we sent last.
    claims: Mutex<Claims>,
}

impl Jira {
    /// Makes a target. Nothing is sent yet.
    ///
    /// # Errors
    /// `ConfigInvalid` for settings that cannot be used.
    pub fn new(settings: &Settings, parts: ClientParts) -> Result<Self> {
        let base = settings.base()?;
        let key = settings.key()?;
        let endpoint = settings.endpoint(&base, &key)?;
        Ok(Self {
            client: Client::new(endpoint.clone(), base, parts, fault::of)?,
            endpoint,
            key,
            width: settings.width(),
            account: OnceCell::new(),
            silence: OnceCell::new(),
            site: OnceCell::new(),
            rank: OnceCell::new(),
            newest: AtomicU64::new(0),
            flow: Mutex::default(),
            sprints: Mutex::default(),
            claims: Mutex::default(),
        })
    }

    /// How many requests were sent so far.
    pub fn requests(&self) -> Counts {
        self.client.requests()
    }

    /// The account that we act as.
    async fn me(&self) -> Result<&str> {
        let ask = || async {
            let call = get(MethodClass::Discover, &["myself"]);
            let myself: Myself = self.client.json(call).await?;
            Ok(myself.account_id)
        };
        self.account.get_or_try_init(ask).await.map(String::as_str)
    }

    /// All pages of a list that stands under a name.
    async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        name: &'static str,
        query: &[(&'static str, &str)],
    ) -> Result<Vec<T>> {
        self.pages(|| get(MethodClass::Discover, path), name, query).await
    }

    async fn pages<T: DeserializeOwned>(
        &self,
        call: impl Fn() -> Call,
        name: &'static str,
        query: &[(&'static str, &str)],
    ) -> Result<Vec<T>> {
        const PAGE: usize = 200;
        let mut all = Vec::new();
        loop {
            let mut call = call()
                .query("startAt", all.len().to_string())
                .query("maxResults", PAGE.to_string());
            for (key, value) in query {
                call = call.query(key, *value);
            }
            let mut page: Json = self.client.json(call).await?;
            let last = page.get("isLast").and_then(Json::as_bool);
            let total = page.get("total").and_then(Json::as_u64);
            let items = page.get_mut(name).map(Json::take);
            let Some(Json::Array(items)) = items else { return Err(unexpected()) };
            let before = all.len();
            for item in items {
                all.push(serde_json::from_value(item).map_err(|_| unexpected())?);
            }
            let whole =
                total.is_some_and(|total| u64::try_from(all.len()).is_ok_and(|n| n >= total));
            if all.len() == before || last.unwrap_or(whole) {
                return Ok(all);
            }
        }
    }

    /// The number in a key of this project.
    fn number(&self, key: &str) -> Option<u64> {
        let (project, number) = key.rsplit_once('-')?;
        if project.eq_ignore_ascii_case(&self.key) { number.parse().ok() } else { None }
    }

    /// Notes a key that stands.
    fn saw(&self, key: &str) {
        if let Some(number) = self.number(key) {
            self.newest.fetch_max(number, Ordering::Relaxed);
        }
    }
}

#[async_trait]
impl Target for Jira {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn capabilities(&self) -> TargetCapabilities {
        let mut capabilities = TargetCapabilities::of(vec![
            OperationKind::Create,
            OperationKind::Update,
            OperationKind::Attach,
            OperationKind::RewriteBody,
            OperationKind::Comment,
            OperationKind::Worklog,
            OperationKind::Watch,
            OperationKind::Property,
            OperationKind::Transition,
            OperationKind::RemoteLink,
            OperationKind::Sprint,
            OperationKind::Link,
            OperationKind::Rank,
        ]);
        capabilities.max_batch = MAX_CREATED;
        capabilities.concurrency = 4;
        capabilities.locate = LocateTrust::Both;
        capabilities.max_read_back = MAX_READ;
        capabilities
    }

    async fn rights(&self) -> Result<Vec<Right>> {
        self.told_rights().await
    }

    async fn catalog(&self, key: &DigestKey) -> Result<Catalog> {
        self.scan(key).await
    }

    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        self.prepare_all(preparations).await
    }

    async fn finish(&self, preparations: &[Preparation], today: Date) -> Vec<Result<Finished>> {
        self.finish_all(preparations, today).await
    }

    fn draft(&self, catalog: &Catalog, commands: &[Command], key: &DigestKey) -> Vec<Drafted> {
        commands.iter().map(|command| draft::of(&self.key, catalog, command, key)).collect()
    }

    fn forecast(&self, plan: &PlanSummary) -> Option<Forecast> {
        Some(forecast::of(plan, self.width))
    }

    async fn high_water(&self) -> Result<HighWater> {
        let newest = self.find_newest().await?;
        Ok(HighWater(newest.to_string()))
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        match orders.first().map(|order| order.drafted.key.kind) {
            Some(OperationKind::Create) => self.create(orders).await,
            Some(OperationKind::Update | OperationKind::RewriteBody) => self.edit(orders).await,
            Some(OperationKind::Transition) => self.transition(orders).await,
            Some(OperationKind::Sprint) => self.enter_sprints(orders).await,
            Some(OperationKind::Rank) => self.rank(orders).await,
            Some(_) => self.apply_singly(orders).await,
            None => Vec::new(),
        }
    }

    async fn attach(
        &self,
        order: &Order<'_>,
        file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        self.upload(order, file, bytes).await
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        self.find_doubts(doubts).await
    }

    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        self.standings(items, catalog, key)
    }

    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        self.origins(&after)
    }

    async fn properties(
        &self,
        items: &[TargetId],
        names: &[String],
        key: &DigestKey,
    ) -> Result<Vec<(TargetId, Vec<FieldDigest>)>> {
        self.digests_of_properties(items, names, key).await
    }

    async fn open(&self, file: &PartId) -> Result<ByteStream> {
        self.download(file).await
    }

    async fn show(&self, item: &TargetId, catalog: &Catalog) -> Result<Option<Shown>> {
        self.words_of(item, catalog).await
    }
}

impl fmt::Debug for Jira {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jira").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

fn get(class: MethodClass, path: &[&str]) -> Call {
    in_english(Call::get(class, &platform(path)))
}

fn post(class: MethodClass, path: &[&str], body: &impl Serialize) -> Result<Call> {
    Ok(in_english(Call::post(class, &platform(path), body)?))
}

/// A write that does the same however often it is sent.
fn put(class: MethodClass, path: &[&str], body: &impl Serialize) -> Result<Call> {
    Ok(in_english(Call::put(class, &platform(path), body)?))
}

/// The path of boards, sprints and ranks.
fn board<'a>(path: &[&'a str]) -> Vec<&'a str> {
    ["rest", "agile", "1.0"].iter().chain(path).copied().collect()
}

fn platform<'a>(path: &[&'a str]) -> Vec<&'a str> {
    ["rest", "api", "3"].iter().chain(path).copied().collect()
}

/// Names of statuses, priorities and fields come in the language of the account's owner unless
/// one is asked for; then a mapping would hold for one account only.
fn in_english(call: Call) -> Call {
    call.header("x-force-accept-language", "true").header("accept-language", "en")
}

fn unexpected() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the answer is not the JSON that was expected")
}

/// A fact for the name of an issue's key or id.
fn issue_fact(target: &TargetRef) -> Fact {
    Fact::name(target.key.as_str())
}
