//! The lines of the log, to those runs that listen for them.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use migrayt::system::SystemClock;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::port::Clock as _;
use serde_json::{Map, Value as Json, json};
use time::format_description::well_known::Rfc3339;
use tracing::field::{Field, Visit};
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::queue::Queue;
use super::{Event, EventKind};

/// Those who listen, in the whole process: a program has one log.
static LISTENERS: Mutex<Vec<(Level, Weak<Queue>)>> = Mutex::new(Vec::new());

/// Whether the log was begun, and came to be ours.
static BEGUN: OnceLock<bool> = OnceLock::new();

/// Someone who listens until it is dropped.
#[derive(Debug)]
pub(crate) struct Listening(Weak<Queue>);

/// Tells a queue every line of a level and above.
///
/// # Errors
/// `Unsupported` if the program has a log of its own, which has those lines already.
pub(crate) fn listen(queue: &Arc<Queue>, level: Level) -> Result<Listening> {
    let ours =
        *BEGUN.get_or_init(|| tracing_subscriber::registry().with(Lines::new()).try_init().is_ok());
    if !ours {
        return Err(Error::new(ErrorKind::Unsupported, "the program has a log of its own")
            .with_help("its lines have the targets that begin with migrayt"));
    }
    let queue = Arc::downgrade(queue);
    listeners().push((level, Weak::clone(&queue)));
    tracing::callsite::rebuild_interest_cache();
    Ok(Listening(queue))
}

impl Drop for Listening {
    fn drop(&mut self) {
        listeners().retain(|(_, queue)| !queue.ptr_eq(&self.0));
        tracing::callsite::rebuild_interest_cache();
    }
}

fn listeners() -> MutexGuard<'static, Vec<(Level, Weak<Queue>)>> {
    LISTENERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The layer that hands lines on.
struct Lines {
    clock: SystemClock,
}

impl Lines {
    fn new() -> Self {
        Self { clock: SystemClock::new() }
    }

    /// Whether somebody wants a line. Whatever they want, crates that are not ours say no more than
    /// debug: at trace, HTTP libraries write whole headers and bodies, and two of them name what
    /// they speak about even at debug.
    fn wants(metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        let most = if target.starts_with("migrayt") {
            Level::TRACE
        } else if target.starts_with("rustls") || target.starts_with("h2") {
            Level::INFO
        } else {
            Level::DEBUG
        };
        *metadata.level() <= most && listeners().iter().any(|(level, _)| metadata.level() <= level)
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if Self::wants(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _context: Context<'_, S>) -> bool {
        Self::wants(metadata)
    }

    fn on_event(&self, event: &tracing::Event<'_>, _context: Context<'_, S>) {
        let metadata = event.metadata();
        let mut words = Words::default();
        event.record(&mut words);
        let time = self.clock.now().format(&Rfc3339).unwrap_or_default();
        let line = json!({
            "time": time,
            "level": metadata.level().as_str().to_lowercase(),
            "target": metadata.target(),
            "message": words.message,
            "fields": words.fields,
        });
        // The lock is given back before the queues are told: they take locks of their own.
        let wanted: Vec<_> = listeners()
            .iter()
            .filter(|(level, _)| metadata.level() <= level)
            .filter_map(|(_, queue)| queue.upgrade())
            .collect();
        for queue in wanted {
            queue.push_line(|dropped| {
                let mut line = line.clone();
                if let (Json::Object(line), 1..) = (&mut line, dropped) {
                    line.insert("dropped_before".to_owned(), json!(dropped));
                }
                Event::new(EventKind::Log, &line)
            });
        }
    }
}

/// What an event of the log says.
#[derive(Default)]
struct Words {
    message: String,
    fields: Map<String, Json>,
}

impl Words {
    fn take(&mut self, field: &Field, value: Json) {
        match (field.name(), value) {
            ("message", Json::String(message)) => self.message = message,
            (name, value) => drop(self.fields.insert(name.to_owned(), value)),
        }
    }
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.take(field, Json::String(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.take(field, json!(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.take(field, json!(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.take(field, json!(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.take(field, json!(value));
    }
}
