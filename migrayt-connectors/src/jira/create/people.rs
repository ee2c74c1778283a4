use migrayt_core::id::FieldId;
use migrayt_core::payload::Payload;
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::{Applied, Order};
use migrayt_core::{Error, Fact, Result};

use crate::jira::payload::Sprints;
use crate::jira::{Jira, fault};

/// The fields of people whose accounts Jira may refuse though the scan saw nothing against them.
const FIELDS: [&str; 2] = ["assignee", "reporter"];

/// An element and what became of it.
struct Element<'a, 'o> {
    order: &'a Order<'o>,
    result: Result<Applied>,
    /// The fields that it was sent without.
    without: Vec<&'static str>,
}

impl Jira {
    /// Makes the elements that were refused for nothing but their people without these: a leaver
    /// fails no item. An element that was refused was certainly not made, so that nothing is made
    /// twice.
    pub(super) async fn without_people<'a>(
        &self,
        orders: &'a [Order<'_>],
        results: Vec<Result<Applied>>,
        sprints: &'a Sprints,
    ) -> Vec<Result<Applied>> {
        let element = |(order, result)| Element { order, result, without: Vec::new() };
        let mut elements: Vec<_> = orders.iter().zip(results).map(element).collect();
        // Each round takes one of the fields away at least.
        for _ in FIELDS {
            let mut again: Vec<&mut Element<'_, '_>> =
                elements.iter_mut().filter_map(Element::lessened).collect();
            if again.is_empty() {
                break;
            }
            let payloads: Vec<_> = again.iter().map(|element| element.payload()).collect();
            let orders = again.iter().map(|element| element.order);
            let pieces: Vec<_> = orders.zip(&payloads).collect();
            match self.send_created(&pieces, sprints).await {
                Ok(results) => {
                    for (element, result) in again.iter_mut().zip(results) {
                        element.result = result;
                    }
                }
                Err(error) => {
                    for element in &mut again {
                        element.result = Err(fault::again(&error));
                    }
                }
            }
        }
        elements.into_iter().map(Element::finished).collect()
    }
}

impl Element<'_, '_> {
    /// The element with one field of people less or two, if it was refused for these alone.
    fn lessened(&mut self) -> Option<&mut Self> {
        let refused = self.result.as_ref().err().map(refused).unwrap_or_default();
        let fields = self.order.drafted.payload.expose().get("fields");
        let sent = |field: &&str| fields.is_some_and(|fields| fields.get(field).is_some());
        let before = self.without.len();
        for field in refused.into_iter().filter(sent) {
            if !self.without.contains(&field) {
                self.without.push(field);
            }
        }
        (self.without.len() > before).then_some(self)
    }

    fn payload(&self) -> Payload {
        let mut json = self.order.drafted.payload.expose().clone();
        if let Some(fields) = json.get_mut("fields").and_then(|fields| fields.as_object_mut()) {
            for field in &self.without {
                fields.remove(*field);
            }
        }
        Payload::new(json)
    }

    fn finished(self) -> Result<Applied> {
        let mut applied = self.result?;
        let lost = |field: &str| Loss::in_field(LossKind::PersonRefused, FieldId::new(field));
        applied.losses.extend(self.without.into_iter().map(lost));
        Ok(applied)
    }
}

/// The fields of people that an element was refused for; none if it was for something else too.
fn refused(error: &Error) -> Vec<&'static str> {
    if !fault::is_of_content(error) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (_, fact) in error.context().iter().filter(|(name, _)| *name == "field") {
        let Fact::Id(name) = fact else { return Vec::new() };
        match FIELDS.iter().find(|field| *field == name) {
            Some(field) => found.push(*field),
            None => return Vec::new(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::refused;
    use crate::jira::fault;

    #[test]
    fn only_what_is_refused_for_people_alone_is_made_without_them() {
        let of = |status, errors| refused(&fault::of_element(status, Some(&errors)));
        assert_eq!(of(400, json!({ "assignee": "x" })), ["assignee"]);
        assert_eq!(of(400, json!({ "reporter": "x", "assignee": "y" })), ["assignee", "reporter"]);
        assert!(of(400, json!({ "assignee": "x", "priority": "y" })).is_empty());
        assert!(of(400, json!({})).is_empty());
        assert!(of(403, json!({ "assignee": "x" })).is_empty());
    }
}
