use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request};
use migrayt::plan::{Extent, Planner};
use migrayt::verify::{
    Difference, Explainer, Explanation, Files, Verification, Verifier, VerifyOptions,
};
use migrayt::{Migration, Parts, Scan};
use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_connectors::{azure_devops, jira};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{ItemId, PersonId, PlanId, RunId, WorkerId};
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{Clock, Closing, RunSpec};
use migrayt_core::run::{Driver, Ports};
use migrayt_testkit::generate::{self, WorkItems};
use migrayt_testkit::sample;
use migrayt_testkit::sim::Simulator as _;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{IssueView, Jira, JiraOptions};
use migrayt_testkit::wire::InProcess;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use crate::clock::PatientClock;
use crate::dice::Dice;
use crate::richer::Richer;

const TOKEN: &str = "simulated-token";
const EMAIL: &str = "admin@example.com";

/// A migration between both trackers that ended well.
pub(crate) struct World {
    pub(crate) target: Arc<Jira>,
    pub(crate) clock: Arc<PatientClock>,
    pub(crate) migration: Migration,
    pub(crate) scan: Scan,
    pub(crate) mapper: Arc<Richer>,
    pub(crate) plan: PlanId,
    pub(crate) run: RunId,
    /// The files in the target of which the source tells the size.
    pub(crate) sized: BTreeSet<String>,
    /// The items that are placed after another one in the backlog.
    pub(crate) placed: BTreeSet<ItemId>,
}

impl World {
    /// Migrates so many items of a seed.
    pub(crate) async fn migrated(items: usize, seed: u64) -> Self {
        let azure = AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN);
        WorkItems::new(sample::PROJECT, items, seed).unwrap().load_into(&azure).unwrap();
        let mut options = JiraOptions::default();
        options.users.extend(generate::users());
        options.users.extend(sample::users().unwrap());
        for login in &mut options.logins {
            EMAIL.clone_into(&mut login.email);
            TOKEN.clone_into(&mut login.token);
        }
        let watcher = PersonId::new(options.users[1].account_id.as_str());
        let (source, target) = (Arc::new(azure), Arc::new(Jira::with_options(options)));
        let clock = Arc::new(PatientClock::default());
        let migration = migration(&source, &target, &clock, seed);
        let scan = migration.scan().await.unwrap();
        let mapping = migrayt::mapping::propose(&scan.source, &scan.target).await.unwrap();
        let inner = migration.compile(mapping, &scan).unwrap();
        let mapper = Arc::new(Richer { inner, watcher });
        let plan = PlanId::from_bits(1);
        let parts = migration.parts();
        let planner = Planner {
            source: Arc::clone(&parts.source),
            target: Arc::clone(&parts.target),
            catalog: Arc::new(scan.target.clone()),
            mapper: Arc::clone(&mapper) as _,
            plans: Arc::clone(&parts.plans),
            key: parts.key.clone(),
            extent: Extent::all(),
        };
        planner.plan(&plan, &CancellationToken::new(), &|_| {}).await.unwrap();
        let run = RunId::from_bits(1);
        let rows = parts.plans.plan_page(&plan, None, u32::MAX).await.unwrap();
        let operations = rows.into_iter().flat_map(|(_, row)| row.operations);
        let placed = operations.filter(|one| one.key.kind == OperationKind::Rank);
        let placed = placed.map(|one| one.key.item).collect();
        let sized = BTreeSet::new();
        let mut world = Self { target, clock, migration, scan, mapper, plan, run, sized, placed };
        world.carry_out().await;
        world.sized = world.sized_files().await;
        world
    }

    async fn carry_out(&self) {
        let parts = self.migration.parts();
        let (_, fingerprint, _) = parts.plans.newest_plan().await.unwrap().unwrap();
        let spec = RunSpec {
            run: self.run.clone(),
            plan: self.plan.clone(),
            fingerprint,
            source: parts.source.endpoint().clone(),
            target: parts.target.endpoint().clone(),
            high_water: parts.target.high_water().await.unwrap(),
        };
        let wired = Ports {
            source: Arc::clone(&parts.source),
            target: Arc::clone(&parts.target),
            fence: None,
            mapper: Arc::clone(&self.mapper) as _,
            journal: Arc::clone(&parts.journal),
            plans: Arc::clone(&parts.plans),
            clock: Arc::clone(&parts.clock),
            ids: Arc::clone(&parts.ids),
        };
        let catalog = Arc::new(self.scan.target.clone());
        let end = Driver::new(wired, spec, WorkerId::from_bits(1), catalog, parts.key.clone())
            .with_preparations(self.mapper.inner.preparations())
            .run()
            .await
            .unwrap();
        assert_eq!(end.closing, Some(Closing::Completed), "{:?}", end.cause);
    }

    /// Verifies all items, or some, their files byte by byte.
    pub(crate) async fn verify(&self, only: &[ItemId]) -> Verification {
        let verifier = self.verifier(only);
        verifier.verify(&self.plan, &self.run, &|_| {}).await.unwrap()
    }

    pub(crate) async fn explain(&self, differences: &[Difference]) -> Vec<Explanation> {
        let explainer = Explainer {
            verifier: self.verifier(&[]),
            mapper: Arc::clone(&self.mapper) as _,
            plan: self.plan.clone(),
            run: self.run.clone(),
        };
        explainer.explain(differences).await.unwrap()
    }

    fn verifier(&self, only: &[ItemId]) -> Verifier {
        let parts = self.migration.parts();
        Verifier {
            source: Arc::clone(&parts.source),
            target: Arc::clone(&parts.target),
            catalog: Arc::new(self.scan.target.clone()),
            plans: Arc::clone(&parts.plans),
            journal: Arc::clone(&parts.journal),
            key: parts.key.clone(),
            options: VerifyOptions { files: Files::Digest, only: only.iter().cloned().collect() },
        }
    }

    /// The issues as they stand, by the items that their markers name.
    pub(crate) fn issues(&self) -> BTreeMap<ItemId, IssueView> {
        let issues = self.target.issues().into_iter();
        issues.map(|issue| (item_of(&issue).unwrap(), issue)).collect()
    }

    async fn sized_files(&self) -> BTreeSet<String> {
        let parts = self.migration.parts();
        let mut sized = BTreeSet::new();
        let rows = parts.plans.plan_page(&self.plan, None, u32::MAX).await.unwrap();
        let planned = rows.iter().flat_map(|(_, row)| &row.operations);
        let told: BTreeSet<&OperationKey> = planned
            .filter(|it| it.key.kind == OperationKind::Attach && !it.digests.is_empty())
            .map(|it| &it.key)
            .collect();
        for row in parts.journal.ledger(&self.run, None, u32::MAX).await.unwrap() {
            if told.contains(&row.key) {
                sized.extend(row.part.map(|part| part.to_string()));
            }
        }
        sized
    }

    /// Does something to the target as somebody with a browser would.
    #[track_caller]
    pub(crate) fn ask(&self, method: Method, path: &str, body: &Json) -> Json {
        use base64::Engine as _;
        let login = base64::engine::general_purpose::STANDARD.encode(format!("{EMAIL}:{TOKEN}"));
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Basic {login}"))
            .header("content-type", "application/json")
            .header("host", "example.atlassian.net");
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let answer = self.target.answer(request.body(body).unwrap(), self.clock.now());
        let said = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(answer.status().is_success(), "{path}: {} {said}", answer.status());
        serde_json::from_str(&said).unwrap_or_default()
    }
}

/// The item that an issue's marker names.
pub(crate) fn item_of(issue: &IssueView) -> Option<ItemId> {
    Some(ItemId::new(issue.properties.get("migrayt")?.get("id")?.as_str()?))
}

fn migration(
    source: &Arc<AzureDevOps>,
    target: &Arc<Jira>,
    clock: &Arc<PatientClock>,
    seed: u64,
) -> Migration {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
    let dice = Arc::new(Dice::new(seed));
    let parts = |wire, user: &str| {
        let credential = Arc::new(BasicCredential::new(user, &TOKEN.into()));
        ClientParts::new(wire, credential, Arc::clone(&clock), Arc::clone(&dice) as _)
    };
    let wire = Arc::new(InProcess::new(Arc::clone(source) as _, Arc::clone(&clock)));
    let settings = azure_devops::Settings::new("https://dev.azure.com/fabrikam", sample::PROJECT);
    let source = azure_devops::AzureDevOps::new(&settings, parts(wire, "")).unwrap();
    let wire = Arc::new(InProcess::new(Arc::clone(target) as _, Arc::clone(&clock)));
    let settings = jira::Settings::new("https://example.atlassian.net", "MIG");
    let target = jira::Jira::new(&settings, parts(wire, EMAIL)).unwrap();
    let journal = Arc::new(MemoryJournal::default());
    Migration::new(Parts {
        source: Arc::new(source),
        target: Arc::new(target),
        fence: None,
        journal: Arc::clone(&journal) as _,
        plans: journal as _,
        key: DigestKey::new([7; 32]),
        clock,
        ids: dice,
    })
}
