use migrayt_core::catalog::{Catalog, Field, FieldKind, FieldRole, WorkType};
use migrayt_core::id::{EndpointId, FieldId, TypeId};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    types: Vec<Type>,
    fields: Vec<SiteField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Type {
    name: String,
    level: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteField {
    id: String,
    name: String,
    kind: FieldKind,
    role: Option<FieldRole>,
    #[serde(default)]
    many: bool,
    #[serde(default)]
    locked: bool,
    #[serde(default)]
    allowed: Vec<String>,
}

/// The Jira site that the answers map to.
pub(super) fn catalog() -> Catalog {
    let site: Site = toml::from_str(include_str!("../../answers/site.toml")).unwrap();
    let mut catalog = Catalog::new(EndpointId::new("jira:example/SHOP"));
    catalog.fields = site.fields.into_iter().map(field).collect();
    let all: Vec<_> = catalog.fields.iter().map(|field| field.id.clone()).collect();
    let work_type = |raw: Type| {
        let mut work_type = WorkType::new(TypeId::new(raw.name.as_str()), raw.name.as_str());
        work_type.level = Some(raw.level);
        work_type.fields.clone_from(&all);
        work_type
    };
    catalog.types = site.types.into_iter().map(work_type).collect();
    let priority = catalog.field_with(FieldRole::Priority).unwrap();
    catalog.priorities.clone_from(&priority.allowed.clone());
    catalog
}

fn field(raw: SiteField) -> Field {
    let mut field = Field::new(FieldId::new(raw.id.as_str()), raw.name.as_str(), raw.kind);
    field.role = raw.role;
    field.many = raw.many;
    field.writable = !raw.locked;
    field.allowed = raw.allowed;
    field
}
