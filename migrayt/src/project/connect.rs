use std::sync::Arc;
use std::time::Duration;

use migrayt_connectors::azure_devops::{self, AzureDevOps};
use migrayt_connectors::http::{BasicCredential, ClientParts, ReqwestWire, SafeUrl, WireSettings};
use migrayt_connectors::jira::{self, Jira};
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::port::{Clock, Ids, Wire};
use migrayt_core::retry::Policy;

use crate::config::{Configuration, Wanted};
use crate::secrets::Secrets;

/// The source that a configuration names.
pub(super) async fn source(
    configuration: &Configuration,
    secrets: &Secrets<'_>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<AzureDevOps> {
    let from = &configuration.source;
    let token = secrets.fetch(&Wanted::Token("source"), &from.token).await?;
    let credential = BasicCredential::new("", &token);
    let mut settings = azure_devops::Settings::new(&from.url, &from.project);
    settings.scope.types.clone_from(&from.scope.types);
    settings.scope.areas.clone_from(&from.scope.areas);
    settings.scope.clause.clone_from(&from.scope.query);
    settings.scope.changed_since = from.scope.changed_since;
    settings.scope.ids = from.scope.ids(&configuration.folder)?;
    AzureDevOps::new(&settings, parts(configuration, credential, clock, ids)?)
        .map_err(|error| error.with("side", "source"))
}

/// The target that a configuration names.
pub(super) async fn target(
    configuration: &Configuration,
    secrets: &Secrets<'_>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<Jira> {
    let to = &configuration.target;
    let token = secrets.fetch(&Wanted::Token("target"), &to.token).await?;
    let credential = BasicCredential::new(&to.email, &token);
    let settings = jira::Settings::new(&to.url, &to.project);
    Jira::new(&settings, parts(configuration, credential, clock, ids)?)
        .map_err(|error| error.with("side", "target"))
}

fn parts(
    configuration: &Configuration,
    credential: BasicCredential,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn Ids>,
) -> Result<ClientParts> {
    let wire: Arc<dyn Wire> = Arc::new(ReqwestWire::new(&wire_settings(configuration)?)?);
    let mut parts =
        ClientParts::new(wire, Arc::new(credential), Arc::clone(clock), Arc::clone(ids));
    parts.policy = Policy::default().scaled(configuration.protocol.scale());
    Ok(parts)
}

fn wire_settings(configuration: &Configuration) -> Result<WireSettings> {
    let network = &configuration.network;
    let mut settings = WireSettings::default();
    if let Some(seconds) = network.timeout_s {
        settings.silence = Duration::from_secs(seconds.max(1));
    }
    if let Some(proxy) = &network.proxy {
        let proxy =
            SafeUrl::parse(proxy).map_err(|error| error.with("setting", "network.proxy"))?;
        settings.proxy = Some(proxy);
    }
    if let Some(roots) = &network.roots {
        let path = configuration.path(roots);
        let pem = std::fs::read(&path).map_err(|error| {
            Error::new(ErrorKind::ConfigInvalid, "the root certificates cannot be read")
                .with("setting", "network.roots")
                .with("file", Fact::name(path.display().to_string()))
                .with_source(error)
        })?;
        settings.roots.push(pem);
    }
    Ok(settings)
}
