//! A host that is a source and a target: two trackers in memory that answer questions in JSON. What
//! hosts in other languages do is written after it.

mod source;
mod target;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use bytes::Bytes;
use migrayt_core::Result;
use migrayt_ffi::face::desk::{Answer, Desk, Question};
use migrayt_ffi::face::host::fault;
use serde_json::{Value as Json, json};

use self::source::Source;
use self::target::Target;

/// What the host says to a question: a value and bytes, or an error.
pub(crate) type Said = std::result::Result<(Json, Bytes), Json>;

/// Changes what the host says to a question.
pub(crate) type Spoil = Box<dyn Fn(&str, &mut Said) + Send + Sync>;

/// The host's side of both ports.
pub(crate) struct Host {
    source: Mutex<Source>,
    target: Mutex<Target>,
    /// What goes wrong at this moment, whatever is asked.
    trouble: Mutex<Option<Json>>,
    spoil: Option<Spoil>,
    asked: Mutex<Vec<String>>,
}

impl Host {
    pub(crate) fn new() -> Self {
        Self {
            source: Mutex::new(Source::new()),
            target: Mutex::new(Target::new("html")),
            trouble: Mutex::default(),
            spoil: None,
            asked: Mutex::default(),
        }
    }

    /// With texts in another format.
    pub(crate) fn writing(format: &'static str) -> Self {
        Self { target: Mutex::new(Target::new(format)), ..Self::new() }
    }

    /// With a target that makes items and comments, one at a time, and nothing else.
    pub(crate) fn modest(locate: &'static str) -> Self {
        Self { target: Mutex::new(Target::modest(locate)), ..Self::new() }
    }

    /// That does something wrong.
    pub(crate) fn spoilt(spoil: impl Fn(&str, &mut Said) + Send + Sync + 'static) -> Self {
        Self { spoil: Some(Box::new(spoil)), ..Self::new() }
    }

    pub(crate) fn trouble(&self, trouble: Option<Json>) {
        *self.trouble.lock().unwrap() = trouble;
    }

    pub(crate) fn source(&self) -> MutexGuard<'_, Source> {
        self.source.lock().unwrap()
    }

    pub(crate) fn target(&self) -> MutexGuard<'_, Target> {
        self.target.lock().unwrap()
    }

    /// The methods that were asked, each as `port.method`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn say(&self, question: &Question) -> Said {
        if let Some(trouble) = self.trouble.lock().unwrap().clone() {
            return Err(trouble);
        }
        let Question { port, method, arguments, bytes } = question;
        match *port {
            "source" => self.source().answer(method, arguments),
            "target" => self.target().answer(method, arguments, bytes),
            _ => Err(json!({ "kind": "Unsupported" })),
        }
    }
}

#[async_trait]
impl Desk for Host {
    async fn ask(&self, question: Question) -> Result<Answer> {
        let (port, method) = (question.port, question.method);
        self.asked.lock().unwrap().push(format!("{port}.{method}"));
        let mut said = self.say(&question);
        if let Some(spoil) = &self.spoil {
            spoil(&format!("{port}.{method}"), &mut said);
        }
        said.map(|(value, bytes)| Answer { value, bytes })
            .map_err(|error| fault::error(&error, port, method))
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").finish_non_exhaustive()
    }
}

/// Files that are read a piece at a time.
#[derive(Default)]
pub(crate) struct Streams {
    open: BTreeMap<String, Bytes>,
    opened: u64,
}

/// How many bytes one piece of a file has.
const PIECE: usize = 9;

impl Streams {
    fn open(&mut self, bytes: &Bytes) -> Said {
        self.opened += 1;
        let name = format!("stream-{}", self.opened);
        self.open.insert(name.clone(), bytes.clone());
        said(json!({ "stream": name }))
    }

    fn pull(&mut self, arguments: &Json) -> Said {
        let name = arguments["stream"].as_str().unwrap_or_default();
        let Some(left) = self.open.get_mut(name) else { return missing() };
        let piece = left.split_to(left.len().min(PIECE));
        let end = piece.is_empty();
        if end {
            self.open.remove(name);
        }
        Ok((json!({ "end": end }), piece))
    }

    fn close(&mut self, arguments: &Json) -> Said {
        self.open.remove(arguments["stream"].as_str().unwrap_or_default());
        said(json!(null))
    }

    /// How many files are open.
    pub(crate) fn count(&self) -> usize {
        self.open.len()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is what every method answers")]
fn said(value: Json) -> Said {
    Ok((value, Bytes::new()))
}

/// Something is not there, and nothing was done.
fn missing() -> Said {
    Err(json!({ "kind": "NotFound", "effect": "none" }))
}

/// The texts of a list.
fn texts(list: &Json) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Json::as_str).collect()
}
