use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use migrayt_core::catalog::{Catalog, Field, WorkType};
use migrayt_core::id::{EndpointId, FieldId, TypeId};
use roxmltree::{Document, Node};

use super::table::Standard;
use crate::process;

/// The catalog of a project of a process, read from the published definitions of its types.
pub(super) fn catalog(process: &Path, answers: &Standard) -> Catalog {
    let mut catalog = Catalog::new(EndpointId::new("azure-devops:fabrikam/Shop"));
    let mut fields: BTreeMap<String, Field> = BTreeMap::new();
    let folder = process.join("WorkItem Tracking/TypeDefinitions");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    for file in files {
        let bytes = fs::read_to_string(file).unwrap();
        let document = Document::parse(bytes.trim_start_matches('\u{feff}')).unwrap();
        let root = document.descendants().find(|it| it.has_tag_name("WORKITEMTYPE")).unwrap();
        let name = root.attribute("name").unwrap();
        let mut work_type = WorkType::new(TypeId::new(name), name);
        for node in root.descendants().filter(|it| it.has_tag_name("FIELD")) {
            let Some(reference) = node.attribute("refname") else { continue };
            // Only definitions tell a type; mentions in rules and forms do not.
            let Some(kind) = node.attribute("type") else { continue };
            assert!(answers.fields.contains_key(reference), "no answer for {reference}");
            if !answers.elsewhere(reference) {
                work_type.fields.push(FieldId::new(reference));
                let known = fields.remove(reference);
                fields.insert(reference.into(), field(&node, reference, kind, known));
            }
        }
        catalog.types.push(work_type);
    }
    catalog.fields = fields.into_values().collect();
    catalog
}

/// The field as this type defines it, with the values that other types allow.
fn field(node: &Node<'_, '_>, reference: &str, kind: &str, known: Option<Field>) -> Field {
    let mut allowed = known.map(|field| field.allowed).unwrap_or_default();
    for value in node.descendants().filter(|it| it.has_tag_name("LISTITEM")) {
        let value = value.attribute("value").unwrap();
        if !value.starts_with('&')
            && !value.starts_with('[')
            && !allowed.iter().any(|it| it == value)
        {
            allowed.push(value.to_owned());
        }
    }
    let person = node.attribute("syncnamechanges") == Some("true");
    let kind = if person { "identity".into() } else { kind.to_ascii_lowercase() };
    let name = node.attribute("name").unwrap();
    process::described(reference, name, &kind, allowed)
}
