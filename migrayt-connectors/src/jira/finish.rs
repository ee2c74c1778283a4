//! Sprints that run or are over, as their days say. Jira makes sprints that lie ahead only, and takes
//! nothing into closed ones, so this comes last.

use migrayt_core::catalog::NodeKind;
use migrayt_core::port::{Finished, MethodClass, Preparation};
use migrayt_core::{Effect, Fact, Result};
use serde_json::{Value as Json, json};
use time::{Date, Time};

use super::answers::RawPart;
use super::{Jira, board, fault, in_english, moment};
use crate::http::Call;

/// The first and the last day of a sprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    start: Date,
    finish: Date,
}

impl Days {
    /// Of a sprint that has both, in their order.
    pub(super) fn of(preparation: &Preparation) -> Option<Self> {
        let (start, finish) = (preparation.start?, preparation.finish?);
        (start <= finish).then_some(Self { start, finish })
    }

    fn read(sprint: &RawPart) -> Option<Self> {
        let day = |text: &Option<String>| text.as_deref().and_then(moment::parse_day);
        Some(Self { start: day(&sprint.start_date)?, finish: day(&sprint.end_date)? })
    }

    /// As a request holds them: from the beginning of the first day to the end of the last, in UTC.
    pub(super) fn members(self) -> Vec<(String, Json)> {
        let last = Time::from_hms(23, 59, 59).unwrap_or(Time::MIDNIGHT);
        let start = moment::write(self.start.with_time(Time::MIDNIGHT).assume_utc());
        let finish = moment::write(self.finish.with_time(last).assume_utc());
        let member = |(name, moment): (&str, Option<String>)| Some((name.into(), moment?.into()));
        [("startDate", start), ("endDate", finish)].into_iter().filter_map(member).collect()
    }
}

impl Jira {
    /// Starts and closes sprints, the earliest first, since a board may take one at a time.
    pub(super) async fn finish_all(
        &self,
        preparations: &[Preparation],
        today: Date,
    ) -> Vec<Result<Finished>> {
        let mut order: Vec<(usize, &Preparation, Days)> = preparations
            .iter()
            .enumerate()
            .filter(|(_, one)| one.kind == NodeKind::Sprint)
            .filter_map(|(place, one)| Some((place, one, Days::of(one)?)))
            .collect();
        let mut results: Vec<Result<Finished>> =
            preparations.iter().map(|_| Ok(Finished::Left)).collect();
        if order.is_empty() {
            return results;
        }
        let sprints = match self.sprints().await {
            Ok(sprints) => sprints,
            Err(error) => {
                let error = error.with_effect(Effect::None);
                return preparations.iter().map(|_| Err(fault::again(&error))).collect();
            }
        };
        order.sort_by_key(|(_, _, days)| (days.finish, days.start));
        for (place, preparation, days) in order {
            let name = preparation.name.trim().to_lowercase();
            let same = |sprint: &&RawPart| sprint.name.trim().to_lowercase() == name;
            // One of other days was made or changed by somebody else.
            let ours = sprints.iter().find(same).filter(|it| Days::read(it) == Some(days));
            let Some(sprint) = ours else { continue };
            let finished = self.finish_one(sprint, days, today).await;
            if let Some(result) = results.get_mut(place) {
                *result = finished
                    .map_err(|error| error.with("sprint", Fact::name(preparation.name.as_str())));
            }
        }
        results
    }

    async fn finish_one(&self, sprint: &RawPart, days: Days, today: Date) -> Result<Finished> {
        if days.start > today {
            return Ok(Finished::Left);
        }
        if sprint.state.as_deref() == Some("future") {
            self.turn(sprint, "active").await?;
        }
        if days.finish >= today {
            return Ok(Finished::Started);
        }
        self.turn(sprint, "closed").await?;
        Ok(Finished::Closed)
    }

    async fn turn(&self, sprint: &RawPart, state: &str) -> Result<()> {
        let id = sprint.id.text();
        let path = board(&["sprint", &id]);
        let call = Call::post(MethodClass::Write, &path, &json!({ "state": state }))?;
        // Into a state that it has already it goes without a word.
        self.client.call(in_english(call).idempotent()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::catalog::NodeKind;
    use migrayt_core::port::Preparation;
    use serde_json::json;
    use time::macros::date;

    use super::Days;

    #[test]
    fn days_are_whole() {
        let mut sprint = Preparation::new(NodeKind::Sprint, "Sprint 1");
        assert_eq!(Days::of(&sprint), None);
        sprint.start = Some(date!(2024 - 03 - 04));
        sprint.finish = Some(date!(2024 - 03 - 15));
        let days = Days::of(&sprint).unwrap();
        let written: serde_json::Map<_, _> = days.members().into_iter().collect();
        let expected = json!({
            "startDate": "2024-03-04T00:00:00.000+0000",
            "endDate": "2024-03-15T23:59:59.000+0000",
        });
        assert_eq!(serde_json::Value::Object(written), expected);
        let given = json!({ "id": 7, "name": "Sprint 1", "state": "future",
            "startDate": "2024-03-04T00:00:00.000Z", "endDate": "2024-03-15T23:59:59.000Z" });
        assert_eq!(Days::read(&serde_json::from_value(given).unwrap()), Some(days));
        sprint.finish = Some(date!(2024 - 03 - 03));
        assert_eq!(Days::of(&sprint), None, "in the wrong order they are none");
    }
}
