use std::path::Path;
use std::time::Instant;

use migrayt_ffi::face::{Engine, EventKind, Next, Run};
use serde_json::{Value as Json, json};

use crate::Outcome;

/// The jobs of a migration, in their order.
const JOBS: [&str; 5] = ["scan", "suggest", "plan", "run", "verify"];

/// Seconds of a whole migration between two simulated trackers.
pub(crate) fn carry_out(folder: &Path, items: u64) -> Outcome<f64> {
    let trackers = Engine::new("", "")?;
    let made = json!({ "job": "simulate", "tracker": "azure-devops", "items": items });
    let source = trackers.start(&made.to_string(), b"")?;
    let target =
        trackers.start(&json!({ "job": "simulate", "tracker": "jira" }).to_string(), b"")?;
    let (ado, jira) = (ready(&source)?, ready(&target)?);
    let options = json!({
        "configuration": {
            "version": 1,
            "source": {
                "kind": "azure-devops", "url": ado.get("url"), "project": ado.get("project"),
                "token": "vault:ado",
            },
            "target": {
                "kind": "jira", "url": jira.get("url"), "project": jira.get("project"),
                "email": jira.get("email"), "token": "vault:jira",
            },
            "protocol": { "scale": 100 },
        },
        "folder": folder,
        "ports": { "vault": "memory" },
    });
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    let engine = Engine::new(&options.to_string(), "")?;
    for (name, told) in [("ado", &ado), ("jira", &jira)] {
        let token = told.get("token").and_then(Json::as_str).unwrap_or_default();
        carry(&engine, &json!({ "job": "vault_put", "name": name }), token.as_bytes())?;
    }
    for job in JOBS {
        carry(&engine, &json!({ "job": job }), b"")?;
    }
    Ok(began.elapsed().as_secs_f64())
}

/// Where a simulator serves.
fn ready(run: &Run) -> Outcome<Json> {
    match run.next(None)? {
        Next::Event(event) => Ok(serde_json::from_str(&event.json)?),
        _ => Err("a simulator ended".into()),
    }
}

fn carry(engine: &Engine, job: &Json, bytes: &[u8]) -> Outcome<()> {
    let run = engine.start(&job.to_string(), bytes)?;
    while let Next::Event(event) = run.next(None)? {
        if event.kind == EventKind::Result {
            let result: Json = serde_json::from_str(&event.json)?;
            let unclean = result.get("clean").is_some_and(|clean| *clean == false);
            let closing = result.get("closing").and_then(Json::as_str);
            if unclean || closing.is_some_and(|it| it != "completed") {
                return Err(format!("{job} came to {}", event.json.as_str()).into());
            }
        }
    }
    Ok(())
}
