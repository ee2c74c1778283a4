use tokio_util::sync::CancellationToken;

/// A token that Ctrl-C cancels, and so does a request to terminate. The second Ctrl-C ends the
/// process as it always would: what was under way is then in doubt, and looked for at the next run.
pub(crate) fn token() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    #[expect(clippy::disallowed_methods, reason = "lives as long as the process")]
    drop(tokio::spawn(async move {
        if wait().await.is_some() {
            cancelled.cancel();
        }
    }));
    token
}

#[cfg(unix)]
async fn wait() -> Option<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).ok()?;
    let mut terminate = signal(SignalKind::terminate()).ok()?;
    tokio::select! {
        heard = interrupt.recv() => heard,
        heard = terminate.recv() => heard,
    }
}

#[cfg(not(unix))]
async fn wait() -> Option<()> {
    tokio::signal::ctrl_c().await.ok()
}
