use std::collections::BTreeMap;

use bytes::BytesMut;
use futures_util::TryStreamExt as _;
use migrayt_core::id::{AttemptId, FieldId, ItemId, LinkTypeId, PartId, StateId, TypeId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::{Marker, Origin};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::{Applied, ByteStream, Order};
use migrayt_core::{Effect, Error, ErrorKind, Fact, Result};
use serde_json::{Map, Value as Json};

use super::{Depot, Flaw, LARGEST_FILE, Stored, own, target};

impl Depot {
    pub(super) async fn apply_all(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        if orders.is_empty() && self.has(Flaw::AnswersNothingWithSomething) {
            return vec![Ok(Applied::default())];
        }
        if self.has(Flaw::MixesCallsUp) {
            // What comes in while this call waits gets its numbers first, and this call
            // returns what was written last.
            tokio::task::yield_now().await;
        }
        let mut results: Vec<_> = Vec::new();
        for (place, order) in orders.iter().enumerate() {
            let comment = order.drafted.key.kind == OperationKind::Comment;
            let link = order.drafted.key.kind == OperationKind::Link;
            if comment && place > 0 && self.has(Flaw::WritesOneCommentABatch)
                || link && place > 0 && self.has(Flaw::LinksOnceABatch)
            {
                results.push(Ok(Applied::part(PartId::new("1"))));
                continue;
            }
            let order = if comment && self.has(Flaw::SwapsItems) {
                // Every other comment goes where the first one went.
                Order { known: orders[0].known, ..*order }
            } else {
                *order
            };
            results.push(self.apply_one(&order, place));
            if self.has(Flaw::MixesCallsUp) {
                tokio::task::yield_now().await;
                let newest = self.state().items.keys().next_back().copied();
                if let (Some(newest), Some(Ok(last))) = (newest, results.last_mut())
                    && last.target.is_some()
                {
                    last.target = Some(target(newest));
                }
            }
        }
        self.spoil(orders, &mut results);
        results
    }

    fn spoil(&self, orders: &[Order<'_>], results: &mut Vec<Result<Applied>>) {
        let refused = results.iter().filter(|result| result.is_err()).count();
        match self.flaw {
            Some(Flaw::DropsAResult) if results.len() > 1 => {
                results.pop();
            }
            Some(Flaw::TurnsResultsAround) if refused == 0 => results.reverse(),
            Some(Flaw::ShiftsFailures) if refused > 0 => results.rotate_right(1),
            Some(Flaw::FailsTogether) if refused > 0 => {
                for result in results.iter_mut() {
                    *result = Err(self.refusal(&orders[0]));
                }
            }
            Some(Flaw::WritesTheFirstAgain) if results.len() > 1 => {
                let first = results[0].as_ref().ok().cloned();
                if let (Some(first), Some(last)) = (first, results.last_mut()) {
                    *last = Ok(first);
                }
            }
            _ => {}
        }
    }

    fn apply_one(&self, order: &Order<'_>, place: usize) -> Result<Applied> {
        if let Some(refused) = self.trouble(order) {
            return Err(refused);
        }
        let drafted = order.drafted;
        let missing = drafted.needs.iter().any(|item| !order.known.items.contains_key(item));
        if missing && self.has(Flaw::DoubtsWhatItDidNotSend) {
            return Err(self.refusal(order).with_effect(Effect::Unknown));
        }
        if missing && !self.has(Flaw::SendsWithoutItems) {
            return Err(Error::new(ErrorKind::Misuse, "an order needs an item"));
        }
        if missing {
            return Ok(Applied::part(PartId::new("0")));
        }
        match drafted.key.kind {
            OperationKind::Create => self.create(order),
            OperationKind::Comment => self.comment(order, place),
            OperationKind::Transition => self.transition(order),
            OperationKind::Link => self.link(order),
            OperationKind::RemoteLink => self.remote_link(order),
            OperationKind::Attach | OperationKind::Prepare => {
                Err(Error::new(ErrorKind::Unsupported, "the depot takes no such thing"))
            }
            _ => self.change(order),
        }
    }

    /// Why nothing can be done at this moment.
    fn trouble(&self, order: &Order<'_>) -> Option<Error> {
        let trouble = (*self.trouble.lock().unwrap())?;
        if self.has(Flaw::HidesTroubles) {
            return None;
        }
        if self.has(Flaw::WritesInTrouble) {
            self.store(&origin(order), &Map::new());
        }
        let known = trouble.is_definite() && !self.has(Flaw::DoubtsWhatIsTurnedAway);
        let kind = match self.flaw {
            Some(Flaw::CallsAllTroublesOne) => ErrorKind::Unavailable,
            _ => *trouble.kinds().first()?,
        };
        let effect = if known { Effect::None } else { Effect::Unknown };
        Some(Error::new(kind, "the depot is in trouble").with_effect(effect))
    }

    fn create(&self, order: &Order<'_>) -> Result<Applied> {
        let json = order.drafted.payload.expose();
        let parent = json["parent"].as_str().map(ItemId::new);
        let bound = parent.as_ref().map(|parent| own(order, parent));
        let known = parent.as_ref().is_some_and(|parent| order.known.items.contains_key(parent));
        let stands =
            |number: Option<u64>| number.is_some_and(|it| self.state().items.contains_key(&it));
        let orphan = known && !bound.is_some_and(stands);
        if orphan && !self.has(Flaw::HidesFailures) {
            if self.has(Flaw::WritesWhatFailed) {
                self.store(&origin(order), json["fields"].as_object().unwrap());
            }
            return Err(self.refusal(order));
        }
        let mut fields = json["fields"].as_object().unwrap().clone();
        if self.has(Flaw::CutsTheLongest) {
            for value in fields.values_mut() {
                if value.as_str().is_some_and(|text| text.len() >= 60) {
                    *value = Json::from(value.as_str().unwrap()[1..].to_owned());
                }
            }
        }
        let control = |letter: char| letter.is_control() || letter == '\u{feff}';
        for value in fields.values_mut() {
            let Some(text) = value.as_str() else { continue };
            if self.has(Flaw::FailsOnControlCharacters) && text.contains(control) {
                return Err(self.refusal(order));
            }
            *value = match self.flaw {
                Some(Flaw::ManglesWideLetters) => {
                    text.replace(|letter: char| letter.len_utf16() > 1, "?").into()
                }
                Some(Flaw::DropsAccents) => text.replace('\u{301}', "").into(),
                Some(Flaw::CutsAtControlCharacters) => {
                    text.split(control).next().unwrap_or_default().into()
                }
                _ => continue,
            };
        }
        if self.has(Flaw::ReturnsWithoutWriting) {
            return Ok(Applied::item(target(self.number())));
        }
        let number = self.store(&origin(order), &fields);
        let mut state = self.state();
        let stored = state.items.get_mut(&number).unwrap();
        stored.type_id = TypeId::new(json["type"].as_str().unwrap());
        stored.marker.attempt = order.attempt.clone();
        if !self.has(Flaw::DropsParents) {
            stored.parent = bound.flatten().map(|number| target(number).id);
        }
        let mut made = target(number);
        match self.flaw {
            Some(Flaw::GuessesIds) => made = target(number + 1),
            Some(Flaw::GuessesKeys) => made.key = target(number + 1).key,
            _ => {}
        }
        let mut applied = Applied::item(made);
        if parent.is_some() && !known && !self.has(Flaw::LosesParentsInSilence) {
            applied.losses.push(Loss::of(LossKind::ParentOutside));
        }
        Ok(applied)
    }

    pub(super) fn store(&self, origin: &Origin, fields: &Map<String, Json>) -> u64 {
        let number = self.number();
        let fields = fields.iter().map(|(id, value)| (FieldId::new(id.as_str()), value.clone()));
        let stored = Stored {
            marker: Marker::of_item(origin, AttemptId::from_bits(0)),
            type_id: TypeId::new("Story"),
            state: StateId::new("Open"),
            parent: None,
            fields: fields.collect(),
            comments: Vec::new(),
            files: Vec::new(),
            links: Vec::new(),
            remote_links: Vec::new(),
            worklogs: Vec::new(),
            watchers: Vec::new(),
            properties: BTreeMap::new(),
        };
        let mut state = self.state();
        state.items.insert(number, stored);
        state.order.push(number);
        number
    }

    fn comment(&self, order: &Order<'_>, place: usize) -> Result<Applied> {
        let json = order.drafted.payload.expose();
        let owner = if self.has(Flaw::SwapsItems) {
            order.known.items.keys().next().cloned().unwrap()
        } else {
            order.drafted.key.item.clone()
        };
        let id = PartId::new(self.number().to_string());
        let mut state = self.state();
        let item = own(order, &owner).and_then(|number| state.items.get_mut(&number));
        let Some(item) = item else {
            if self.has(Flaw::CommentsOnNothing) {
                return Ok(Applied::part(id));
            }
            drop(state);
            return Err(self.refusal(order));
        };
        let text = json["text"].clone();
        if self.has(Flaw::MergesEqualComments)
            && let Some((id, ..)) = item.comments.iter().find(|(.., known)| *known == text)
        {
            return Ok(Applied::part(id.clone()));
        }
        let part = json["part"].as_str().unwrap();
        let marker = Marker::of_part(&item.marker.origin(), part, order.attempt.clone());
        item.comments.push((id.clone(), marker, text));
        let shown = if self.has(Flaw::NumbersCommentsAlike) && place > 0 {
            item.comments[0].0.clone()
        } else {
            id
        };
        Ok(Applied::part(shown))
    }

    fn transition(&self, order: &Order<'_>) -> Result<Applied> {
        let to = order.drafted.payload.expose()["to"].as_str().unwrap();
        let mut state = self.state();
        let number = own(order, &order.drafted.key.item);
        let item = number.and_then(|number| state.items.get_mut(&number));
        let item = item.ok_or_else(|| self.refusal(order))?;
        if !self.has(Flaw::StaysInItsState) {
            item.state = StateId::new(to);
        }
        Ok(Applied::default())
    }

    fn link(&self, order: &Order<'_>) -> Result<Applied> {
        let json = order.drafted.payload.expose();
        let link_type = LinkTypeId::new(json["type"].as_str().unwrap());
        let other = ItemId::new(json["other"].as_str().unwrap());
        let mut state = self.state();
        let ends = own(order, &order.drafted.key.item).zip(own(order, &other));
        let Some((from, to)) = ends else { return Err(self.refusal(order)) };
        let back = (link_type.clone(), to, false);
        if state.items.get(&from).is_some_and(|item| item.links.contains(&back)) {
            match self.flaw {
                Some(Flaw::LinksNoCircles) => return Ok(Applied::default()),
                Some(Flaw::DoubtsCircles) => {
                    return Err(self.refusal(order).with_effect(Effect::Unknown));
                }
                _ => {}
            }
        }
        let forward = !self.has(Flaw::LinksBackwards);
        for (one, other, outward) in [(from, to, forward), (to, from, !forward)] {
            if one == to && self.has(Flaw::LinksAtOneEnd) {
                continue;
            }
            let item = state.items.get_mut(&one).ok_or_else(|| self.refusal(order))?;
            item.links.push((link_type.clone(), other, outward));
        }
        Ok(Applied::default())
    }

    fn remote_link(&self, order: &Order<'_>) -> Result<Applied> {
        let id = order.drafted.payload.expose()["id"].as_str().unwrap().to_owned();
        let mut state = self.state();
        let number = own(order, &order.drafted.key.item);
        let item = number.and_then(|number| state.items.get_mut(&number));
        let item = item.ok_or_else(|| self.refusal(order))?;
        if !item.remote_links.contains(&id) || self.has(Flaw::LinksToAddressesTwice) {
            item.remote_links.push(id.clone());
        }
        Ok(Applied::part(PartId::new(id)))
    }

    pub(super) fn refusal(&self, order: &Order<'_>) -> Error {
        let error = Error::new(ErrorKind::InputInvalid, "the depot refuses it");
        if self.has(Flaw::QuotesInErrors) {
            let quoted = order.drafted.payload.expose().to_string();
            return error.with("payload", Fact::name(quoted));
        }
        error.with("operation", Fact::from(&order.drafted.key))
    }

    pub(super) async fn store_file(
        &self,
        order: &Order<'_>,
        file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        let mut whole = BytesMut::new();
        let mut bytes = bytes;
        loop {
            match bytes.try_next().await {
                Ok(Some(piece)) => whole.extend_from_slice(&piece),
                Ok(None) => break,
                Err(_) if self.has(Flaw::TakesHalfFiles) => break,
                Err(_) if self.has(Flaw::KeepsHalfFiles) && !whole.is_empty() => {
                    self.keep_file(order, file, whole.len() as u64)?;
                    return Err(self.refusal(order));
                }
                Err(_) => return Err(self.refusal(order)),
            }
        }
        let largest = whole.len() as u64 == LARGEST_FILE;
        if largest && self.has(Flaw::RejectsTheLargestFile) {
            return Err(self.refusal(order));
        }
        if whole.is_empty() && self.has(Flaw::DropsEmptyFiles) {
            return Ok(Applied::part(PartId::new(self.number().to_string())));
        }
        let cut = self.has(Flaw::CutsFiles) || largest && self.has(Flaw::CutsTheLargestFile);
        let cut = usize::from(cut);
        self.keep_file(order, file, (whole.len() - cut) as u64)
    }

    fn keep_file(&self, order: &Order<'_>, file: &AttachmentRef, size: u64) -> Result<Applied> {
        let id = PartId::new(self.number().to_string());
        let mut state = self.state();
        let number = own(order, &order.drafted.key.item);
        let item = number.and_then(|number| state.items.get_mut(&number));
        let item = item.ok_or_else(|| self.refusal(order))?;
        let name = match self.flaw {
            Some(Flaw::ForgetsFileNames) => "file".to_owned(),
            _ => file.name.as_str().to_owned(),
        };
        if self.has(Flaw::KeepsOneFileOfAName) {
            item.files.retain(|(_, _, known, _)| *known != name);
        }
        item.files.push((id.clone(), order.drafted.key.part.clone(), name, size));
        Ok(Applied::part(id))
    }
}

fn origin(order: &Order<'_>) -> Origin {
    let json = order.drafted.payload.expose();
    Origin {
        organization: json["organization"].as_str().unwrap().to_owned(),
        project: json["project"].as_str().unwrap().to_owned(),
        item: order.drafted.key.item.clone(),
        revision: json["revision"].as_u64().unwrap(),
    }
}
