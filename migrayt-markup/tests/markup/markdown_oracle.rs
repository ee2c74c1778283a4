use std::fs;
use std::io::Read as _;

use flate2::read::GzDecoder;
use migrayt_markup::{adf, markdown};
use migrayt_testkit::reference;
use serde_json::{Value, json};

#[test]
fn dump() {
    let Some(path) = reference::find("data/adf-oracle/md-to-adf.real.jsonl.gz") else { return };
    let mut rows = String::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_string(&mut rows).unwrap();
    let mut out = String::new();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let ours = adf::write(&markdown::read(row["md"].as_str().unwrap()).document).value;
        out.push_str(&json!({"key": row["key"], "field": row["field"], "md": row["md"], "ours": ours, "adf": row["adf"]}).to_string());
        out.push('\n');
    }
    fs::write("/tmp/md-dump.jsonl", out).unwrap();
}
