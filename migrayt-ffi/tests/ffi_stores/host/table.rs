use std::collections::BTreeMap;
use std::ops::Bound;

use serde_json::{Value as Json, json};

use super::{Flaw, text};

type Rows = BTreeMap<(String, String), String>;

/// Rows by tenant and key.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Rows,
    /// The rows before the newest commit.
    before: Rows,
}

impl Table {
    pub(crate) fn all(&self) -> Vec<(String, String)> {
        self.rows.iter().map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }

    pub(crate) fn keep<'r>(
        &mut self,
        tenant: &str,
        rows: impl Iterator<Item = (&'r str, &'r str)>,
    ) {
        let rows = rows.map(|(key, value)| ((tenant.to_owned(), key.to_owned()), value.to_owned()));
        self.rows.extend(rows);
    }

    pub(crate) fn get(&self, arguments: &Json, flaw: Flaw) -> Json {
        let tenant = tenant(arguments, flaw);
        let keys = arguments["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap());
        let mut values: Vec<_> =
            keys.map(|key| self.rows.get(&(tenant.clone(), key.to_owned()))).collect();
        if flaw == Flaw::ShufflesValues {
            values.sort();
        }
        json!({ "values": values })
    }

    pub(crate) fn scan(&self, arguments: &Json, flaw: Flaw) -> Json {
        let tenant = tenant(arguments, flaw);
        let rows = if flaw == Flaw::AnswersStalePages { &self.before } else { &self.rows };
        let (after, before) = (text(arguments, "after"), text(arguments, "before"));
        let limit = usize::try_from(arguments["limit"].as_u64().unwrap()).unwrap();
        let after = (tenant.clone(), after.to_owned());
        let before = (tenant, before.to_owned());
        let after = match flaw {
            Flaw::RepeatsRows => Bound::Included(after),
            _ => Bound::Excluded(after),
        };
        let before = match flaw {
            Flaw::IncludesEnds => Bound::Included(before),
            _ => Bound::Excluded(before),
        };
        let mut found: Vec<_> = rows.range((after, before)).collect();
        if flaw == Flaw::SortsWithoutCase {
            found.sort_by_key(|((_, key), _)| key.to_lowercase());
        }
        let rows = found.into_iter().take(limit);
        let rows: Vec<_> =
            rows.map(|((_, key), value)| json!({ "key": key, "value": value })).collect();
        json!({ "rows": rows })
    }

    /// The rows that are not as they are checked to be.
    pub(crate) fn conflict(&self, arguments: &Json, flaw: Flaw) -> Vec<String> {
        let tenant = tenant(arguments, flaw);
        let mut checks: Vec<_> = arguments["checks"].as_array().unwrap().iter().collect();
        match flaw {
            Flaw::AlwaysConflicts => return vec!["version".to_owned()],
            Flaw::ForgetsChecks => checks.clear(),
            Flaw::ForgetsOtherChecks => checks.truncate(1),
            Flaw::ForgetsAbsence => checks.retain(|check| !check["value"].is_null()),
            _ => {}
        }
        let differs = |check: &&Json| {
            let key = (tenant.clone(), text(check, "key").to_owned());
            self.rows.get(&key).map(String::as_str) != check["value"].as_str()
        };
        checks.into_iter().filter(differs).map(|check| text(check, "key").to_owned()).collect()
    }

    pub(crate) fn write(&mut self, arguments: &Json, conflict: &[String], flaw: Flaw) -> Json {
        let tenant = tenant(arguments, flaw);
        if !conflict.is_empty() && flaw != Flaw::WritesHalves {
            return json!({ "conflict": conflict });
        }
        if flaw == Flaw::AnswersStalePages {
            self.before = self.rows.clone();
        }
        for put in arguments["puts"].as_array().unwrap() {
            let key = (tenant.clone(), text(put, "key").to_owned());
            self.rows.insert(key, text(put, "value").to_owned());
        }
        if !conflict.is_empty() {
            return json!({ "conflict": conflict });
        }
        for key in arguments["deletes"].as_array().unwrap() {
            if flaw != Flaw::LosesDeletes {
                self.rows.remove(&(tenant.clone(), key.as_str().unwrap().to_owned()));
            }
        }
        Json::Null
    }
}

fn tenant(arguments: &Json, flaw: Flaw) -> String {
    if flaw == Flaw::MixesTenants {
        return String::new();
    }
    text(arguments, "tenant").to_owned()
}
