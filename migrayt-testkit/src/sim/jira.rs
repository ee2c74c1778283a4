//! A stateful Jira Cloud site in memory.
//!
//! One site with one company-managed software project and one scrum board. What it answers and
//! refuses follows the published API: paths, shapes, limits and texts. It differs from the real
//! thing where [`JiraOptions`] says so, and in three ways that no option changes: the work of a
//! request does not grow with the number of issues, search sorts by `key`, `id`, `created`,
//! `updated` and `rank` only, and rendered texts are not among what it shows.

mod adf_check;
mod agile;
mod attachment;
mod board_issue;
mod bulk;
mod call;
mod changelog;
mod comment;
mod context;
mod create;
mod createmeta;
mod defaults;
mod dispatch;
mod edge;
mod error;
mod evaluate;
mod few;
mod field;
mod form;
mod gateway;
mod history;
mod inspect;
mod intake;
mod issue;
mod issue_view;
mod jql;
mod jql_match;
mod known;
mod label;
mod late;
mod limiter;
mod link;
mod mutate;
mod options;
mod orphan;
mod page;
mod points;
mod project;
mod property;
mod rank;
mod release;
mod remote_link;
mod reply;
mod resolve;
mod router;
mod search;
mod server;
mod setup;
mod sign_in;
mod site;
mod sprint;
mod stamp;
mod state;
mod task;
mod terms;
mod token;
mod transition;
mod update;
mod user;
mod value;
mod view;
mod vocabulary;
mod watcher;
mod wiki;
mod worklog;
mod worklog_feed;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use time::OffsetDateTime;

pub use self::intake::Loaded;
pub use self::issue_view::{
    AttachmentView, CommentView, IssueView, LinkEnd, LinkView, RemoteLinkView, SprintView,
    WorklogView,
};
pub use self::mutate::Checkpoint;
pub use self::options::{
    Attachments, CustomField, CustomKind, Grant, IssueLimits, IssueType, JiraOptions, LateCommit,
    LinkType, Login, Named, RateLimit, Rights, SprintSeed, Status, StatusCategory, Transition,
    User,
};
pub use self::points::Points;
use self::router::Router;
pub use self::site::CLOUD_ID;
use self::site::Site;
use self::state::State;
use super::Simulator;

/// A Jira Cloud site held in memory.
///
/// # Contract
/// As [`Simulator`]; besides, what the introspection shows is what the requests answered so far
/// have made, and nothing that a test does to the site through it counts as a request.
pub struct Jira {
    router: Router,
    site: Site,
    state: Mutex<State>,
}

impl Jira {
    /// The default site under another name, with one project of that key and one account that
    /// may do everything.
    pub fn new(site: &str, project_key: &str, email: &str, token: &str) -> Self {
        let mut options = JiraOptions::default();
        site.clone_into(&mut options.site_name);
        project_key.clone_into(&mut options.project_key);
        if let Some(login) = options.logins.first_mut() {
            email.clone_into(&mut login.email);
            token.clone_into(&mut login.token);
        }
        Self::with_options(options)
    }

    /// The site that the options describe.
    pub fn with_options(options: JiraOptions) -> Self {
        let state = State::new(&options);
        Self { router: Router::new(), site: Site::new(options), state: Mutex::new(state) }
    }

    /// What the site was made of.
    pub fn options(&self) -> &JiraOptions {
        &self.site.options
    }

    /// Every operation the site knows: method and path with the names of its placeholders.
    pub fn operations() -> impl Iterator<Item = (http::Method, &'static str)> {
        Router::routes().map(|route| (route.method.clone(), route.path))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Jira {
    fn default() -> Self {
        Self::with_options(JiraOptions::default())
    }
}

impl fmt::Debug for Jira {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        formatter
            .debug_struct("Jira")
            .field("issues", &state.issues.len())
            .field("requests", &state.requests)
            .finish_non_exhaustive()
    }
}

impl Simulator for Jira {
    fn answer(&self, request: http::Request<Bytes>, now: OffsetDateTime) -> http::Response<Bytes> {
        self.dispatch(request, now).into_response()
    }
}
