mod mentions;
mod nodes;
mod tally;
mod types;

use migrayt_core::Result;
use migrayt_core::catalog::{Catalog, Field, FieldKind, FieldRole, KnownPerson, LinkType};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::LinkTypeId;
use migrayt_core::port::ReadView;

use self::tally::Tally;
use self::types::Types;
use super::answers::{RawField, RelationType};
use super::item::RANKS;
use super::{AzureDevOps, field};

impl AzureDevOps {
    /// Finds what the project is made of, then counts by looking at every item in scope once.
    pub(super) async fn scan(&self, key: &DigestKey) -> Result<Catalog> {
        self.check_project().await?;
        let definitions = self.definitions().await?;
        let types = Types::find(self).await?;
        let trees = self.trees().await?;
        let relation_types = self.relation_types().await?;
        let tally = self.count().await?;

        let mut catalog = Catalog::new(self.endpoint.clone());
        catalog.fields = definitions.iter().map(|raw| describe(raw, &types, &tally)).collect();
        assign_alternatives(&mut catalog.fields);
        catalog.ranks = catalog.fields.iter().any(|it| RANKS.contains(&it.id.as_str()));
        catalog.types = types.into_types(&tally);
        catalog.nodes = nodes::flatten(&trees, &tally);
        catalog.link_types = link_types(&relation_types, &tally);
        catalog.people = tally
            .people
            .values()
            .map(|person| {
                let mut known = KnownPerson::of(&person.person, key);
                known.used = Some(person.used);
                known
            })
            .collect();
        // Two spellings of one address are one person.
        catalog.people.sort_by(|one, other| one.id.cmp(&other.id));
        catalog.people.dedup_by(|one, other| {
            let same = one.id == other.id;
            if same {
                other.used = other.used.zip(one.used).map(|(one, other)| one + other);
            }
            same
        });
        catalog.items = tally.items;
        catalog.comments = Some(tally.comments);
        catalog.attachments = Some(tally.attachments);
        Ok(catalog)
    }

    async fn count(&self) -> Result<Tally> {
        let mut tally = Tally::default();
        let mut last = 0;
        loop {
            let (ids, more) = self.ids_above(last).await?;
            for ids in ids.chunks(self.page) {
                for raw in self.batch(ids, ReadView::Full).await? {
                    tally.add(&raw);
                }
            }
            match ids.last() {
                Some(id) if more => last = *id,
                _ => return Ok(tally),
            }
        }
    }
}

fn describe(raw: &RawField, types: &Types, tally: &Tally) -> Field {
    let kind = field::kind(raw);
    let reference = raw.reference_name.as_str();
    let mut described = Field::new(field::id(reference), raw.name.as_str(), kind);
    described.many = kind == FieldKind::Labels;
    described.writable = !raw.read_only;
    described.role = field::role(reference);
    // Values of other kinds may be people's names, or are not a list at all.
    if matches!(kind, FieldKind::Choice | FieldKind::Text | FieldKind::Integer | FieldKind::Decimal)
    {
        described.allowed = types.allowed(reference);
    }
    described.used = Some(tally.fields.get(reference).copied().unwrap_or_default());
    described
}

/// Gives a role to the first of its alternatives that is used, else to the first that exists.
fn assign_alternatives(fields: &mut [Field]) {
    let place = |fields: &[Field], role: &FieldRole, names: &[&str]| {
        let all =
            || names.iter().filter_map(|name| fields.iter().position(|it| it.id.as_str() == *name));
        let used = |at: &usize| fields.get(*at).is_some_and(|field| field.used > Some(0));
        let known = fields.iter().any(|field| field.role.as_ref() == Some(role));
        if known { None } else { all().find(used).or_else(|| all().next()) }
    };
    for (role, names) in field::ALTERNATIVES {
        let at = place(fields, &role, names);
        if let Some(field) = at.and_then(|at| fields.get_mut(at)) {
            field.role = Some(role);
        }
    }
}

/// The link types between items, without the hierarchy, which parents tell.
fn link_types(raw: &[RelationType], tally: &Tally) -> Vec<LinkType> {
    let between = |it: &&RelationType| {
        it.attribute("usage") == Some("workItemLink")
            && !it.reference_name.starts_with("System.LinkTypes.Hierarchy")
    };
    let describe = |it: &RelationType| {
        let opposite = it.attribute("oppositeEndReferenceName");
        let inward = raw.iter().find(|other| Some(other.reference_name.as_str()) == opposite);
        LinkType {
            id: LinkTypeId::new(it.reference_name.as_str()),
            name: it.name.clone(),
            outward: it.name.clone(),
            inward: inward.map_or_else(|| it.name.clone(), |other| other.name.clone()),
            used: Some(tally.links.get(&it.reference_name).copied().unwrap_or_default()),
        }
    };
    raw.iter().filter(between).map(describe).collect()
}
