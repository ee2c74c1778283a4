use std::collections::BTreeMap;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use migrayt_core::Result;
use migrayt_core::catalog::{State, StateCategory, WorkType};
use migrayt_core::id::{StateId, TypeId};
use serde_json::Value as Json;

use super::super::answers::{RawState, RawType, TypeField};
use super::super::{AzureDevOps, field};
use super::tally::Tally;

/// How many types are asked about at once.
const AT_ONCE: usize = 4;

/// The types of a project with their states and fields.
pub(super) struct Types(Vec<Found>);

struct Found {
    raw: RawType,
    states: Vec<RawState>,
    fields: Vec<TypeField>,
    /// How far below the top it lies.
    rank: u32,
    /// Whether Azure DevOps keeps it for itself.
    hidden: bool,
}

impl Types {
    pub(super) async fn find(source: &AzureDevOps) -> Result<Self> {
        let categories = source.categories().await?;
        let mut ranks: BTreeMap<String, u32> = BTreeMap::new();
        let mut hidden = Vec::new();
        for category in categories {
            let rank = rank(&category.reference_name);
            for named in category.work_item_types {
                if category.reference_name == "Microsoft.HiddenCategory" {
                    hidden.push(named.name);
                } else {
                    let known = ranks.entry(named.name).or_insert(rank);
                    *known = rank.min(*known);
                }
            }
        }
        let find = async |raw: RawType| {
            Ok(Found {
                states: source.states(&raw.name).await?,
                fields: source.type_fields(&raw.name).await?,
                rank: ranks.get(&raw.name).copied().unwrap_or(LOWEST),
                hidden: raw.is_disabled || hidden.contains(&raw.name),
                raw,
            })
        };
        let types = source.types().await?;
        let mut found: Vec<Found> =
            stream::iter(types).map(find).buffered(AT_ONCE).try_collect().await?;
        found.sort_by(|a, b| (a.rank, &a.raw.name).cmp(&(b.rank, &b.raw.name)));
        Ok(Self(found))
    }

    /// The allowed values of a field in all types, in the order in which they are told.
    pub(super) fn allowed(&self, reference: &str) -> Vec<String> {
        let fields = self.0.iter().flat_map(|found| &found.fields);
        let values = fields
            .filter(|field| field.reference_name == reference)
            .flat_map(|field| field.allowed_values.iter().flatten());
        let mut allowed: Vec<String> = Vec::new();
        for value in values {
            let name = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if !value.is_object() && !allowed.contains(&name) {
                allowed.push(name);
            }
        }
        allowed
    }

    /// The types, parents' level first. Types that Azure DevOps keeps for itself are left out
    /// unless items have them.
    pub(super) fn into_types(self, tally: &Tally) -> Vec<WorkType> {
        let used = |name: &str| tally.types.get(name).copied().unwrap_or_default();
        self.0
            .into_iter()
            .filter(|found| !found.hidden || used(&found.raw.name) > 0)
            .map(|found| {
                let count = used(&found.raw.name);
                found.into_type(count, tally)
            })
            .collect()
    }
}

impl Found {
    fn into_type(self, used: u64, tally: &Tally) -> WorkType {
        let name = self.raw.name;
        let mut work_type = WorkType::new(TypeId::new(name.as_str()), name.as_str());
        work_type.states = self.states.into_iter().map(state).collect();
        // States that were taken out of the process while items are still in them.
        let orphans = tally.states.keys().filter(|(of, _)| *of == name).map(|(_, state)| state);
        for orphan in orphans {
            if !work_type.states.iter().any(|state| state.name == *orphan) {
                work_type.states.push(state(RawState { name: orphan.clone(), category: None }));
            }
        }
        let fields = self.fields.iter().filter(|it| !field::is_omitted(&it.reference_name));
        for it in fields {
            let id = field::id(&it.reference_name);
            let filled = it.default_value.as_ref().is_some_and(|value| *value != Json::Null);
            if it.always_required && !filled {
                work_type.required.push(id.clone());
            }
            work_type.fields.push(id);
        }
        work_type.used = Some(used);
        work_type
    }
}

fn state(raw: RawState) -> State {
    let category = match raw.category.as_deref() {
        Some("Proposed") => StateCategory::ToDo,
        Some("Completed" | "Removed") => StateCategory::Done,
        _ => StateCategory::InProgress,
    };
    State { id: StateId::new(raw.name.as_str()), name: raw.name, category }
}

const LOWEST: u32 = 9;

fn rank(category: &str) -> u32 {
    match category {
        "Microsoft.EpicCategory" => 1,
        "Microsoft.FeatureCategory" => 2,
        "Microsoft.RequirementCategory" => 3,
        "Microsoft.BugCategory" => 4,
        "Microsoft.TaskCategory" => 5,
        "Microsoft.TestCaseCategory" => 6,
        // Portfolio levels that a process adds lie above epics.
        other if other.starts_with("Custom.") => 0,
        _ => LOWEST,
    }
}
