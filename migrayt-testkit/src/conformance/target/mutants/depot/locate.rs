use std::collections::BTreeSet;

use migrayt_core::Result;
use migrayt_core::id::{ItemId, PartId};
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Applied, Doubtful, LocateTrust, Located, Order};
use serde_json::Value as Json;

use super::{Depot, Flaw, Stored, own, target};

impl Depot {
    pub(super) fn find_all(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        if self.trust == LocateTrust::None && !self.has(Flaw::DeniesFinds) {
            return doubts.iter().map(|_| Ok(Located::NotYetKnowable)).collect();
        }
        let mut taken = BTreeSet::new();
        let mut answers: Vec<_> =
            doubts.iter().map(|doubt| Ok(self.find(doubt, &mut taken))).collect();
        if self.has(Flaw::AnswersInReverse) && doubts.len() > 4 {
            answers.reverse();
        }
        if self.has(Flaw::AnswersCreationsFirst) {
            let creates =
                |place: usize| doubts[place].order.drafted.key.kind == OperationKind::Create;
            let mut places: Vec<_> = (0..doubts.len()).collect();
            places.sort_by_key(|place| !creates(*place));
            let mut sorted: Vec<Option<Result<Located>>> = answers.into_iter().map(Some).collect();
            answers = places.into_iter().map(|place| sorted[place].take().unwrap()).collect();
        }
        answers
    }

    fn find(&self, doubt: &Doubtful<'_>, taken: &mut BTreeSet<PartId>) -> Located {
        let order = &doubt.order;
        let kind = order.drafted.key.kind;
        if self.has(Flaw::WritesWhenLocating) && kind == OperationKind::Comment {
            let mut state = self.state();
            if let Some(item) = state.items.values_mut().next() {
                item.remote_links.push("looked at".to_owned());
            }
        }
        let found = match kind {
            OperationKind::Create => self.find_item(doubt),
            OperationKind::Comment => self.find_comment(order),
            OperationKind::Attach => self.find_file(doubt, taken),
            OperationKind::Transition => self.find_state(order),
            OperationKind::Link => self.find_link(order),
            OperationKind::RemoteLink => self.find_remote_link(order),
            OperationKind::Prepare => return Located::NotYetKnowable,
            _ => self.find_change(order),
        };
        match found {
            Some(_) if self.has(Flaw::DeniesFinds) => Located::Absent,
            Some(_) if self.has(Flaw::NeverKnows) => Located::NotYetKnowable,
            Some(applied) => Located::Found(applied),
            // Nothing of this doubts an absence in the honest depot.
            None if self.has(Flaw::DoubtsAbsence) && kind == OperationKind::Create => {
                Located::Found(Applied::item(target(1)))
            }
            None => Located::Absent,
        }
    }

    fn find_item(&self, doubt: &Doubtful<'_>) -> Option<Applied> {
        let json = doubt.order.drafted.payload.expose();
        let after = match doubt.high_water {
            Some(mark) if mark.0.is_empty() => 0,
            Some(mark) => mark.0.parse::<u64>().unwrap(),
            None if self.has(Flaw::NeedsAMark) => return None,
            None => 0,
        };
        let is_it = |item: &Stored| {
            let marker = &item.marker;
            let number = marker.id == doubt.order.drafted.key.item;
            let place = marker.org == json["organization"].as_str().unwrap()
                && marker.project == json["project"].as_str().unwrap();
            let title = item.fields.get(&"title".into()) == Some(&json["fields"]["title"]);
            match self.flaw {
                Some(Flaw::FindsByAttempt) => &marker.attempt == doubt.order.attempt,
                Some(Flaw::FindsByRevision) => {
                    number && place && Some(marker.rev) == json["revision"].as_u64()
                }
                Some(Flaw::FindsByTitle) => title,
                Some(Flaw::FindsByNumber) => number,
                Some(Flaw::FindsTheNewest) => true,
                _ => number && place,
            }
        };
        let state = self.state();
        let mut items = state.items.range(after + 1..);
        items.find(|(_, item)| is_it(item)).map(|(number, _)| Applied::item(target(*number)))
    }

    fn find_comment(&self, order: &Order<'_>) -> Option<Applied> {
        let json = order.drafted.payload.expose();
        self.on_item(order, |item| {
            let part = json["part"].as_str();
            let is_it = |(_, marker, text): &&(PartId, migrayt_core::marker::Marker, Json)| {
                if self.has(Flaw::FindsEqualComments) {
                    *text == json["text"]
                } else {
                    marker.part.as_deref() == part
                }
            };
            item.comments.iter().find(is_it).map(|(id, ..)| Applied::part(id.clone()))
        })
    }

    fn find_file(&self, doubt: &Doubtful<'_>, taken: &mut BTreeSet<PartId>) -> Option<Applied> {
        let order = &doubt.order;
        let journaled = if self.has(Flaw::ForgetsWhatIsTaken) { &[] } else { doubt.taken };
        taken.extend(journaled.iter().cloned());
        let json = order.drafted.payload.expose();
        self.on_item(order, |item| {
            let alike = item.files.iter().filter(|(.., name, size)| {
                json["name"].as_str() == Some(name) && json["size"].as_u64() == Some(*size)
            });
            // Among equals in the order in which they were asked for.
            let once = self.has(Flaw::FindsOneFileTwice);
            let mut free = alike.filter(|(id, ..)| once || !taken.contains(id));
            let (id, ..) = free.next()?;
            taken.insert(id.clone());
            Some(Applied::part(id.clone()))
        })
    }

    fn find_state(&self, order: &Order<'_>) -> Option<Applied> {
        let to = order.drafted.payload.expose()["to"].as_str();
        self.on_item(order, |item| {
            let there = match self.flaw {
                Some(Flaw::FindsEveryState) => true,
                Some(Flaw::FindsNoState) => false,
                _ => Some(item.state.as_str()) == to,
            };
            there.then(Applied::default)
        })
    }

    fn find_link(&self, order: &Order<'_>) -> Option<Applied> {
        let json = order.drafted.payload.expose();
        let other = own(order, &ItemId::new(json["other"].as_str()?))?;
        self.on_item(order, |item| {
            let stands = item.links.iter().any(|(link_type, to, outward)| {
                let way = *outward || self.has(Flaw::FindsLinksEitherWay);
                *to == other && way && Some(link_type.as_str()) == json["type"].as_str()
            });
            (stands && !self.has(Flaw::FindsNoLinks)).then(Applied::default)
        })
    }

    fn find_remote_link(&self, order: &Order<'_>) -> Option<Applied> {
        let id = order.drafted.payload.expose()["id"].as_str()?;
        self.on_item(order, |item| {
            let any = self.has(Flaw::FindsEveryAddress) && !item.remote_links.is_empty();
            let stands = item.remote_links.iter().any(|known| known == id);
            (stands || any).then(|| Applied::part(PartId::new(id)))
        })
    }

    pub(super) fn on_item<T>(
        &self,
        order: &Order<'_>,
        look: impl FnOnce(&Stored) -> Option<T>,
    ) -> Option<T> {
        let number = own(order, &order.drafted.key.item)?;
        look(self.state().items.get(&number)?)
    }
}
