use std::sync::Arc;

use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use migrayt_core::error::Retry;
use migrayt_core::port::{Clock, Ids};
use migrayt_core::retry::{Policy, drive};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;

use super::fault::{Call, Refusal, sort};
use crate::SecretVersion;

/// Makes calls to AWS, again if that can help: the SDK's own retries are off.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    policy: Policy,
}

impl Caller {
    pub(super) fn new(clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        // Four tries with pauses from 200 ms on: whoever asks for a secret is waiting.
        Self { clock, ids, policy: Policy::default().scaled(10) }
    }

    /// Makes a call. Each of them can be made twice: what is made has a version of its own, and a
    /// stage is moved from a version only.
    pub(super) async fn call<T, E, F>(
        &self,
        call: Call,
        mut send: impl FnMut() -> F,
    ) -> Result<std::result::Result<T, Refusal>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = std::result::Result<T, SdkError<E>>>,
    {
        let (clock, ids) = (self.clock.as_ref(), self.ids.as_ref());
        drive(&self.policy, clock, ids, true, || {
            // A call of the SDK takes kilobytes, which would lie in every future above it.
            let answer = Box::pin(send());
            async move { sort(answer.await, call) }
        })
        .await
    }

    /// Does something until it has an outcome, as often as a call is made: AWS shows changes to
    /// everybody in the end, not at once. An error is one; its calls were made again already.
    pub(super) async fn until_settled<T, F>(&self, act: impl Fn() -> F) -> Result<Option<T>>
    where
        F: Future<Output = Result<Option<T>>>,
    {
        let (clock, ids) = (self.clock.as_ref(), self.ids.as_ref());
        let settled = drive(&self.policy, clock, ids, true, || {
            let act = act();
            async move { act.await.transpose().ok_or_else(not_yet) }
        });
        // What is left is that it is not yet.
        settled.await.ok().transpose()
    }

    /// A version that no value has.
    pub(super) fn version(&self) -> SecretVersion {
        SecretVersion::from_bits(self.ids.fresh())
    }

    pub(super) fn ensure_current(&self, scope: &TenantScope) -> Result<()> {
        scope.ensure_current(self.clock.as_ref())
    }
}

fn not_yet() -> Error {
    Error::new(ErrorKind::Unavailable, "AWS does not show it yet").with_retry(Retry::Backoff)
}
