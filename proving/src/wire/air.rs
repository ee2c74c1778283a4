use std::sync::Arc;

use async_trait::async_trait;
use http::{Request, Response};
use migrayt_core::Result;
use migrayt_core::port::{Body, Wire};
use migrayt_testkit::wire::InProcess;

use crate::hand::Stage;

/// A wire on which requests and answers take their time, so that a process may die while they are
/// under way; every request is written down.
#[derive(Debug)]
pub(super) struct Air {
    inner: InProcess,
    stage: Arc<Stage>,
}

impl Air {
    pub(super) fn new(inner: InProcess, stage: Arc<Stage>) -> Self {
        Self { inner, stage }
    }

    async fn travel(&self) {
        let span = self.stage.chance.millis(5, 300);
        self.stage.timeline.wait(span).await;
    }
}

#[async_trait]
impl Wire for Air {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let about = format!("{} {}", request.method(), request.uri().path());
        self.travel().await;
        let answer = self.inner.send(request).await;
        let told = match &answer {
            Ok(response) => response.status().to_string(),
            Err(error) => format!("{:?}", error.kind()),
        };
        self.stage.note(&format!("{about} {told}"));
        self.travel().await;
        answer
    }
}
