use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use bytes::BytesMut;
use futures_util::StreamExt as _;
use http::Request;
use migrayt_connectors::http::{ReqwestWire, WireSettings};
use migrayt_core::port::{Body, Wire as _};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::process::{Heard, Process, own};
use super::stuck::{Result, Stuck};
use crate::Trials;
use crate::assignment::{Assignment, ORGANISATION};
use crate::dice::Dice;
use crate::picture::Picture;
use crate::point::Point;
use crate::proxy::{Fault, Proxy};
use crate::sim::{Addresses, PICTURE};
use crate::told::Told;

/// In a thousand requests, how many the proxies break.
const BROKEN_READS: u64 = 10;
const BROKEN_WRITES: u64 = 30;

/// Two simulators in a process of their own, the proxies before them, and a folder.
#[derive(Debug)]
pub(crate) struct World {
    folder: TempDir,
    addresses: Addresses,
    proxies: [Proxy; 2],
    assignment: Assignment,
    started: usize,
    sender: UnboundedSender<(usize, Heard)>,
    heard: UnboundedReceiver<(usize, Heard)>,
    // Killed when it is dropped.
    _simulators: Child,
}

impl World {
    pub(crate) async fn start(trials: &Trials, calm: bool, dice: &mut Dice) -> Result<Self> {
        let items = trials.items.to_string();
        let seed = trials.seed.to_string();
        let mut arguments = vec!["sim", "--items", &items, "--seed", &seed];
        if calm {
            arguments.push("--calm");
        }
        let arguments: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
        let mut simulators = own(&arguments)?
            // It serves until its input ends, and so no longer than the harness lives.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = simulators.stdout.take();
        let output = output.ok_or_else(|| Stuck::new("the simulators have no output"))?;
        let line = BufReader::new(output).lines().next_line().await?;
        let addresses: Addresses = serde_json::from_str(&line.unwrap_or_default())?;
        let proxies = [
            Proxy::start(addresses.source, BROKEN_READS, Dice::new(dice.roll())).await?,
            Proxy::start(addresses.target, BROKEN_WRITES, Dice::new(dice.roll())).await?,
        ];
        let [source, target] =
            proxies.each_ref().map(|proxy| format!("http://{}", proxy.address()));
        let folder = tempfile::tempdir()?;
        let assignment = Assignment {
            folder: folder.path().to_owned(),
            source_url: format!("{source}/{ORGANISATION}"),
            target_url: target,
            lease: trials.lease,
            fenced: !trials.no_fence,
            hasty: trials.hasty,
            halt: None,
        };
        let (sender, heard) = unbounded_channel();
        Ok(Self {
            folder,
            addresses,
            proxies,
            assignment,
            started: 0,
            sender,
            heard,
            _simulators: simulators,
        })
    }

    /// Starts a worker that goes on with the run and halts at a point.
    pub(crate) fn worker(&mut self, halt: Option<(Point, u64)>) -> Result<Process> {
        self.begin(halt, "run")
    }

    /// The next thing that is heard of any worker.
    pub(crate) async fn heard(&mut self) -> Option<(usize, Heard)> {
        self.heard.recv().await
    }

    /// Scans, proposes a mapping and plans.
    pub(crate) async fn plan(&mut self) -> Result<()> {
        self.complete("plan").await.map(drop)
    }

    /// Runs the plan to its end, or goes on with it. Says how many items the sweep found twice.
    pub(crate) async fn finish(&mut self) -> Result<u64> {
        match self.complete("run").await? {
            Some(Told::Ended { closing, duplicates, .. }) if closing == "completed" => {
                duplicates.ok_or_else(|| Stuck::new("a run that was completed did not sweep"))
            }
            told => Err(Stuck::new(format!("a run that nothing disturbs ended as {told:?}"))),
        }
    }

    /// Reads the target back: how many items are missing, other than planned, and twice.
    pub(crate) async fn verify(&mut self) -> Result<[u64; 3]> {
        match self.complete("verify").await? {
            Some(Told::Verified { missing, mismatches, duplicates }) => {
                Ok([missing, mismatches, duplicates])
            }
            told => Err(Stuck::new(format!("verification ended as {told:?}"))),
        }
    }

    /// Begins or ends to break things on the way.
    pub(crate) fn arm(&self, armed: bool) {
        self.proxies.iter().for_each(|proxy| proxy.arm(armed));
    }

    /// What broke on the way.
    pub(crate) fn broken(&self) -> BTreeMap<Fault, u64> {
        let mut broken = BTreeMap::new();
        for (fault, count) in self.proxies.iter().flat_map(Proxy::done) {
            *broken.entry(fault).or_default() += count;
        }
        broken
    }

    /// What stands in the target, from its own store.
    pub(crate) async fn picture(&self) -> Result<Picture> {
        let wire = Arc::new(ReqwestWire::new(&WireSettings::default())?);
        let url = format!("http://{}{PICTURE}", self.addresses.target);
        let answer = wire.send(Request::get(url).body(Body::Empty).map_err(Stuck::new)?).await?;
        let mut bytes = BytesMut::new();
        match answer.into_body() {
            Body::Empty => {}
            Body::Bytes(whole) => bytes.extend_from_slice(&whole),
            Body::Stream { mut pieces, .. } => {
                while let Some(piece) = pieces.next().await {
                    bytes.extend_from_slice(&piece?);
                }
            }
        }
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// The folder, kept from now on.
    pub(crate) fn keep(mut self) -> PathBuf {
        self.folder.disable_cleanup(true);
        self.folder.path().to_owned()
    }

    fn begin(&mut self, halt: Option<(Point, u64)>, verb: &str) -> Result<Process> {
        self.started += 1;
        let assignment = Assignment { halt, ..self.assignment.clone() };
        let path = self.folder.path().join(format!("{:03}.json", self.started));
        fs::write(&path, serde_json::to_vec(&assignment)?)?;
        Process::start(self.started, &path, verb, self.sender.clone())
    }

    /// Starts a worker, waits for its end and takes the last thing it told.
    async fn complete(&mut self, verb: &str) -> Result<Option<Told>> {
        let worker = self.begin(None, verb)?;
        let mut last = None;
        while let Some((number, heard)) = self.heard().await {
            match heard {
                Heard::Told(told) if number == worker.number => last = Some(told),
                Heard::Gone if number == worker.number => break,
                _ => {}
            }
        }
        Ok(last)
    }
}
