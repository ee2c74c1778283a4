//! A simulated site, a target that writes to it, and the orders that a run would send.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_connectors::jira::{Jira, Settings};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{AttemptId, FieldId, ItemId, PartId, TargetId, TargetRef, TypeId};
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt_core::port::{
    Applied, Bindings, Doubtful, Drafted, HighWater, Located, Order, Standing, Target as _, Wire,
};
use migrayt_core::richtext::{Block, Document};
use migrayt_core::value::Value;
use migrayt_core::{Content, Result};
use migrayt_testkit::fault::Faulty;
use migrayt_testkit::sim::jira::{Jira as Simulated, JiraOptions};
use migrayt_testkit::wire::InProcess;

use crate::chance::Counting;
use crate::clock::SimClock;

pub(crate) const EMAIL: &str = "admin@example.com";
pub(crate) const TOKEN: &str = "jira-simulator-token";
pub(crate) const URL: &str = "https://example.atlassian.net";
pub(crate) const KEY: &str = "MIG";

/// A simulated site with faults, a target in it, and what has been made so far.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) simulator: Arc<Faulty<Simulated>>,
    pub(crate) clock: Arc<SimClock>,
    pub(crate) target: Jira,
    pub(crate) catalog: Catalog,
    pub(crate) known: Bindings,
    pub(crate) digests: DigestKey,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::with(JiraOptions::default()).await
    }

    pub(crate) async fn with(options: JiraOptions) -> Self {
        let simulator = Arc::new(Faulty::new(Simulated::with_options(options)));
        let clock = Arc::new(SimClock::default());
        let wire = Arc::new(InProcess::new(simulator.clone(), clock.clone()));
        let target = target(&clock, wire, &Settings::new(URL, KEY), TOKEN);
        let digests = DigestKey::new([5; 32]);
        let catalog = target.catalog(&digests).await.unwrap();
        Self { simulator, clock, target, catalog, known: Bindings::new(), digests }
    }

    /// The simulator itself.
    pub(crate) fn simulated(&self) -> &Simulated {
        self.simulator.inner()
    }

    /// Another target in the same site, as another process would have it.
    pub(crate) fn another(&self, settings: &Settings, token: &str) -> Jira {
        let wire = Arc::new(InProcess::new(self.simulator.clone(), self.clock.clone()));
        target(&self.clock, wire, settings, token)
    }

    pub(crate) fn draft(&self, command: Command) -> Drafted {
        self.target.draft(&self.catalog, &[command], &self.digests).pop().unwrap()
    }

    pub(crate) async fn apply(&self, drafted: &[Drafted]) -> Vec<Result<Applied>> {
        let attempt = AttemptId::from_bits(1);
        let orders: Vec<_> = drafted
            .iter()
            .map(|drafted| Order { drafted, attempt: &attempt, known: &self.known })
            .collect();
        self.target.apply(&orders).await
    }

    pub(crate) async fn apply_one(&self, command: Command) -> Result<Applied> {
        self.apply(&[self.draft(command)]).await.pop().unwrap()
    }

    pub(crate) async fn locate(
        &self,
        drafted: &[Drafted],
        high_water: Option<&HighWater>,
    ) -> Vec<Result<Located>> {
        locate(&self.target, drafted, &self.known, high_water, self.clock.as_ref()).await
    }

    /// Makes items, and remembers where they went.
    pub(crate) async fn make(&mut self, commands: Vec<Command>) -> Vec<TargetRef> {
        let drafted: Vec<_> = commands.into_iter().map(|command| self.draft(command)).collect();
        let results = self.apply(&drafted).await;
        let mut made = Vec::new();
        for (drafted, result) in drafted.iter().zip(results) {
            let target = result.unwrap().target.unwrap();
            self.known.items.insert(drafted.key.item.clone(), target.clone());
            made.push(target);
        }
        made
    }

    pub(crate) async fn standing(&self, ids: &[TargetId]) -> Vec<Standing> {
        self.target.read_back(ids, &self.catalog, &self.digests).try_collect().await.unwrap()
    }

    /// The id of a type of that name.
    pub(crate) fn type_id(&self, name: &str) -> TypeId {
        self.catalog.type_named(name).unwrap().id.clone()
    }

    pub(crate) fn field(&self, name: &str) -> FieldId {
        self.catalog.field_named(name).unwrap().id.clone()
    }

    /// The command that makes a plain story.
    pub(crate) fn story(&self, item: &str) -> Command {
        self.create(item, "Story", vec![], None)
    }

    pub(crate) fn create(
        &self,
        item: &str,
        work_type: &str,
        more: Vec<(FieldId, Value)>,
        parent: Option<&str>,
    ) -> Command {
        let mut fields = vec![(FieldId::new("summary"), Value::text(format!("Item {item}")))];
        fields.extend(more);
        let item_id = ItemId::new(item);
        let origin = origin(item);
        let parent = parent.map(ItemId::new);
        let new = NewItem {
            type_id: self.type_id(work_type),
            fields,
            parent,
            origin,
            history: None,
            provisional: Vec::new(),
        };
        let key = OperationKey::sole(item_id, OperationKind::Create);
        Command::new(key, Action::Create(Box::new(new)))
    }
}

pub(crate) fn target(
    clock: &Arc<SimClock>,
    wire: Arc<dyn Wire>,
    settings: &Settings,
    token: &str,
) -> Jira {
    Jira::new(settings, parts(clock, wire, token)).unwrap()
}

pub(crate) fn parts(clock: &Arc<SimClock>, wire: Arc<dyn Wire>, token: &str) -> ClientParts {
    let credential = Arc::new(BasicCredential::new(EMAIL, &token.to_owned().into()));
    ClientParts::new(wire, credential, clock.clone(), Arc::new(Counting::default()))
}

/// Asks a target what became of orders that were sent at this moment.
pub(crate) async fn locate(
    target: &Jira,
    drafted: &[Drafted],
    known: &Bindings,
    high_water: Option<&HighWater>,
    clock: &dyn migrayt_core::port::Clock,
) -> Vec<Result<Located>> {
    let attempt = AttemptId::from_bits(1);
    let sent_at = clock.now();
    let doubts: Vec<_> = drafted
        .iter()
        .map(|drafted| Doubtful {
            order: Order { drafted, attempt: &attempt, known },
            high_water,
            sent_at,
            taken: &[],
        })
        .collect();
    target.locate(&doubts).await
}

pub(crate) fn origin(item: &str) -> Origin {
    Origin {
        organization: "fabrikam".into(),
        project: "Shop".into(),
        item: ItemId::new(item),
        revision: 3,
    }
}

/// A text of one paragraph.
pub(crate) fn document(words: &str) -> Document {
    Document::from(vec![Block::plain(words)])
}

pub(crate) fn comment(item: &str, part: &str, words: &str) -> Command {
    let key = OperationKey::part(ItemId::new(item), OperationKind::Comment, part);
    let body = Content::new(document(words));
    Command::new(key, Action::Comment { source: PartId::new(part), body, created: None })
}

pub(crate) fn transition(item: &str, to: &str) -> Command {
    let key = OperationKey::sole(ItemId::new(item), OperationKind::Transition);
    Command::new(key, Action::Transition { to: to.into() })
}

pub(crate) fn link(item: &str, link_type: &str, other: &str) -> Command {
    let part = format!("{link_type}:{other}");
    let key = OperationKey::part(ItemId::new(item), OperationKind::Link, part);
    let action = Action::Link { link_type: link_type.into(), other: ItemId::new(other) };
    Command::new(key, action)
}

pub(crate) fn remote_link(item: &str, global_id: &str) -> Command {
    let key = OperationKey::part(ItemId::new(item), OperationKind::RemoteLink, global_id);
    let action = Action::RemoteLink {
        global_id: global_id.to_owned(),
        url: "https://example.org/page".into(),
        title: "A page".into(),
    };
    Command::new(key, action)
}
