use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::double::Double;

/// A request to AWS and its answer, as they went over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// The service and the call, such as `TrentService.Decrypt`.
    pub(crate) target: String,
    /// The whole head of the request.
    pub(crate) head: String,
    pub(crate) request: Value,
    pub(crate) answer: Value,
}

impl Exchange {
    /// The call without its service.
    pub(crate) fn call(&self) -> &str {
        self.target.rsplit('.').next().unwrap()
    }

    /// A field of the request.
    pub(crate) fn asked(&self, field: &str) -> &str {
        self.request[field].as_str().unwrap_or_default()
    }
}

/// What happens to a call instead of what should.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// It is answered so.
    Refused(u16, &'static str),
    /// It is done, and the connection ends before the answer.
    AnswerLost,
    /// Another answer is given in place of its own.
    Answered(fn(&mut Value)),
}

/// What stands behind a proxy.
pub(crate) enum Behind {
    Double(Double),
    /// Answers that are made up: a status and a body for a call.
    Script(Box<Script>),
}

type Script = dyn Fn(&str, &Value) -> (u16, Value) + Send + Sync;

/// Stands between a vault and AWS on a loopback port: records all that goes through, and makes
/// trouble when it is told to. It ends when it is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    behind: Behind,
    seen: Mutex<Vec<Exchange>>,
    troubles: Mutex<Vec<(&'static str, Trouble)>>,
}

impl Proxy {
    pub(crate) async fn before(behind: Behind) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared =
            Arc::new(Shared { behind, seen: Mutex::default(), troubles: Mutex::default() });
        let task = spawn(accept(listener, shared.clone()));
        Self { address, shared, task }
    }

    /// Makes trouble of the next request of a call.
    pub(crate) fn trouble(&self, call: &'static str, trouble: Trouble) {
        self.shared.troubles.lock().unwrap().push((call, trouble));
    }

    /// All that went through since this was last asked.
    pub(crate) fn seen(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.shared.seen.lock().unwrap())
    }

    /// The calls since this was last asked, in their order.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.seen().iter().map(|exchange| exchange.call().to_owned()).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "it ends with the proxy or its connection")]
fn spawn(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(work)
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        drop(spawn(async move {
            // The client hangs up whenever it likes.
            let _served = serve(stream, &shared).await;
        }));
    }
}

async fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut buffer = Vec::new();
    while let Some((head, body)) = message(&mut stream, &mut buffer).await? {
        let target = header(&head, "x-amz-target").unwrap_or_default().to_owned();
        let request: Value = serde_json::from_slice(&body)?;
        let trouble = shared.take(&target);
        let (status, mut answer) = match (&trouble, &shared.behind) {
            (Some(Trouble::Refused(status, code)), _) => {
                (*status, serde_json::json!({ "__type": code, "message": "made up" }))
            }
            (_, Behind::Script(script)) => script(&target, &request),
            (_, Behind::Double(double)) => double.mended(&target, &request).await?,
        };
        if let Some(Trouble::Answered(change)) = &trouble {
            change(&mut answer);
        }
        let exchange = Exchange { target, head, request, answer: answer.clone() };
        shared.seen.lock().unwrap().push(exchange);
        if matches!(trouble, Some(Trouble::AnswerLost)) {
            return Ok(());
        }
        let body = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} Made\r\ncontent-type: application/x-amz-json-1.1\r\n\
             x-amzn-requestid: 00000000-0000-0000-0000-000000000000\r\ncontent-length: {}\r\n\r\n",
            body.len(),
        );
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await?;
    }
    Ok(())
}

impl Shared {
    fn take(&self, target: &str) -> Option<Trouble> {
        let mut troubles = self.troubles.lock().unwrap();
        let at = troubles.iter().position(|(call, _)| target.ends_with(&format!(".{call}")))?;
        Some(troubles.remove(at).1)
    }
}

/// The next message of a connection: its head and body.
async fn message(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<(String, Vec<u8>)>> {
    loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            let length = header(&head, "content-length").map_or(0, |text| text.parse().unwrap());
            if buffer.len() >= end + 4 + length {
                let body = buffer[end + 4..end + 4 + length].to_vec();
                buffer.drain(..end + 4 + length);
                return Ok(Some((head, body)));
            }
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}
