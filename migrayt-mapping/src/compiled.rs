mod backlog;
mod convert;
mod create;
mod description;
mod fields;
mod gathering;
mod hierarchy;
mod history;
mod labels;
mod lane;
mod links;
mod mentions;
pub(crate) mod names;
mod nodes;
mod people;
mod states;
mod text;
mod title;
mod writing;

use std::collections::BTreeMap;

use migrayt_core::Result;
use migrayt_core::catalog::{Catalog, KnownPerson};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, LinkTypeId, PersonId, StateId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::marker::Origin;
use migrayt_core::plan::{Refusal, RefusalKind};
use migrayt_core::port::{Finding, Known, Mapped, Mapper, Preparation, TargetCapabilities};

use self::fields::{FieldPlan, TargetField};
use self::hierarchy::TypePlan;
use self::links::LinkPlan;
pub(crate) use self::names::{field_named, link_type_named, state_named, type_named};
use self::nodes::NodePlan;
use self::people::People;
pub use self::people::{MatchedBy, Unmatched, Who};
pub(crate) use self::states::EVERY_TYPE;
pub(crate) use self::text::one_line;
use self::writing::Writing;
use crate::check;
use crate::document::{MappingDocument, StateRule};
use crate::system::System;
use crate::tally::Tally;

/// A mapping document bound to two catalogs: core's [`Mapper`].
///
/// Names are looked up once, when it is made.
#[derive(Debug)]
pub struct Compiled {
    document: MappingDocument,
    fingerprint: String,
    organization: String,
    project: String,
    system: System,
    key: DigestKey,
    /// The source's catalog without people.
    source: Catalog,
    /// The target's catalog without people.
    target: Catalog,
    types: BTreeMap<TypeId, TypePlan>,
    /// What stands before the titles of types that become labels.
    labelled: BTreeMap<TypeId, String>,
    states: BTreeMap<TypeId, BTreeMap<StateId, StateRule>>,
    fields: BTreeMap<FieldId, FieldPlan>,
    fields_of: BTreeMap<TypeId, BTreeMap<FieldId, FieldPlan>>,
    /// The values of target fields that the source has none for.
    defaults: Vec<(TargetField, String)>,
    links: BTreeMap<LinkTypeId, Option<LinkPlan>>,
    default_link: Option<LinkPlan>,
    parent_link: Option<LinkPlan>,
    areas: NodePlan,
    iterations: NodePlan,
    people: People,
}

impl Compiled {
    /// Binds a document to the catalogs of the source and the target. `origin` is the source's
    /// organisation or site and its project, as [`migrayt_core::port::Source::origin`] has them;
    /// `key` is the key under which both catalogs hold people's e-mail digests.
    ///
    /// # Errors
    /// `ConfigInvalid` if a rule names something that the target does not have, with the rule's
    /// place and the name; [`Mapper::check`] lists all of them.
    pub fn new(
        document: MappingDocument,
        source: &Catalog,
        target: &Catalog,
        origin: (&str, &str),
        key: &DigestKey,
    ) -> Result<Self> {
        check::refuse_errors(&document, source, target)?;
        let options = &document.options;
        Ok(Self {
            fingerprint: document.fingerprint(),
            organization: origin.0.to_owned(),
            project: origin.1.to_owned(),
            system: System::of(&source.endpoint),
            key: key.clone(),
            types: hierarchy::types(&document, source, target),
            labelled: hierarchy::labels(&document, source),
            states: states::rules(&document, source),
            fields: fields::rules(&document, &document.fields, source, target),
            fields_of: fields::by_type(&document, source, target),
            defaults: fields::defaults(&document, target),
            links: links::rules(&document, source, target),
            default_link: options
                .default_link
                .as_deref()
                .and_then(|name| LinkPlan::named(name, target)),
            parent_link: options
                .parent_link
                .as_deref()
                .and_then(|name| LinkPlan::named(name, target)),
            areas: NodePlan::new(&document.areas, source),
            iterations: NodePlan::new(&document.iterations, source),
            people: People::new(&document, source, target, key),
            source: without_people(source),
            target: without_people(target),
            document,
        })
    }

    /// The document.
    pub fn document(&self) -> &MappingDocument {
        &self.document
    }

    /// The account that a person of the source has in the target, where catalogs and rules tell it.
    pub fn account_of(&self, person: &PersonId) -> Option<&PersonId> {
        self.people.own(person)
    }

    /// Who a person of the source is in the target.
    pub fn who(&self, person: &KnownPerson) -> Who {
        self.people.who(person)
    }

    /// Whether work can be assigned to an account of the target; of one that the scan did not find
    /// nobody knows.
    pub fn takes_work(&self, account: &PersonId) -> bool {
        self.people.takes_work(account)
    }

    /// What the rules refer to in the target that its catalog does not have and that can be made:
    /// components, sprints, areas and iterations, each name once, in the order of their kinds.
    pub fn preparations(&self) -> Vec<Preparation> {
        nodes::preparations(&self.document, &self.source, &self.target)
    }

    fn origin(&self, item: &Item) -> Origin {
        Origin {
            organization: self.organization.clone(),
            project: self.project.clone(),
            item: item.id.clone(),
            revision: item.revision,
        }
    }
}

impl Mapper for Compiled {
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn check(&self, source: &Catalog, target: &Catalog, caps: &TargetCapabilities) -> Vec<Finding> {
        check::findings(&self.document, source, target, caps)
    }

    /// Types that depend on the parent are given as what they are on their own; the creation's
    /// command has the type of the item.
    fn target_type(&self, source: &TypeId) -> Option<(TypeId, Option<i32>)> {
        let alone = &self.types.get(source)?.alone;
        Some((alone.id.clone(), alone.level))
    }

    fn names_parents(&self, source: &TypeId) -> bool {
        self.labelled.contains_key(source)
    }

    fn map(&self, item: &Item, known: &dyn Known) -> Result<Mapped> {
        let mut mapped = Mapped::default();
        let Some(placed) = self.place(item, known) else {
            let labelled = self.labelled.contains_key(&item.type_id);
            mapped.refusals.push(Refusal::of(if labelled {
                RefusalKind::BecomesLabel
            } else {
                RefusalKind::TypeUnmapped
            }));
            return Ok(mapped);
        };
        let mut tally = Tally::default();
        placed.book(&mut tally, &mut mapped.refusals);
        let writing = Writing::new(self, item, known);
        let (create, rewrites) = self.create(writing, item, &placed);
        mapped.commands.push(create);
        mapped.commands.extend(self.attachments(item, &mut tally));
        mapped.commands.extend(rewrites);
        mapped.commands.extend(self.comments(writing, item, &mut tally));
        mapped.commands.extend(self.transition(item, placed.work_type, &mut tally));
        mapped.commands.extend(self.remote_links(item, &mut tally));
        mapped.commands.extend(self.item_links(item, &placed, known, &mut tally));
        mapped.commands.extend(self.placing(item, known));
        mapped.losses = tally.into_losses();
        Ok(mapped)
    }
}

fn without_people(catalog: &Catalog) -> Catalog {
    let mut copy = catalog.clone();
    copy.people.clear();
    copy
}
