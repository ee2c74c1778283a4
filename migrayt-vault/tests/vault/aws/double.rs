use std::io;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::machine::{MINISTACK, MOTO, StandIn};

/// A stand-in for AWS that runs on this machine.
///
/// Both are right about most and each is wrong about something that matters here. What AWS does in
/// these places is done for them, in [`Double::mended`], and nowhere else.
#[derive(Clone, Debug)]
pub(crate) struct Double {
    stand_in: StandIn,
    address: String,
}

impl Double {
    /// The two of them that run; says which do not.
    pub(crate) fn all() -> Vec<Self> {
        [MOTO, MINISTACK].into_iter().filter_map(Self::of).collect()
    }

    pub(crate) fn moto() -> Option<Self> {
        Self::of(MOTO)
    }

    pub(crate) fn ministack() -> Option<Self> {
        Self::of(MINISTACK)
    }

    fn of(stand_in: StandIn) -> Option<Self> {
        Some(Self { stand_in, address: stand_in.address()? })
    }

    pub(crate) fn is_moto(&self) -> bool {
        self.stand_in == MOTO
    }

    /// Answers a call, as AWS does where it does not itself.
    pub(crate) async fn mended(&self, target: &str, request: &Value) -> io::Result<(u16, Value)> {
        let (service, call) = target.split_once('.').unwrap_or_default();
        let ask =
            async |call: &str, body: Value| self.ask(&format!("{service}.{call}"), &body).await;
        let token = request["ClientRequestToken"].as_str().unwrap_or_default();
        match call {
            // A version is written once: MiniStack writes over it, and moto over one that is not
            // current.
            "PutSecretValue" => {
                let told =
                    ask("DescribeSecret", json!({ "SecretId": request["SecretId"] })).await?.1;
                if told["VersionIdsToStages"].get(token).is_some() {
                    return Ok((400, json!({ "__type": "ResourceExistsException" })));
                }
                // A label is on one version: MiniStack leaves it on the others.
                let stages = told["VersionIdsToStages"].as_object().cloned().unwrap_or_default();
                for label in request["VersionStages"].as_array().into_iter().flatten() {
                    let holds = |labels: &Value| labels.as_array().unwrap().contains(label);
                    for (version, _) in stages.iter().filter(|(_, labels)| holds(labels)) {
                        let removal = json!({
                            "SecretId": request["SecretId"],
                            "VersionStage": label,
                            "RemoveFromVersionId": version,
                        });
                        ask("UpdateSecretVersionStage", removal).await?;
                    }
                }
                self.ask(target, request).await
            }
            // The first version has the caller's token: MiniStack makes one of its own.
            "CreateSecret" if !self.is_moto() => {
                let (status, mut answer) = self.ask(target, request).await?;
                if status == 200 {
                    let first = json!({
                        "SecretId": request["Name"],
                        "SecretBinary": request["SecretBinary"],
                        "ClientRequestToken": token,
                    });
                    ask("PutSecretValue", first).await?;
                    answer["VersionId"] = token.into();
                }
                Ok((status, answer))
            }
            _ => self.ask(target, request).await,
        }
    }

    /// Asks it as it is.
    pub(crate) async fn ask(&self, target: &str, request: &Value) -> io::Result<(u16, Value)> {
        let service = if target.starts_with("Trent") { "kms" } else { "secretsmanager" };
        let body = request.to_string();
        let head = format!(
            "POST / HTTP/1.0\r\nhost: {}\r\nx-amz-target: {target}\r\n\
             content-type: application/x-amz-json-1.1\r\ncontent-length: {}\r\n\
             authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/eu-west-1/\
             {service}/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n",
            self.address,
            body.len(),
        );
        let mut stream = TcpStream::connect(&self.address).await?;
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Ok((status, serde_json::from_slice(&answer[end + 4..]).unwrap_or_default()))
    }
}
