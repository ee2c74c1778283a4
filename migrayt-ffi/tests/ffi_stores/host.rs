//! A host that keeps everything in memory, and that can be made to do one thing wrong.

mod safe;
mod table;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_ffi::face::desk::{Answer, Desk, Question};
use serde_json::{Value as Json, json};

use self::safe::Safe;
pub(crate) use self::safe::SafeFlaw;
use self::table::Table;

/// What a host does wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Nothing.
    #[default]
    None,
    /// It writes whatever was checked.
    ForgetsChecks,
    /// It looks at the first check only.
    ForgetsOtherChecks,
    /// It takes a check of a row that must not be there for one that does not matter.
    ForgetsAbsence,
    /// It answers pages from before the newest commit.
    AnswersStalePages,
    /// It keeps rows that are deleted.
    LosesDeletes,
    /// It writes before it finds that a check fails.
    WritesHalves,
    /// It keeps the rows of all tenants in one place.
    MixesTenants,
    /// It sorts without regard to case.
    SortsWithoutCase,
    /// It takes the end of a range as part of it.
    IncludesEnds,
    /// It begins a page with the row that was asked to be before it.
    RepeatsRows,
    /// It lets others write between its checks and its writes.
    ChecksTooEarly,
    /// It gives another key each time.
    ForgetsItsKey,
    /// It answers values in an order of its own.
    ShufflesValues,
    /// It finds that somebody else wrote, always.
    AlwaysConflicts,
    /// It writes, and answers that it could not.
    LosesAnswers,
}

impl Flaw {
    pub(crate) const OF_TABLES: [Self; 13] = [
        Self::ForgetsChecks,
        Self::ForgetsOtherChecks,
        Self::ForgetsAbsence,
        Self::AnswersStalePages,
        Self::LosesDeletes,
        Self::WritesHalves,
        Self::MixesTenants,
        Self::SortsWithoutCase,
        Self::IncludesEnds,
        Self::RepeatsRows,
        Self::ChecksTooEarly,
        Self::ForgetsItsKey,
        Self::ShufflesValues,
    ];
}

/// An answer that is always the same.
#[derive(Debug)]
struct Fixed {
    question: &'static str,
    arguments: Json,
    given: Bytes,
    value: Json,
    bytes: Bytes,
}

/// The host.
#[derive(Debug, Default)]
pub(crate) struct Host {
    flaw: Flaw,
    table: Mutex<Table>,
    safe_flaw: SafeFlaw,
    safe: Mutex<Safe>,
    /// The one question that it answers so, and what it expects of it.
    fixed: Option<Fixed>,
    asked: Mutex<BTreeMap<String, u64>>,
}

impl Host {
    pub(crate) fn new(flaw: Flaw) -> Arc<Self> {
        Arc::new(Self { flaw, ..Self::default() })
    }

    pub(crate) fn with_safe(safe_flaw: SafeFlaw) -> Arc<Self> {
        Arc::new(Self { safe_flaw, ..Self::default() })
    }

    /// A host that answers a question without arguments, if these bytes come with it.
    pub(crate) fn with_answer(
        question: &'static str,
        value: Json,
        given: &'static [u8],
    ) -> Arc<Self> {
        let given = Bytes::from_static(given);
        let fixed = Fixed { question, arguments: json!(null), given, value, bytes: Bytes::new() };
        Arc::new(Self { fixed: Some(fixed), ..Self::default() })
    }

    /// A host that answers a question of these arguments with a secret.
    pub(crate) fn with_secret(
        question: &'static str,
        arguments: Json,
        secret: &'static str,
    ) -> Arc<Self> {
        let bytes = Bytes::from_static(secret.as_bytes());
        let fixed = Fixed { question, arguments, given: Bytes::new(), value: Json::Null, bytes };
        Arc::new(Self { fixed: Some(fixed), ..Self::default() })
    }

    /// How often each question was asked since this was last asked.
    pub(crate) fn asked(&self) -> BTreeMap<String, u64> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// All rows, as they rest.
    pub(crate) fn rows(&self) -> Vec<(String, String)> {
        self.table.lock().unwrap().all()
    }

    /// Puts rows in place of what is there.
    pub(crate) fn keep<'r>(
        &self,
        tenant: &migrayt_core::id::TenantId,
        rows: impl Iterator<Item = (&'r str, &'r str)>,
    ) {
        self.table.lock().unwrap().keep(tenant.as_str(), rows);
    }

    fn is_fixed(&self, port: &str, method: &str) -> bool {
        self.fixed.as_ref().is_some_and(|fixed| fixed.question == format!("{port}.{method}"))
    }

    async fn answer(&self, question: Question) -> Result<Answer> {
        let arguments = &question.arguments;
        let value = match (question.port, question.method) {
            ("journal", "describe") => {
                let mut key = [7; 32];
                if self.flaw == Flaw::ForgetsItsKey {
                    let times = *self.asked.lock().unwrap().values().next().unwrap();
                    key[0] = u8::try_from(times).unwrap();
                }
                let bytes = key.to_vec().into();
                return Ok(Answer { value: json!({ "durable": true }), bytes });
            }
            ("journal", "get") => self.table.lock().unwrap().get(arguments, self.flaw),
            ("journal", "scan") => self.table.lock().unwrap().scan(arguments, self.flaw),
            ("journal", "commit") if self.flaw == Flaw::ChecksTooEarly => {
                let conflict = self.table.lock().unwrap().conflict(arguments, self.flaw);
                futures_pause().await;
                self.table.lock().unwrap().write(arguments, &conflict, self.flaw)
            }
            ("journal", "commit") => {
                let mut table = self.table.lock().unwrap();
                let conflict = table.conflict(arguments, self.flaw);
                table.write(arguments, &conflict, self.flaw)
            }
            ("vault", _) => {
                return Ok(self.safe.lock().unwrap().answer(&question, self.safe_flaw));
            }
            (port, method) if self.is_fixed(port, method) => {
                let fixed = self.fixed.as_ref().unwrap();
                assert_eq!(question.bytes, fixed.given);
                if !fixed.arguments.is_null() {
                    assert_eq!(question.arguments, fixed.arguments);
                }
                return Ok(Answer { value: fixed.value.clone(), bytes: fixed.bytes.clone() });
            }
            _ => return Err(Error::new(ErrorKind::Unsupported, "the host has no such port")),
        };
        if self.flaw == Flaw::LosesAnswers && question.method == "commit" {
            return Err(Error::new(ErrorKind::Timeout, "the host heard nothing of its database")
                .with_effect(migrayt_core::error::Effect::Unknown));
        }
        Ok(Answer { value, bytes: question.bytes.slice(0..0) })
    }
}

/// Lets others go on.
async fn futures_pause() {
    tokio::task::yield_now().await;
}

/// A text among the arguments.
pub(crate) fn text<'a>(arguments: &'a Json, name: &str) -> &'a str {
    arguments[name].as_str().unwrap()
}

#[async_trait]
impl Desk for Host {
    async fn ask(&self, question: Question) -> Result<Answer> {
        let name = format!("{}.{}", question.port, question.method);
        *self.asked.lock().unwrap().entry(name).or_default() += 1;
        futures_pause().await;
        self.answer(question).await
    }
}
