//! Writes the JSON Schema of the mapping document to its place in this crate.

use std::fs;
use std::io;

use migrayt_mapping::MappingDocument;

fn main() -> io::Result<()> {
    let mut text = serde_json::to_string_pretty(&MappingDocument::schema())?;
    text.push('\n');
    fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/mapping.schema.json"), text)
}
