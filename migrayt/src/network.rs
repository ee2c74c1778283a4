//! The way to the network that a configuration describes.

use std::sync::Arc;
use std::time::Duration;

use migrayt_connectors::http::{ReqwestWire, SafeUrl, WireSettings};
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::port::Wire;

use crate::config::Configuration;

pub(crate) fn wire(configuration: &Configuration) -> Result<Arc<dyn Wire>> {
    Ok(Arc::new(ReqwestWire::new(&settings(configuration)?)?))
}

fn settings(configuration: &Configuration) -> Result<WireSettings> {
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
