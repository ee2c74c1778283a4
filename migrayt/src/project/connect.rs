use std::sync::Arc;

use migrayt_connectors::azure_devops::{self, AzureDevOps};
use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_connectors::jira::{self, Jira};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::port::{self, Clock, Credential, Ids, Source};
use migrayt_core::retry::Policy;

use crate::config::{Configuration, SourceKind, TargetKind, Wanted};
#[cfg(feature = "oauth")]
use crate::connection::{Connection, Side};
use crate::network;
use crate::secrets::Secrets;

/// What is connected to.
#[cfg(not(feature = "oauth"))]
#[derive(Clone, Copy)]
enum Side {
    AzureDevOps,
    Jira,
}

/// The source that a configuration names, or that a program brought. The second counts its
/// requests.
pub(super) async fn source(
    configuration: &Configuration,
    brought: Option<Arc<dyn Source>>,
    secrets: &Secrets<'_>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<(Arc<dyn Source>, Option<Arc<AzureDevOps>>)> {
    let from = &configuration.source;
    if from.kind == SourceKind::Host {
        return Ok((brought.ok_or_else(|| not_brought("source.kind"))?, None));
    }
    let credential = match &from.token {
        Some(reference) => {
            let token = secrets.fetch(&Wanted::Token("source"), reference).await?;
            Arc::new(BasicCredential::new("", &token))
        }
        None => connected(configuration, Side::AzureDevOps, secrets, clock, ids).await?,
    };
    let mut settings = azure_devops::Settings::new(&from.url, &from.project);
    settings.scope.types.clone_from(&from.scope.types);
    settings.scope.areas.clone_from(&from.scope.areas);
    settings.scope.clause.clone_from(&from.scope.query);
    settings.scope.changed_since = from.scope.changed_since;
    settings.scope.ids = from.scope.ids(&configuration.folder)?;
    let tracker = AzureDevOps::new(&settings, parts(configuration, credential, clock, ids)?);
    let tracker = Arc::new(tracker.map_err(|error| error.with("side", "source"))?);
    Ok((Arc::clone(&tracker) as _, Some(tracker)))
}

/// A target, what counts its requests, and what keeps a lost worker out.
pub(super) struct Target {
    pub(super) port: Arc<dyn port::Target>,
    pub(super) jira: Option<Arc<Jira>>,
    pub(super) fence: Option<Arc<dyn Credential>>,
}

/// The target that a configuration names, or that a program brought.
pub(super) async fn target(
    configuration: &Configuration,
    brought: Option<Arc<dyn port::Target>>,
    secrets: &Secrets<'_>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<Target> {
    let to = &configuration.target;
    if to.kind == TargetKind::Host {
        let target = brought.ok_or_else(|| not_brought("target.kind"))?;
        return Ok(Target { port: target, jira: None, fence: None });
    }
    let (credential, fence): (Arc<dyn Credential>, _) = if let Some(reference) = &to.token {
        let token = secrets.fetch(&Wanted::Token("target"), reference).await?;
        let email = to.email.as_deref().unwrap_or_default();
        // An API token cannot be rotated by us; the sweep at the end of a run stands in.
        (Arc::new(BasicCredential::new(email, &token)), None)
    } else {
        let credential = connected(configuration, Side::Jira, secrets, clock, ids).await?;
        (Arc::clone(&credential), Some(credential))
    };
    let mut settings = jira::Settings::new(&to.url, &to.project);
    settings.site.clone_from(&to.site);
    let jira = Jira::new(&settings, parts(configuration, credential, clock, ids)?)
        .map_err(|error| error.with("side", "target"))?;
    let jira = Arc::new(jira);
    Ok(Target { port: Arc::clone(&jira) as _, jira: Some(jira), fence })
}

fn not_brought(setting: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, "the program does not bring the side that it says it brings")
        .with("setting", setting)
        .with_help("embed the engine with that port, or name a tracker")
}

/// The credential of a side that is connected by OAuth.
#[cfg(feature = "oauth")]
async fn connected(
    configuration: &Configuration,
    side: Side,
    secrets: &Secrets<'_>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<Arc<dyn Credential>> {
    let (clock, ids) = (Arc::clone(clock), Arc::clone(ids));
    let connection = Connection::of(configuration, side, secrets, clock, ids).await?;
    Ok(connection.credential())
}

#[cfg(not(feature = "oauth"))]
async fn connected(
    _configuration: &Configuration,
    side: Side,
    _secrets: &Secrets<'_>,
    _clock: &Arc<dyn Clock>,
    _ids: &Arc<dyn Ids>,
) -> Result<Arc<dyn Credential>> {
    let setting = match side {
        Side::AzureDevOps => "source.connection",
        Side::Jira => "target.connection",
    };
    let error = Error::new(ErrorKind::Unsupported, "connections are not part of this program")
        .with_help("name a token in their place")
        .with("setting", setting);
    std::future::ready(Err(error)).await
}

fn parts(
    configuration: &Configuration,
    credential: Arc<dyn Credential>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<ClientParts> {
    let wire = network::wire(configuration)?;
    let mut parts = ClientParts::new(wire, credential, Arc::clone(clock), Arc::clone(ids));
    parts.policy = Policy::default().scaled(configuration.protocol.scale());
    Ok(parts)
}
