//! A proxy between the workers and the simulators that breaks things, at the level of TCP.

mod fault;
mod line;
mod message;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub(crate) use self::fault::Fault;
use self::line::Line;
use crate::dice::Dice;

/// A proxy before one server. It stops with all its lines when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    // Holds the accepting task, which ends when the set is dropped.
    _tasks: JoinSet<()>,
}

/// What all lines of a proxy share.
#[derive(Debug)]
struct Shared {
    upstream: SocketAddr,
    armed: AtomicBool,
    /// In a thousand requests.
    share: u64,
    dice: Mutex<Dice>,
    done: Mutex<BTreeMap<Fault, u64>>,
}

impl Proxy {
    /// Stands before a server, and breaks so many of a thousand requests once it is armed.
    pub(crate) async fn start(
        upstream: SocketAddr,
        share: u64,
        dice: Dice,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            upstream,
            armed: AtomicBool::new(false),
            share,
            dice: Mutex::new(dice),
            done: Mutex::default(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, _tasks: tasks })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins or ends to break things.
    pub(crate) fn arm(&self, armed: bool) {
        self.shared.armed.store(armed, Ordering::Relaxed);
    }

    /// What it broke so far.
    pub(crate) fn done(&self) -> BTreeMap<Fault, u64> {
        self.shared.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shared {
    /// Decides what happens to a request.
    fn decide(&self, request: &[u8]) -> Option<(Fault, Dice)> {
        if !self.armed.load(Ordering::Relaxed) {
            return None;
        }
        let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
        if !dice.thousandths(self.share) {
            return None;
        }
        let fault = dice.pick(Fault::possible(request))?;
        let dice = Dice::new(dice.roll());
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done.entry(fault).or_default() += 1;
        Some((fault, dice))
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut lines = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((client, _)) = accepted {
                    lines.spawn(Line::new(client, Arc::clone(&shared)).serve());
                }
            }
            Some(_) = lines.join_next() => {}
        }
    }
}
