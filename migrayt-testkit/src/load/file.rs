use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use migrayt_core::{Error, ErrorKind, Fact, Result};
use serde_json::Value;

/// How a file holds its items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Whole,
    Lines,
}

/// The file itself, or the files of a folder and of all folders in it, sorted by path.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error: std::io::Error| {
        Error::new(ErrorKind::NotFound, "the path cannot be read")
            .with("path", Fact::name(path.display().to_string()))
            .with_help("Name a file or folder that is there and may be read.")
            .with_source(error)
    };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            // A link could lead around in a circle, so links are not followed.
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && form(&entry.path()).is_some() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The form that a file's ending names, and whether it is compressed.
fn form(path: &Path) -> Option<(Form, bool)> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let (name, packed) = match name.strip_suffix(".gz") {
        Some(name) => (name.to_owned(), true),
        None => (name, false),
    };
    match name.rsplit_once('.')?.1 {
        "json" => Some((Form::Whole, packed)),
        "jsonl" | "ndjson" => Some((Form::Lines, packed)),
        _ => None,
    }
}

/// Everything in a file that may be an item.
pub(super) fn items(path: &Path) -> Result<Vec<Value>> {
    let (form, packed) = form(path).ok_or_else(|| {
        Error::new(ErrorKind::InputInvalid, "the file's ending is not one of ours")
            .with("path", Fact::name(path.display().to_string()))
            .with_help("Files end in .json, .jsonl or .ndjson, perhaps followed by .gz.")
    })?;
    let broken = |error: std::io::Error| corrupt(path).with_source(error);
    let mut bytes = fs::read(path).map_err(broken)?;
    if packed {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).map_err(broken)?;
        bytes = unpacked;
    }
    let text = String::from_utf8(bytes).map_err(|_| corrupt(path))?;
    let text = text.trim_start_matches('\u{feff}');
    if form == Form::Lines {
        return lines(text, path);
    }
    let value: Value = serde_json::from_str(text)
        .map_err(|error| corrupt(path).with("line", error.line()).with("column", error.column()))?;
    Ok(match value {
        Value::Array(items) => items,
        Value::Object(mut answer) => {
            let list = ["value", "issues", "items"]
                .iter()
                .find(|key| answer.get(**key).is_some_and(Value::is_array))
                .and_then(|key| answer.remove(*key));
            match list {
                Some(Value::Array(items)) => items,
                _ => vec![Value::Object(answer)],
            }
        }
        _ => Vec::new(),
    })
}

/// An item a line; empty lines are passed over.
pub(super) fn lines(text: &str, path: &Path) -> Result<Vec<Value>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line)
                .map_err(|error| corrupt(path).with("line", at + 1).with("column", error.column()))
        })
        .collect()
}

fn corrupt(path: &Path) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the file cannot be read")
        .with("path", Fact::name(path.display().to_string()))
        .with_help("The file must be UTF-8 JSON, compressed with gzip if it ends in .gz.")
}
