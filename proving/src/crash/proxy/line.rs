use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Shared;
use super::fault::Fault;
use super::message::{Message, Reader};
use crate::dice::Dice;

/// A client's connection and the one to the server that belongs to it.
#[derive(Debug)]
pub(super) struct Line {
    client: TcpStream,
    asked: Reader,
    server: Option<(TcpStream, Reader)>,
    shared: Arc<Shared>,
}

/// Whether a line may carry another request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    GoOn,
    End,
}

impl Line {
    pub(super) fn new(client: TcpStream, shared: Arc<Shared>) -> Self {
        Self { client, asked: Reader::default(), server: None, shared }
    }

    /// Carries requests and answers until one side ends, or a fault ends both.
    pub(super) async fn serve(mut self) {
        // Small pieces are sent at once, as over a line of its own.
        drop(self.client.set_nodelay(true));
        while let Some(request) = self.asked.next(&mut self.client).await {
            match self.carry(&request).await {
                Ok(After::GoOn) => {}
                Ok(After::End) | Err(_) => return,
            }
        }
    }

    async fn carry(&mut self, request: &Message) -> io::Result<After> {
        if request.cut {
            // What a client sent before it died arrives, and then the line ends.
            self.send(&request.bytes).await?;
            return Ok(After::End);
        }
        let Some((fault, dice)) = self.shared.decide(&request.bytes) else {
            self.send(&request.bytes).await?;
            let answer = self.answer().await?;
            self.client.write_all(&answer.bytes).await?;
            return Ok(if answer.cut { After::End } else { After::GoOn });
        };
        self.break_it(fault, dice, &request.bytes).await
    }

    async fn break_it(
        &mut self,
        fault: Fault,
        mut dice: Dice,
        request: &[u8],
    ) -> io::Result<After> {
        match fault {
            Fault::ResetRequest => {
                self.send(first(request, &mut dice)).await?;
                self.reset()?;
            }
            Fault::StallRequest => {
                self.send(first(request, &mut dice)).await?;
                self.stall().await;
            }
            Fault::ResetAnswer => {
                self.send(request).await?;
                let answer = self.answer().await?;
                self.client.write_all(first(&answer.bytes, &mut dice)).await?;
                self.reset()?;
            }
            Fault::StallAnswer => {
                self.send(request).await?;
                let answer = self.answer().await?;
                self.client.write_all(first(&answer.bytes, &mut dice)).await?;
                self.stall().await;
            }
            Fault::HalfClose => {
                self.send(request).await?;
                self.client.shutdown().await?;
                self.answer().await?;
            }
            Fault::LoseAnswer => {
                self.send(request).await?;
                self.answer().await?;
            }
            Fault::Duplicate => {
                let mut again = TcpStream::connect(self.shared.upstream).await?;
                again.write_all(request).await?;
                self.send(request).await?;
                let answer = self.answer().await?;
                Reader::default().next(&mut again).await;
                self.client.write_all(&answer.bytes).await?;
                return Ok(After::GoOn);
            }
        }
        Ok(After::End)
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.server.is_none() {
            let server = TcpStream::connect(self.shared.upstream).await?;
            server.set_nodelay(true)?;
            self.server = Some((server, Reader::default()));
        }
        match &mut self.server {
            Some((server, _)) => server.write_all(bytes).await,
            None => Ok(()),
        }
    }

    async fn answer(&mut self) -> io::Result<Message> {
        let Some((server, reader)) = &mut self.server else { return Ok(Message::default()) };
        reader.next(server).await.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// Ends both connections with a reset in place of an orderly end.
    fn reset(&self) -> io::Result<()> {
        self.client.set_zero_linger()?;
        self.server.as_ref().map_or(Ok(()), |(server, _)| server.set_zero_linger())
    }

    /// Says nothing until the client gives up.
    async fn stall(&mut self) {
        let mut rest = [0; 1024];
        while self.client.read(&mut rest).await.is_ok_and(|count| count > 0) {}
    }
}

/// The first bytes, never all of them.
fn first<'b>(bytes: &'b [u8], dice: &mut Dice) -> &'b [u8] {
    let most = u64::try_from(bytes.len().saturating_sub(1)).unwrap_or(0);
    let count = usize::try_from(dice.within(0..=most)).unwrap_or(0);
    bytes.get(..count).unwrap_or_default()
}
