//! Every corpus of real texts in the reference data, where it is at hand.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use migrayt_testkit::reference;
use serde_json::Value;

/// What the texts of a corpus are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Markdown,
    Adf,
    Wiki,
}

/// Where a corpus stands, and how its texts are found in it.
#[derive(Debug)]
pub(crate) struct Corpus {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    path: &'static str,
    find: fn(&Path) -> Vec<Sample>,
}

/// A text of a corpus.
#[derive(Debug)]
pub(crate) struct Sample {
    /// Its name in the corpus.
    pub(crate) name: String,
    pub(crate) text: String,
    /// The document that others made of it.
    pub(crate) oracle: Option<Value>,
}

/// Every corpus; a new one is a new row.
pub(crate) const CORPORA: &[Corpus] = &[
    html("ado-demo-generator", "ado-demo-generator/html-bodies.jsonl", |path| {
        fields(path, "html", "id")
    }),
    html("html-office-paste", "html-office-paste", pages),
    html("html-atlaskit-paste", "html-atlaskit-paste", pages),
    html("html-email-talon", "html-email-talon", pages),
    html("adf-oracle html", "adf-oracle/html-to-adf.reference.jsonl", |path| {
        fields(path, "html", "id")
    }),
    markdown("adf-oracle md", "adf-oracle/md-to-adf.real.jsonl.gz", |path| {
        fields(path, "md", "key")
    }),
    markdown("adf-md-pairs-extended", "adf-md-pairs-extended/tests/fixtures/markdown", pairs),
    markdown("jira-fluid-md", "jira-fluid-md/issues.jsonl.gz", bodies),
    wiki("adf-oracle wiki", "adf-oracle/wiki-to-adf.real.jsonl.gz", |path| {
        fields(path, "wiki", "key")
    }),
    wiki("adf-oracle vectors", "adf-oracle/wiki-to-adf.vectors.jsonl", |path| {
        fields(path, "wiki", "name")
    }),
    wiki("jira-titanium", "jira-titanium", issues),
    wiki("jira-php-client", "jira-php-client-fixtures/test-data", answers),
    adf("adf-oracle html", "adf-oracle/html-to-adf.reference.jsonl", documents),
    adf("adf-oracle md", "adf-oracle/md-to-adf.real.jsonl.gz", documents),
    adf("adf-oracle wiki", "adf-oracle/wiki-to-adf.real.jsonl.gz", documents),
    adf("adf-oracle vectors", "adf-oracle/wiki-to-adf.vectors.jsonl", documents),
    adf("adf-atlaskit valid", "adf-atlaskit/adf-schema/v1-reference/full/valid", |path| {
        themselves(path, "json")
    }),
    adf("adf-atlaskit invalid", "adf-atlaskit/adf-schema/v1-reference/full/invalid", |path| {
        wrong(path, "json")
    }),
    adf("adf-atlaskit renderer", "adf-atlaskit/renderer", |path| themselves(path, "json")),
    adf("adf-md-pairs-extended", "adf-md-pairs-extended", |path| themselves(path, "adf")),
    adf("adf-md-pairs-marklassian", "adf-md-pairs-marklassian", |path| themselves(path, "json")),
];

impl Corpus {
    /// Its texts, or nothing where the reference data is not at hand.
    pub(crate) fn samples(&self) -> Option<Vec<Sample>> {
        let path = reference::find(&["data/", self.path].concat())?;
        Some((self.find)(&path))
    }
}

const fn html(name: &'static str, path: &'static str, find: fn(&Path) -> Vec<Sample>) -> Corpus {
    Corpus { name, form: Form::Html, path, find }
}

const fn markdown(
    name: &'static str,
    path: &'static str,
    find: fn(&Path) -> Vec<Sample>,
) -> Corpus {
    Corpus { name, form: Form::Markdown, path, find }
}

const fn adf(name: &'static str, path: &'static str, find: fn(&Path) -> Vec<Sample>) -> Corpus {
    Corpus { name, form: Form::Adf, path, find }
}

const fn wiki(name: &'static str, path: &'static str, find: fn(&Path) -> Vec<Sample>) -> Corpus {
    Corpus { name, form: Form::Wiki, path, find }
}

/// The rows of a file, packed or not, one JSON value a line.
pub(crate) fn rows(path: &Path) -> Vec<Value> {
    let mut rows = String::new();
    let file = fs::File::open(path).unwrap();
    if path.extension().is_some_and(|it| it == "gz") {
        GzDecoder::new(file).read_to_string(&mut rows).unwrap();
    } else {
        rows = fs::read_to_string(path).unwrap();
    }
    rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// The texts of one field, beside the document of the field `adf`, if there is one.
fn fields(path: &Path, field: &str, key: &str) -> Vec<Sample> {
    let sample = |row: Value| {
        let oracle = row.get("adf").filter(|adf| adf.is_object()).cloned();
        let name = format!("{} {}", row[key], row["field"]);
        Sample { name, text: row[field].as_str().unwrap().to_owned(), oracle }
    };
    rows(path).into_iter().map(sample).collect()
}

/// The documents of the field `adf`.
fn documents(path: &Path) -> Vec<Sample> {
    let sample = |(index, row): (usize, Value)| {
        let document = row.get("adf").filter(|adf| adf.is_object())?;
        Some(itself(index.to_string(), document.to_string()))
    };
    rows(path).into_iter().enumerate().filter_map(sample).collect()
}

/// The descriptions and comments of issues.
fn bodies(path: &Path) -> Vec<Sample> {
    let mut samples = Vec::new();
    for row in rows(path) {
        let comments = row["comments"].as_array().into_iter().flatten().map(|it| &it["body"]);
        for text in std::iter::once(&row["description_md"]).chain(comments) {
            let text = text.as_str().unwrap_or_default().to_owned();
            samples.push(Sample { name: row["title"].to_string(), text, oracle: None });
        }
    }
    samples
}

/// The descriptions, environments and comments of issues, as Jira's REST API gives them.
fn issues(folder: &Path) -> Vec<Sample> {
    let rows = files(folder, "gz").into_iter().flat_map(|file| rows(&file));
    rows.flat_map(|issue| texts_of(&issue["fields"], &issue["key"])).collect()
}

/// The texts of single answers of Jira's REST API: an issue, its fields, or a comment.
fn answers(folder: &Path) -> Vec<Sample> {
    let answers = files(folder, "json").into_iter().map(|file| {
        let (name, bytes) = read(&file);
        let answer: Value = serde_json::from_slice(&bytes).unwrap();
        let fields = if answer["fields"].is_object() { &answer["fields"] } else { &answer };
        texts_of(fields, &name.into())
    });
    answers.flatten().collect()
}

fn texts_of(fields: &Value, name: &Value) -> Vec<Sample> {
    let comments = fields["comment"]["comments"].as_array().into_iter().flatten();
    let own = ["description", "environment", "body"].map(|field| &fields[field]);
    let texts = own.into_iter().chain(comments.map(|comment| &comment["body"]));
    let sample =
        |text: &str| Sample { name: name.to_string(), text: text.to_owned(), oracle: None };
    texts.filter_map(Value::as_str).map(sample).collect()
}

/// Pages of whatever encoding.
fn pages(folder: &Path) -> Vec<Sample> {
    let page = |(name, bytes): (String, Vec<u8>)| Sample {
        name,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        oracle: None,
    };
    files(folder, "html").iter().map(read).map(page).collect()
}

/// Texts in Markdown, beside the documents of the same names.
fn pairs(folder: &Path) -> Vec<Sample> {
    let sample = |file: PathBuf| {
        let document = folder.with_file_name("adf").join(file.file_name()?).with_extension("adf");
        let oracle = serde_json::from_str(&fs::read_to_string(document).unwrap()).unwrap();
        let (name, bytes) = read(&file);
        Some(Sample { name, text: String::from_utf8(bytes).unwrap(), oracle })
    };
    files(folder, "md").into_iter().filter_map(sample).collect()
}

/// Documents that should come back as they are.
fn themselves(folder: &Path, extension: &str) -> Vec<Sample> {
    let sample = |(name, bytes)| itself(name, String::from_utf8(bytes).unwrap());
    files(folder, extension).iter().map(read).map(sample).collect()
}

/// Documents that are none; nobody can say what they should be.
fn wrong(folder: &Path, extension: &str) -> Vec<Sample> {
    let none = |sample| Sample { oracle: None, ..sample };
    themselves(folder, extension).into_iter().map(none).collect()
}

fn itself(name: String, text: String) -> Sample {
    let oracle = Some(serde_json::from_str(&text).unwrap());
    Sample { name, text, oracle }
}

fn read(file: &PathBuf) -> (String, Vec<u8>) {
    let bytes = fs::read(file).unwrap();
    (file.display().to_string(), bytes)
}

/// The files of a folder and of all folders in it, in order.
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}
