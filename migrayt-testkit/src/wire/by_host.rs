use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use http::{Request, Response};
use migrayt_core::port::{Body, Wire};
use migrayt_core::{Error, ErrorKind, Result};

/// A [`Wire`] that leads each host to a wire of its own, so that an authority, a gateway and a
/// tracker stand where clients look for them. A host that leads nowhere refuses the connection.
#[derive(Clone, Debug, Default)]
pub struct ByHost(BTreeMap<String, Arc<dyn Wire>>);

impl ByHost {
    /// Leads a host, such as `auth.atlassian.com`, to a wire.
    #[must_use]
    pub fn with(mut self, host: impl Into<String>, wire: impl Wire) -> Self {
        self.0.insert(host.into(), Arc::new(wire));
        self
    }
}

#[async_trait]
impl Wire for ByHost {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let host = request.uri().host().unwrap_or_default();
        match self.0.get(host) {
            Some(wire) => wire.send(request).await,
            None => Err(Error::new(ErrorKind::Unavailable, "the host refused the connection")),
        }
    }
}
