use std::fs;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use migrayt_markup::html;
use migrayt_testkit::reference;
use serde_json::Value;

use crate::codec::Codec;

/// How many bytes of a corpus are enough.
const ENOUGH: usize = 2_000_000;

/// Texts of one kind.
pub(crate) struct Corpus {
    pub(crate) name: &'static str,
    pub(crate) texts: Vec<String>,
}

/// Where real texts stand in the reference data, and how they are taken out of it.
pub(crate) struct Source {
    name: &'static str,
    path: &'static str,
    texts: fn(&Path) -> Vec<String>,
}

pub(crate) const HTML: &[Source] = &[
    Source {
        name: "azure devops bodies",
        path: "data/ado-demo-generator/html-bodies.jsonl",
        texts: |path| rows(path).iter().filter_map(|row| text(row, "html")).collect(),
    },
    Source {
        name: "office programs' pastes",
        path: "data/html-office-paste",
        texts: |path| {
            let mut pages = Vec::new();
            pages_below(path, &mut pages);
            pages
        },
    },
];

pub(crate) const ADF: &[Source] = &[
    Source {
        name: "jira bodies (from wiki)",
        path: "data/adf-oracle/wiki-to-adf.real.jsonl.gz",
        texts: |path| rows(path).iter().filter_map(|row| json(row, "adf")).collect(),
    },
    Source {
        name: "jira bodies (from markdown)",
        path: "data/adf-oracle/md-to-adf.real.jsonl.gz",
        texts: |path| rows(path).iter().filter_map(|row| json(row, "adf")).collect(),
    },
];

pub(crate) const MARKDOWN: &[Source] = &[Source {
    name: "fluid bodies and comments",
    path: "data/jira-fluid-md/issues.jsonl.gz",
    texts: |path| {
        let mut texts = Vec::new();
        for row in rows(path) {
            texts.extend(text(&row, "description_md"));
            let comments = row.get("comments").and_then(Value::as_array);
            texts.extend(comments.into_iter().flatten().filter_map(|it| text(it, "body")));
        }
        texts
    },
}];

pub(crate) const WIKI: &[Source] = &[
    Source {
        name: "jira bodies (each construct)",
        path: "data/adf-oracle/wiki-to-adf.real.jsonl.gz",
        texts: |path| rows(path).iter().filter_map(|row| text(row, "wiki")).collect(),
    },
    Source {
        name: "alloy bodies and comments",
        path: "data/jira-titanium/ALOY.jsonl.gz",
        texts: |path| {
            let mut texts = Vec::new();
            for row in rows(path) {
                let Some(fields) = row.get("fields") else { continue };
                texts.extend(text(fields, "description"));
                let comments = fields.pointer("/comment/comments").and_then(Value::as_array);
                texts.extend(comments.into_iter().flatten().filter_map(|it| text(it, "body")));
            }
            texts
        },
    },
];

/// A codec's corpora: real ones, or a synthetic one if none of them is here.
pub(crate) fn of(codec: &Codec) -> Vec<Corpus> {
    let found = codec.sources.iter().filter_map(|source| {
        let texts = enough((source.texts)(&reference::find(source.path)?));
        Some(Corpus { name: source.name, texts })
    });
    let mut corpora: Vec<Corpus> = found.filter(|corpus| !corpus.texts.is_empty()).collect();
    if corpora.is_empty() {
        let texts = (0..400).map(|seed| (codec.text)(&html::read(&synthetic(seed)).document));
        corpora.push(Corpus { name: "synthetic", texts: enough(texts.collect()) });
    }
    corpora
}

fn enough(texts: Vec<String>) -> Vec<String> {
    let mut length = 0;
    let fits = |text: &String| {
        length += text.len();
        length <= ENOUGH
    };
    texts.into_iter().filter(|text| !text.is_empty()).take_while(fits).collect()
}

/// The rows of a file of JSON lines, which may be packed.
fn rows(path: &Path) -> Vec<Value> {
    let bytes = fs::read(path).unwrap_or_default();
    let mut rows = String::new();
    let packed = path.extension().is_some_and(|it| it == "gz");
    let read = if packed {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut rows)
    } else {
        bytes.as_slice().read_to_string(&mut rows)
    };
    if read.is_err() {
        return Vec::new();
    }
    rows.lines().filter_map(|row| serde_json::from_str(row).ok()).collect()
}

fn text(row: &Value, key: &str) -> Option<String> {
    row.get(key)?.as_str().map(str::to_owned)
}

fn json(row: &Value, key: &str) -> Option<String> {
    row.get(key).map(Value::to_string)
}

fn pages_below(folder: &Path, pages: &mut Vec<String>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            pages_below(&path, pages);
        } else if path.extension().is_some_and(|it| it == "html") {
            let bytes = fs::read(&path).unwrap_or_default();
            pages.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}

/// A body with something of everything, the same for the same seed.
fn synthetic(seed: u32) -> String {
    const WORDS: &[&str] =
        &["order", "the", "invoice", "shows", "a", "total", "twice", "when", "paid", "by", "card"];
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut words = |many: u32| {
        let mut words = String::new();
        for _ in 0..many {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let place = usize::try_from(state).unwrap_or_default() % WORDS.len();
            words.push_str(WORDS.get(place).copied().unwrap_or_default());
            words.push(' ');
        }
        words
    };
    let mut body = format!("<h2>{}</h2>", words(5));
    for _ in 0..4 {
        for piece in ["<div>", &words(12), "<b>", &words(2), "</b>", &words(20)] {
            body.push_str(piece);
        }
        for piece in ["<a href=\"https://a.example/\">", &words(2), "</a>.</div>"] {
            body.push_str(piece);
        }
    }
    let items = (0..5).map(|_| ["<li>", &words(8), "<i>", &words(1), "</i></li>"].concat());
    let items = items.collect::<Vec<_>>().concat();
    let row = |words: &mut dyn FnMut(u32) -> String| {
        ["<tr><td>", &words(3), "</td><td>", &words(3), "</td></tr>"].concat()
    };
    let cells = (0..5).map(|_| row(&mut words)).collect::<Vec<_>>().concat();
    body + &format!("<ul>{items}</ul><table>{cells}</table><pre>{}</pre>", words(20))
}
