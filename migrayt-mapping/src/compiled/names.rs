use migrayt_core::catalog::{Catalog, Field, LinkType, State, WorkType};

/// The type of that id, or else of that name.
pub(crate) fn type_named<'a>(catalog: &'a Catalog, text: &str) -> Option<&'a WorkType> {
    let by_id = catalog.types.iter().find(|one| one.id.as_str() == text);
    by_id.or_else(|| catalog.type_named(text))
}

/// The field of that id, or else of that name; of two fields of a name, the one that can be
/// written.
pub(crate) fn field_named<'a>(catalog: &'a Catalog, text: &str) -> Option<&'a Field> {
    let by_id = catalog.fields.iter().find(|one| one.id.as_str() == text);
    let named = |field: &&Field| same_name(&field.name, text);
    by_id
        .or_else(|| catalog.fields.iter().filter(named).find(|field| field.writable))
        .or_else(|| catalog.field_named(text))
}

/// The link type of that id, or else of that name.
pub(crate) fn link_type_named<'a>(catalog: &'a Catalog, text: &str) -> Option<&'a LinkType> {
    let by_id = catalog.link_types.iter().find(|one| one.id.as_str() == text);
    by_id.or_else(|| catalog.link_type_named(text))
}

/// The state of that id, or else of that name.
pub(crate) fn state_named<'a>(work_type: &'a WorkType, text: &str) -> Option<&'a State> {
    let by_id = work_type.states.iter().find(|one| one.id.as_str() == text);
    by_id.or_else(|| work_type.states.iter().find(|one| same_name(&one.name, text)))
}

/// Whether two names are the same but for case and surrounding space.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    folded(left) == folded(right)
}

/// A name as names are compared.
pub(crate) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
