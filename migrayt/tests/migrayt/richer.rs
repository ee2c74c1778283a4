use std::sync::Arc;

use migrayt_core::catalog::Catalog;
use migrayt_core::id::{PersonId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::operation::{Action, Command};
use migrayt_core::payload::Payload;
use migrayt_core::port::{Finding, Known, Mapped, Mapper, TargetCapabilities};
use migrayt_core::richtext::{Block, Document};
use migrayt_core::{Content, Result};
use migrayt_mapping::Compiled;
use serde_json::json;
use time::macros::datetime;

/// The proposed mapping, and of each item a work log entry, a watcher and a property besides, so
/// that every kind of operation is there to be verified.
#[derive(Debug)]
pub(crate) struct Richer {
    pub(crate) inner: Arc<Compiled>,
    pub(crate) watcher: PersonId,
}

/// The property that every item gets.
pub(crate) const PROPERTY: &str = "shape";

impl Mapper for Richer {
    fn fingerprint(&self) -> &str {
        self.inner.fingerprint()
    }

    fn check(&self, source: &Catalog, target: &Catalog, caps: &TargetCapabilities) -> Vec<Finding> {
        self.inner.check(source, target, caps)
    }

    fn target_type(&self, source: &TypeId) -> Option<(TypeId, Option<i32>)> {
        self.inner.target_type(source)
    }

    fn map(&self, item: &Item, known: &dyn Known) -> Result<Mapped> {
        let mut mapped = self.inner.map(item, known)?;
        let own = |action| Command::on(item.id.clone(), action);
        let body = Document::from(vec![Block::plain("Thought about it.")]);
        let more = [
            own(Action::Worklog {
                source: "w1".into(),
                started: datetime!(2026-03-01 9:00 UTC),
                seconds: 3600,
                body: Some(Content::new(body)),
            }),
            own(Action::Watch { person: self.watcher.clone() }),
            own(Action::Property {
                name: PROPERTY.into(),
                value: Payload::new(json!({ "of": item.id.as_str(), "sides": [3, 4.5] })),
            }),
        ];
        let links = mapped.commands.iter().position(|it| it.key.kind.needs_both_ends());
        let end = links.unwrap_or(mapped.commands.len());
        mapped.commands.splice(end..end, more);
        Ok(mapped)
    }
}
