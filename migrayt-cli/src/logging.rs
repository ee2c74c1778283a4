use std::io;

use migrayt::core::error::{Error, ErrorKind, Fact, Result};
use tracing_subscriber::filter::{EnvFilter, LevelFilter, Targets, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Writes log lines to standard error. Whatever the filter says, crates that are not ours say no
/// more than debug: at trace, HTTP libraries write whole headers and bodies.
pub(crate) fn start(filter: &str) -> Result<()> {
    let filter: EnvFilter =
        filter.parse().map_err(|error: tracing_subscriber::filter::ParseError| {
            Error::new(ErrorKind::ConfigInvalid, "this is not a log filter")
                .with("filter", Fact::name(filter))
                .with_help("write a level, or TARGET=LEVEL pairs with commas between them")
                .with_source(error)
        })?;
    let ours = filter_fn(|meta| {
        meta.target().starts_with("migrayt") || *meta.level() <= tracing::Level::DEBUG
    })
    .with_max_level_hint(LevelFilter::TRACE);
    // `h2` and `rustls` name what they speak about even at debug.
    let quiet = Targets::new()
        .with_default(LevelFilter::TRACE)
        .with_target("rustls", LevelFilter::INFO)
        .with_target("h2", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_filter(filter)
        .with_filter(ours)
        .with_filter(quiet);
    tracing_subscriber::registry().with(lines).try_init().map_err(|error| {
        Error::new(ErrorKind::Unexpected, "logging cannot be started").with_source(error)
    })
}
