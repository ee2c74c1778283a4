//! The trackers' own documents as a contract: every request and every answer is held against the
//! operations, parameters and schemas that they publish.
//!
//! The documents are Swagger 2.0 (Azure DevOps) and `OpenAPI` 3.0 (Jira Cloud), read from where
//! [`crate::reference`] finds them. Where a document is known to be wrong, `data/contract/spec-gaps.toml`
//! says so, with what shows it; a line of it that excuses nothing is told, so that none outlives
//! its reason.
//!
//! What is held against a document: that the operation exists; that parameters of path and query
//! are known, well-formed and there if they must be; the kinds and the shape of bodies, without
//! properties that the document does not name; that the status is one that it names.

mod account;
mod answer;
mod book;
mod document;
mod gap;
mod operation;
mod parameter;
mod request;
mod schema;
mod template;
mod tracker;
mod violation;
mod witness;

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use migrayt_core::Result;

pub use self::account::Account;
use self::book::Book;
use self::document::Document;
pub use self::gap::Gap;
pub use self::tracker::Tracker;
pub use self::violation::{Rule, Violation};
pub use self::witness::{Asked, Witness};
use crate::fault;

/// The documents of one tracker, and what was held against them so far.
#[derive(Debug)]
pub struct Contract {
    tracker: Tracker,
    documents: Vec<Document>,
    book: Mutex<Book>,
}

impl Contract {
    /// The documents of a tracker with the known gaps in them, if they are on this machine.
    ///
    /// # Errors
    /// `DataCorrupt` if a document or the list of gaps cannot be read.
    pub fn find(tracker: Tracker) -> Result<Option<Self>> {
        Self::with_gaps(tracker, gap::known(tracker)?)
    }

    /// The same with other gaps.
    ///
    /// # Errors
    /// `DataCorrupt` if a document cannot be read.
    pub fn with_gaps(tracker: Tracker, gaps: Vec<Gap>) -> Result<Option<Self>> {
        let mut documents = Vec::new();
        for name in tracker.documents() {
            let Some(path) = crate::reference::find(name) else { return Ok(None) };
            documents.push(Document::read(&path, tracker)?);
        }
        Ok(Some(Self { tracker, documents, book: Mutex::new(Book::new(gaps)) }))
    }

    /// Holds a request and its answer against the documents and books what does not hold.
    /// `asked` says whether the request must be right too.
    pub fn hold(&self, request: &Request<Bytes>, response: &Response<Bytes>, asked: Asked) {
        let (operation, violations, bodies) = self.compare(request, response, asked);
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        book.add(operation, violations, bodies);
    }

    /// What was held against the documents so far, and what did not hold.
    pub fn account(&self) -> Account {
        self.book.lock().unwrap_or_else(PoisonError::into_inner).account()
    }

    /// The operation's name, what does not hold, and how many bodies were compared.
    fn compare(
        &self,
        request: &Request<Bytes>,
        response: &Response<Bytes>,
        asked: Asked,
    ) -> (String, Vec<Violation>, u64) {
        // Several operations may have the same path: the one that the request fits best is meant.
        let best = self
            .documents
            .iter()
            .flat_map(|document| document.matching(request).map(move |found| (document, found)))
            .map(|(document, found)| (document, request::compare(document, &found, request), found))
            .min_by_key(|(_, seen, _)| seen.violations.len());
        let Some((document, seen, found)) = best else {
            let name = format!("{} {}", request.method(), fault::route(request.uri().path()));
            let violation = Violation::new(&name, Rule::Operation, "", "no document has it");
            return (name, vec![violation], 0);
        };
        let (mut violations, mut bodies) = (Vec::new(), 0);
        if asked == Asked::Rightly {
            violations.extend(seen.violations);
            bodies += seen.bodies;
        }
        let answered = answer::compare(document, found.operation, self.tracker, response);
        violations.extend(answered.violations);
        (found.operation.name.clone(), violations, bodies + answered.bodies)
    }
}
