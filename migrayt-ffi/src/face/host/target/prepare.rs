//! What items refer to, made before them.

use migrayt_core::error::{Effect, Error, ErrorKind, Result};
use migrayt_core::port::{Finished, Preparation, Prepared};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use time::Date;

use super::{HostTarget, PORT};
use crate::face::desk::read;
use crate::face::host::fault::{self, Outcome};

impl HostTarget {
    pub(super) async fn make_ready(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        let arguments = json!({ "preparations": preparations });
        self.one_each("prepare", preparations.len(), &arguments).await
    }

    /// A host that knows nothing of days leaves everything as it is.
    pub(super) async fn bring_to_end(
        &self,
        preparations: &[Preparation],
        today: Date,
    ) -> Vec<Result<Finished>> {
        let arguments = json!({ "preparations": preparations, "today": today });
        let results = self.one_each("finish", preparations.len(), &arguments).await;
        let unable = |error: &Error| error.kind() == ErrorKind::Unsupported;
        results
            .into_iter()
            .map(|result| match result {
                Err(error) if unable(&error) => Ok(Finished::Left),
                result => result,
            })
            .collect()
    }

    /// Asks for one result for each of so many things.
    async fn one_each<T: DeserializeOwned>(
        &self,
        method: &'static str,
        count: usize,
        arguments: &Json,
    ) -> Vec<Result<T>> {
        if count == 0 {
            return Vec::new();
        }
        match self.results(method, count, arguments).await {
            Ok(results) => results
                .into_iter()
                .map(|result| read::<Outcome<T>>(result, PORT, method)?.into_result(PORT, method))
                .collect(),
            Err(error) => (0..count).map(|_| Err(fault::again(&error))).collect(),
        }
    }

    async fn results(
        &self,
        method: &'static str,
        count: usize,
        arguments: &Json,
    ) -> Result<Vec<Json>> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            results: Vec<Json>,
        }
        let told: Told = self.ask(method, arguments).await?;
        if told.results.len() == count {
            return Ok(told.results);
        }
        Err(Error::new(ErrorKind::DataCorrupt, "the host's answer has not one result for each")
            .with_effect(Effect::Unknown)
            .with("port", PORT)
            .with("method", method)
            .with("asked", count)
            .with("results", told.results.len()))
    }
}
