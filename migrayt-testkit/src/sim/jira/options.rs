//! What a simulated Jira site is made of before the first request.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::points::Points;
use crate::sim::oauth::Authority;
pub use crate::sim::shelf::Attachments;

/// The site, its one project, its people, its rules and its limits.
///
/// The default is a company-managed software project with a scrum board, small enough to read and
/// with the traps of real sites: custom field ids that no one can guess, a workflow without a
/// direct way between all statuses, a person without an e-mail address.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[non_exhaustive]
pub struct JiraOptions {
    /// Name of the site: `https://{site_name}.atlassian.net` where no `Host` header says otherwise.
    pub site_name: String,
    /// Key of the project, upper case.
    pub project_key: String,
    /// Name of the project.
    pub project_name: String,
    /// Who may sign in.
    pub logins: Vec<Login>,
    /// Everyone on the site.
    pub users: Vec<User>,
    /// The account ids of those of them who lack the permission to be assigned work.
    pub unassignable: Vec<String>,
    /// Types of work items.
    pub issue_types: Vec<IssueType>,
    /// Statuses; a new issue gets the first.
    pub statuses: Vec<Status>,
    /// The workflow of all types.
    pub transitions: Vec<Transition>,
    /// Priorities, highest first; a new issue gets the middle one.
    pub priorities: Vec<Named>,
    /// Resolutions; the first is set when an issue reaches a status of the category done.
    pub resolutions: Vec<Named>,
    /// Types of links between issues.
    pub link_types: Vec<LinkType>,
    /// Custom fields.
    pub custom_fields: Vec<CustomField>,
    /// Ids of the fields on the create screen of every type not named in `type_screens`, besides
    /// `project`, `issuetype`, `summary` and `parent`.
    pub screen: Vec<String>,
    /// The create screen of one type by the type's name.
    pub type_screens: BTreeMap<String, Vec<String>>,
    /// Ids of fields that a create must fill, by the type's name.
    pub required: BTreeMap<String, Vec<String>>,
    /// Names of components that stand at the start.
    pub components: Vec<String>,
    /// Names of versions that stand at the start.
    pub versions: Vec<String>,
    /// Name of the scrum board.
    pub board_name: String,
    /// Sprints that stand at the start.
    pub sprints: Vec<SprintSeed>,
    /// Largest attachment in bytes; beyond it 413.
    pub upload_limit: u64,
    /// What is kept of attachments that are uploaded.
    pub attachments: Attachments,
    /// Whether rich text is checked against the document schema.
    pub validate_adf: bool,
    /// Whether a media node must name an uploaded file.
    pub check_media: bool,
    /// Most issues in one bulk create.
    pub bulk_limit: usize,
    /// Limits of one issue; beyond them 413.
    pub issue_limits: IssueLimits,
    /// Keys of the properties that an app had indexed, so that search finds issues by them. On a
    /// site without such an app there are none.
    pub indexed_properties: Vec<String>,
    /// Whether the board may have more than one active sprint.
    pub parallel_sprints: bool,
    /// Where the bytes of attachments are, as `https://host`; none is the site itself.
    pub media_origin: Option<String>,
    /// How long a new issue stays out of search results.
    pub search_lag: Duration,
    /// Creates whose answer is lost in the gateway and that happen later.
    pub late_commit: Option<LateCommit>,
    /// The rate limiter; none by default.
    pub rate_limit: Option<RateLimit>,
    /// The hourly quota of an app, which only requests with the grant's tokens use; none by
    /// default.
    pub points: Option<Points>,
    /// Whether an attachment goes with the last text that shows it.
    pub orphans_go: bool,
    /// The grant whose tokens are taken beside the logins; none by default.
    pub grant: Option<Grant>,
    /// The authority whose access tokens are taken at the gateway; none by default. A token opens
    /// what the login with its person's account id may do, within the scopes.
    pub authority: Option<Arc<Authority>>,
}

/// An OAuth grant that an app holds. `POST /oauth/token` exchanges a refresh token for an access
/// token and the next refresh token: the grant is rotated, and the tokens before end.
#[derive(Clone)]
#[non_exhaustive]
pub struct Grant {
    /// The app.
    pub client_id: String,
    /// What it proves itself with.
    pub client_secret: String,
    /// The first refresh token.
    pub refresh_token: String,
    /// How long after a rotation the access tokens before it are still taken; 10 minutes.
    pub leeway: Duration,
    /// How long after a rotation the refresh token before it is still taken, for answers that
    /// were lost; 10 minutes.
    pub reuse: Duration,
    /// How long an access token lives at most; an hour.
    pub lifetime: Duration,
    /// What the gateway lets the app do; by default all that a migration needs.
    pub scopes: Vec<String>,
}

/// The scopes of an app that migrates into a site.
const SCOPES: [&str; 10] = [
    "read:jira-work",
    "write:jira-work",
    "read:jira-user",
    "manage:jira-project",
    "manage:jira-configuration",
    "offline_access",
    "read:board-scope:jira-software",
    "write:board-scope:jira-software",
    "read:sprint:jira-software",
    "write:sprint:jira-software",
];

impl Grant {
    /// A grant to an app; what its tokens open is what the first login may do.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: refresh_token.into(),
            leeway: Duration::from_mins(10),
            reuse: Duration::from_mins(10),
            lifetime: Duration::from_hours(1),
            scopes: SCOPES.map(str::to_owned).to_vec(),
        }
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Grant").field("leeway", &self.leeway).finish_non_exhaustive()
    }
}

/// One accepted pair of e-mail address and API token.
#[derive(Clone)]
pub struct Login {
    /// The address; upper and lower case are one.
    pub email: String,
    /// The API token.
    pub token: String,
    /// The account that signs in.
    pub account_id: String,
    /// What it may do.
    pub rights: Rights,
}

impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Login")
            .field("account_id", &self.account_id)
            .finish_non_exhaustive()
    }
}

/// What an account may do; each may all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rights {
    /// Nothing: the token is good, but every answer is 403.
    ShutOut,
    /// See the project.
    Read,
    /// Work on issues.
    Write,
    /// Administer the site and the project.
    Admin,
}

/// A person of the site.
#[derive(Debug, Clone)]
pub struct User {
    /// The account id.
    pub account_id: String,
    /// The name shown.
    pub display_name: String,
    /// The address, if the person lets it be seen.
    pub email: Option<String>,
    /// Whether the account may be assigned work.
    pub active: bool,
}

/// A type of work items.
#[derive(Debug, Clone)]
pub struct IssueType {
    /// The id, digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// -1 for sub-tasks, 0 for the standard level, 1 for epics, more for levels above.
    pub hierarchy_level: i32,
}

/// What a status means for the progress of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusCategory {
    /// Not begun.
    ToDo,
    /// Begun.
    InProgress,
    /// Finished.
    Done,
}

/// A status.
#[derive(Debug, Clone)]
pub struct Status {
    /// The id, digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// Its category.
    pub category: StatusCategory,
}

/// A step of the workflow.
#[derive(Debug, Clone)]
pub struct Transition {
    /// The id, digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// Names of the statuses it leaves; empty means every status.
    pub from: Vec<String>,
    /// Name of the status it reaches.
    pub to: String,
}

/// An id and a name.
#[derive(Debug, Clone)]
pub struct Named {
    /// The id, digits.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A type of links.
#[derive(Debug, Clone)]
pub struct LinkType {
    /// The id, digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// How the link reads at its outward issue ("is blocked by").
    pub inward: String,
    /// How the link reads at its inward issue ("blocks").
    pub outward: String,
}

/// A custom field.
#[derive(Debug, Clone)]
pub struct CustomField {
    /// The id, `customfield_` and digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it holds.
    pub kind: CustomKind,
    /// The values of a select; empty for other kinds.
    pub options: Vec<String>,
}

/// What a custom field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomKind {
    /// One line of at most 255 UTF-16 units.
    Text,
    /// A document of at most 32,767 UTF-16 units of text.
    TextArea,
    /// A number.
    Number,
    /// One of its options.
    Select,
    /// Some of its options.
    MultiSelect,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// A person.
    Person,
    /// People.
    People,
    /// Labels.
    Labels,
    /// An address.
    Url,
    /// Sprints: written as one number, read as a list of objects.
    Sprint,
    /// The place on the board, which only the board writes.
    Rank,
}

/// A sprint at the start.
#[derive(Debug, Clone)]
pub struct SprintSeed {
    /// The name.
    pub name: String,
    /// `future`, `active` or `closed`.
    pub state: String,
}

/// Limits of one issue, the documented ones by default.
#[derive(Debug, Clone, Copy)]
pub struct IssueLimits {
    /// Attachments.
    pub attachments: usize,
    /// Comments.
    pub comments: usize,
    /// Links to issues.
    pub links: usize,
    /// Links to other places.
    pub remote_links: usize,
    /// Worklogs.
    pub worklogs: usize,
}

/// Every so many creates (of issues and comments) the gateway gives up: 504, and the create
/// happens later.
#[derive(Debug, Clone, Copy)]
pub struct LateCommit {
    /// 1 is every create, 0 is none.
    pub every: u64,
    /// How long after the request it happens.
    pub delay: Duration,
}

/// The burst limiter (a bucket for each operation) and the limiter of writes to one issue.
#[derive(Debug, Clone, Copy)]
pub struct RateLimit {
    /// Requests a second, and as many at once, of GET.
    pub get: u32,
    /// The same of POST.
    pub post: u32,
    /// The same of PUT.
    pub put: u32,
    /// The same of DELETE.
    pub delete: u32,
    /// Whether one issue takes only 20 writes in 2 seconds and 100 in 30 seconds.
    pub per_issue: bool,
}

impl Default for RateLimit {
    /// The documented figures.
    fn default() -> Self {
        Self { get: 100, post: 100, put: 50, delete: 50, per_issue: true }
    }
}

impl Default for IssueLimits {
    fn default() -> Self {
        Self {
            attachments: 2000,
            comments: 5000,
            links: 2000,
            remote_links: 2000,
            worklogs: 10_000,
        }
    }
}
