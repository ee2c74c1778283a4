//! A wire that gives written answers.

use std::sync::Mutex;

use async_trait::async_trait;
use http::{Request, Response};
use migrayt_core::port::{Body, Wire};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};

/// What is answered next, last first; with none left the connection breaks.
#[derive(Debug, Default)]
pub(crate) struct Scripted {
    answers: Mutex<Vec<(u16, &'static str, Option<&'static str>)>>,
    pub(crate) asked: std::sync::atomic::AtomicU64,
}

impl Scripted {
    pub(crate) fn of(status: u16, body: &'static str) -> Self {
        Self::pausing(status, body, None)
    }

    pub(crate) fn pausing(
        status: u16,
        body: &'static str,
        retry_after: Option<&'static str>,
    ) -> Self {
        Self { answers: Mutex::new(vec![(status, body, retry_after)]), ..Self::default() }
    }
}

#[async_trait]
impl Wire for Scripted {
    async fn send(&self, _request: Request<Body>) -> Result<Response<Body>> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let Some((status, body, retry_after)) = self.answers.lock().unwrap().pop() else {
            return Err(Error::new(ErrorKind::Unavailable, "the connection broke")
                .with_retry(Retry::Backoff)
                .with_effect(Effect::Unknown));
        };
        let mut response = Response::builder().status(status);
        if let Some(seconds) = retry_after {
            response = response.header("Retry-After", seconds);
        }
        Ok(response.body(Body::Bytes(body.into())).unwrap())
    }
}
