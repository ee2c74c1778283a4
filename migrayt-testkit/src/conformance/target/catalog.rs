use std::collections::BTreeSet;

use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;

use super::bench::Bench;
use crate::conformance::breach::{Verdict, holds, same};

pub(super) async fn a_catalog_is_complete(bench: &Bench<'_>) -> Verdict {
    let catalog = &bench.catalog;
    same(&catalog.endpoint, bench.target.endpoint(), "a catalog is of its endpoint")?;
    bench.standard()?;
    bench.title()?;
    for work_type in &catalog.types {
        let unnamed = work_type.name.trim().is_empty();
        holds(!unnamed, "every type has a name", || work_type.id.to_string())?;
        holds(!work_type.states.is_empty(), "every type has a state", || work_type.id.to_string())?;
        for id in work_type.fields.iter().chain(&work_type.required) {
            let found = || format!("{id} of {}", work_type.id);
            holds(catalog.field(id).is_some(), "every field of a type is catalogued", found)?;
        }
        for id in &work_type.required {
            let found = || format!("{id} of {}", work_type.id);
            let on_screen = work_type.fields.is_empty() || work_type.fields.contains(id);
            holds(on_screen, "a type has the fields that it requires", found)?;
            let writable = catalog.field(id).is_some_and(|field| field.writable);
            holds(writable, "a required field can be written", found)?;
        }
    }
    let levels: Vec<_> = catalog.types.iter().filter_map(|work_type| work_type.level).collect();
    let so = levels.is_sorted_by(|left, right| left >= right);
    holds(so, "types come parents' level first", || format!("{levels:?}"))
}

pub(super) async fn a_catalog_names_nothing_twice(bench: &Bench<'_>) -> Verdict {
    let catalog = &bench.catalog;
    let mut once = BTreeSet::new();
    let types = catalog.types.iter().map(|it| format!("type {}", it.id));
    let states = catalog.types.iter().flat_map(|work_type| {
        work_type.states.iter().map(move |it| format!("state {} of {}", it.id, work_type.id))
    });
    let on_screens = catalog.types.iter().flat_map(|work_type| {
        work_type.fields.iter().map(move |id| format!("field {id} of {}", work_type.id))
    });
    let fields = catalog.fields.iter().map(|it| format!("field {}", it.id));
    let nodes = catalog.nodes.iter().map(|it| format!("{:?} {}", it.kind, it.id));
    let links = catalog.link_types.iter().map(|it| format!("link type {}", it.id));
    let people = catalog.people.iter().map(|it| format!("person {}", it.id));
    let names = types.chain(states).chain(on_screens).chain(fields).chain(nodes).chain(links);
    for name in names.chain(people) {
        holds(once.insert(name.clone()), "a catalog names nothing twice", || name)?;
    }
    let mut roles = BTreeSet::new();
    for role in catalog.fields.iter().filter_map(|field| field.role) {
        holds(roles.insert(role), "one field plays a role", || format!("{role:?}"))?;
    }
    Ok(())
}

pub(super) async fn a_catalog_is_stable(bench: &Bench<'_>) -> Verdict {
    let other = bench.target.catalog(&bench.key).await?;
    holds(bench.catalog == other, "a catalog is the same when nothing changed", || {
        format!("{} and {} fields", bench.catalog.fields.len(), other.fields.len())
    })?;
    let kept = serde_json::to_string(&other)
        .ok()
        .and_then(|text| serde_json::from_str::<Catalog>(&text).ok());
    holds(kept == Some(other), "a catalog can be kept", || "another one came back".to_owned())
}

pub(super) async fn addresses_rest_only_as_digests(bench: &Bench<'_>) -> Verdict {
    let other = bench.target.catalog(&DigestKey::new([8; 32])).await?;
    for (left, right) in bench.catalog.people.iter().zip(&other.people) {
        same(&left.id, &right.id, "people come in a stable order")?;
        let so = left.email_digest.is_none() || left.email_digest != right.email_digest;
        holds(so, "an address' digest depends on the key", || left.id.to_string())?;
        let masked = left.email_masked.as_deref().is_none_or(|email| email.contains('*'));
        holds(masked, "an address is masked", || left.id.to_string())?;
    }
    Ok(())
}
