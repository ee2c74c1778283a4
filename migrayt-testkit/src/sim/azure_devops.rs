//! A stateful Azure DevOps organisation in memory.
//!
//! It answers the addresses that clients of `dev.azure.com/{organisation}` use, and those of the
//! graph, identity and profile services under the same origin.

mod access;
mod address;
mod attachment;
mod batch;
mod call;
mod directory;
mod discussion;
mod error;
mod field;
pub(crate) mod guid;
mod history;
mod inline;
mod intake;
mod item;
mod link_feed;
mod location;
mod look;
mod metadata;
mod node;
mod node_edit;
mod options;
mod patch;
mod people;
mod process;
mod project;
mod reaction;
mod record;
mod recycle;
mod relation;
mod reply;
mod reporting;
mod route;
mod rules;
mod scope;
mod stamp;
mod state;
mod tag;
mod team;
mod team_work;
mod throttle;
mod version;
mod view;
mod weave;
mod wiql;
mod work_type;
mod write;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use migrayt_core::Result;
use serde_json::Value;
use time::{Date, OffsetDateTime};

use self::call::{Asked, Call};
use self::error::Refusal;
use self::options::Options;
pub use self::options::{Limits, SignIn};
pub use self::process::Process;
use self::reply::Reply;
use self::state::State;
pub use self::throttle::Throttle;
use super::Simulator;
use super::oauth::Authority;
pub use super::shelf::Attachments;

/// An organisation held in memory. Its first project exists from the start; others come with the
/// items that name them.
///
/// # Contract
/// It behaves as the service does wherever that is known: routes in any case, with or without a
/// project; versions from 1.0 to 7.2-preview in the query or in `Accept`; revisions that links do
/// not raise; links at both ends; fields without a value left out; refusals in the service's
/// words. Ids that it makes follow from what they name, so that equal content gives equal answers.
#[derive(Debug)]
pub struct AzureDevOps {
    options: Options,
    state: Mutex<State>,
}

/// What became of items that came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// Items taken in.
    pub items: usize,
    /// Ends of links that were added because only the other item named the link.
    pub links_added: usize,
    /// Links that the service could not hold: to items that are not there, to a second parent, or
    /// in a circle.
    pub links_dropped: usize,
}

impl AzureDevOps {
    /// An organisation with one empty project of the Agile process, open to one token.
    pub fn new(
        organisation: impl Into<String>,
        project: impl AsRef<str>,
        token: impl Into<String>,
    ) -> Self {
        let options = Options {
            organisation: organisation.into(),
            token: token.into(),
            sign_in: SignIn::default(),
            limits: Limits::default(),
            throttle: None,
            authority: None,
        };
        let state = State::new(project.as_ref(), Process::default());
        Self { options, state: Mutex::new(state) }
    }

    /// Another process for the project, which must still be empty: everything in it is forgotten.
    #[must_use]
    pub fn with_process(self, process: Process) -> Self {
        let name = self.state().projects.first().map(|first| first.name.clone());
        let mut state = State::new(&name.unwrap_or_default(), process);
        state.shelf = self.state().shelf.clone();
        Self { options: self.options, state: Mutex::new(state) }
    }

    /// What is kept of files that come in from here on.
    #[must_use]
    pub fn with_attachments(self, keep: Attachments) -> Self {
        self.state().shelf.keep(keep);
        self
    }

    /// Another answer to a wrong credential.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn) -> Self {
        self.options.sign_in = sign_in;
        self
    }

    /// Other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// A limit of what one identity may use; without it anything goes.
    #[must_use]
    pub fn with_throttle(mut self, throttle: Option<Throttle>) -> Self {
        self.options.throttle = throttle;
        self
    }

    /// Takes the access tokens of an authority too, each for what its scopes cover. Whoever holds
    /// one is the person that the organisation takes every caller for.
    #[must_use]
    pub fn with_authority(mut self, authority: Arc<Authority>) -> Self {
        self.options.authority = Some(authority);
        self
    }

    /// Takes in items in the shape of the REST API: `id`, `rev`, `fields`, `relations`,
    /// `multilineFieldsFormat`. An item may bring `comments` as the service shows them, and
    /// `attachments` as `{id, name, base64}`; an attached file without bytes gets some that follow
    /// from its id. Types, states, fields, people, areas and iterations that the items name are
    /// known from here on; `System.History` becomes a comment.
    ///
    /// Links lead to items of this or an earlier call. The items are read one at a time.
    ///
    /// # Errors
    /// `InputInvalid` for an item without id or type, `AlreadyExists` for an id that is taken. The
    /// items before it stay, with their links at one end only.
    pub fn load(&self, items: impl IntoIterator<Item = Value>) -> Result<Loaded> {
        let mut state = self.state();
        let mut ids = Vec::new();
        for item in items {
            ids.push(state.take(&item)?);
        }
        ids.sort_unstable();
        let woven = state.weave(&ids);
        Ok(Loaded { items: ids.len(), links_added: woven.added, links_dropped: woven.dropped })
    }

    /// Adds an iteration by its path, such as `Shop\Sprint 1`, or sets the dates of one that is
    /// there. The first part of the path names the project.
    pub fn add_iteration(&self, path: &str, start: Option<Date>, finish: Option<Date>) {
        let mut state = self.state();
        let root = path.split('\\').next().unwrap_or_default();
        let at = state.project_at(root).unwrap_or(0);
        if let Some((project, _, next)) = state.project_mut(at) {
            let at = project.iterations.ensure(path, next);
            if let Some(node) = project.iterations.node_mut(at) {
                (node.start, node.finish) = (start, finish);
            }
        }
    }

    /// Gives an item another parent, whatever rule of the service it breaks: circles and all. Both
    /// items must be there.
    pub fn force_parent(&self, child: u64, parent: u64) {
        self.state().force_parent(child, parent);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, asked: &Asked, now: OffsetDateTime) -> Result<Reply, Reply> {
        let (named, place) = match asked.before.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case(&self.options.organisation) => {
                (true, rest)
            }
            _ => (false, asked.before.as_slice()),
        };
        let lower: Vec<String> = asked.parts.iter().map(|part| part.to_ascii_lowercase()).collect();
        let parts: Vec<&str> = lower.iter().map(String::as_str).collect();
        // These two services have a host of their own and know no organisation.
        let global = matches!(parts.as_slice(), ["profile" | "accounts", ..]);
        if !(named || global && place.is_empty()) || place.len() > 2 {
            return Err(Refusal::no_route(&asked.path).into());
        }
        access::check(asked, &parts, &self.options, now)?;
        let version = version::check(asked, route::is_preview(&parts))?;
        let mut state = self.state();
        let toll = match self.options.throttle {
            Some(throttle) => Some(state.meter.take(throttle, now)?),
            None => None,
        };
        let project = match place.first() {
            None => None,
            Some(name) => Some(state.project_at(name).ok_or_else(|| Refusal::no_project(name))?),
        };
        let mut call = Call {
            asked,
            options: &self.options,
            state: &mut state,
            now,
            base: format!("{}/{}", asked.origin, address::encode(&self.options.organisation)),
            project,
        };
        let reply = call.serve(&parts).unwrap_or_else(Reply::from);
        let reply = reply.versioned(version.as_deref());
        Ok(match toll {
            Some(toll) => toll.mark(reply, now).delayed(toll.delay),
            None => reply,
        })
    }
}

impl Simulator for AzureDevOps {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        let reply = match Asked::new(request) {
            Some(asked) => self.reply(&asked, now).unwrap_or_else(|refused| refused),
            None => Reply::empty(StatusCode::NOT_FOUND),
        };
        reply.into_response()
    }
}
