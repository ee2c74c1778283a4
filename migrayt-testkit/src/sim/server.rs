//! A loopback server that puts a simulator behind a real socket.

mod body;
mod connection;

use std::net::SocketAddr;
use std::sync::Arc;

use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use self::connection::Line;
use super::Simulator;

/// The largest request body that is read, in bytes, unless told otherwise: more than the largest
/// attachment of either tracker.
pub const LARGEST_BODY: usize = 160 << 20;

/// An HTTP/1.1 server on a loopback address that answers from a simulator. Connections are kept
/// alive; requests of one connection are answered in order, those of several side by side.
///
/// It needs a tokio runtime with I/O, and stops with all its connections when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    // Holds the accepting task, which ends when the set is dropped.
    _tasks: JoinSet<()>,
}

impl Server {
    /// Starts to listen. Port 0 takes a free one.
    ///
    /// # Errors
    /// `Misuse` if the address is not a loopback address, `Unavailable` if it cannot be had.
    pub async fn start(
        simulator: Arc<dyn Simulator>,
        address: SocketAddr,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        Self::start_with_limit(simulator, address, clock, LARGEST_BODY).await
    }

    /// Starts to listen, and answers 413 to a request whose body has more than `largest_body`
    /// bytes.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_with_limit(
        simulator: Arc<dyn Simulator>,
        address: SocketAddr,
        clock: Arc<dyn Clock>,
        largest_body: usize,
    ) -> Result<Self> {
        if !address.ip().is_loopback() {
            return Err(Error::new(ErrorKind::Misuse, "a simulator listens on loopback only")
                .with_help("Use 127.0.0.1 or [::1]."));
        }
        let unavailable = |error| {
            Error::new(ErrorKind::Unavailable, "the simulator's address cannot be had")
                .with("port", address.port())
                .with_help("Choose another port, or 0 for a free one.")
                .with_source(error)
        };
        let listener = TcpListener::bind(address).await.map_err(unavailable)?;
        let address = listener.local_addr().map_err(unavailable)?;
        let line = Line { simulator, clock, largest_body };
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, line));
        Ok(Self { address, _tasks: tasks })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens as `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn accept(listener: TcpListener, line: Line) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection::serve(stream, line.clone()));
                }
                // The peer went away between the kernel's queue and us, or there is no free
                // descriptor: both pass as soon as a connection ends.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}
