//! Fields of issues that stand, changed.

use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::id::{FieldId, TargetRef};
use migrayt_core::port::{Applied, MethodClass, Order};
use migrayt_core::{Effect, Error, Result};
use serde_json::{Map, Value as Json};

use super::answers::Permissions;
use super::field::{ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, TIME_TRACKING};
use super::media::missing;
use super::payload::{Filled, Shown, Sprints};
use super::prepare::{no_sprint, unknown_sprint};
use super::{Jira, canonical, fault, get, issue_fact, payload, put, standing};

/// What lets an account change an issue without a mail to everyone who watches it.
const SILENCING: [&str; 2] = ["ADMINISTER", "ADMINISTER_PROJECTS"];

impl Jira {
    /// Changes the fields of each order's issue in one request.
    pub(super) async fn edit(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let asked =
            async { Ok::<_, Error>((self.sprints_for(orders).await?, self.may_silence().await?)) };
        let (sprints, silent) = match asked.await {
            Ok(asked) => asked,
            Err(error) => {
                // Only questions were asked so far.
                let error = error.with_effect(Effect::None);
                return orders.iter().map(|_| Err(fault::again(&error))).collect();
            }
        };
        let lane = |order: &Order<'_>| order.drafted.key.item.as_str().to_owned();
        self.by_lane(orders, lane, |order| self.edit_one(order, &sprints, silent)).await
    }

    async fn edit_one(
        &self,
        order: &Order<'_>,
        sprints: &Sprints,
        silent: bool,
    ) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let body =
            order.drafted.payload.expose().get(payload::BODY).ok_or_else(payload::foreign)?;
        let fields = body.get("fields").and_then(Json::as_object).ok_or_else(payload::foreign)?;
        if fields.is_empty() {
            // Nothing of it can be carried, which its losses say.
            return Ok(Applied::default());
        }
        if let Some(name) = unknown_sprint(order, sprints) {
            return Err(no_sprint(name));
        }
        let shown = self.shown_for(order).await?;
        let body = Filled::of(body, order, sprints)?.showing(&shown);
        let mut call = put(MethodClass::Write, &["issue", issue.id.as_str()], &body)?;
        if silent {
            call = call.query("notifyUsers", "false");
        }
        let answer = self.client.call(call).await;
        answer.map_err(|error| error.with("issue", issue_fact(issue)))?;
        let mut applied = Applied::default();
        applied.losses = missing(order, &shown);
        Ok(applied)
    }

    /// Whether our account may change issues without telling everyone; asked for once.
    async fn may_silence(&self) -> Result<bool> {
        let ask = || async {
            let call = get(MethodClass::Discover, &["mypermissions"])
                .query("projectKey", self.key.as_str())
                .query("permissions", SILENCING.join(","));
            let told: Permissions = self.client.json(call).await?;
            Ok(told.permissions.values().any(|permission| permission.have_permission))
        };
        self.silence.get_or_try_init(ask).await.copied()
    }

    /// An edit happened if the fields hold what it writes, whoever wrote it. A text that is to be
    /// written again, and that is neither so nor as it was first written, was changed by people
    /// since: it stays as they left it, and what it does not show is a loss.
    pub(super) async fn find_edit(
        &self,
        order: &Order<'_>,
        issue: &TargetRef,
    ) -> Result<Option<Applied>> {
        let drafted = order.drafted.payload.expose();
        let kinds = drafted.get(KINDS).and_then(Json::as_object).ok_or_else(payload::foreign)?;
        let sent = drafted.pointer("/body/fields").and_then(Json::as_object);
        let sent = sent.ok_or_else(payload::foreign)?;
        let fields = kinds.iter().map(|(id, kind)| field(id, kind));
        let fields = fields.collect::<Option<Vec<_>>>().ok_or_else(payload::foreign)?;
        let names: Vec<&str> = fields.iter().map(|field| written(&field.id)).collect();
        let Some(found) = self.issue_with(issue, &names).await? else { return Ok(None) };
        let read = |field: &Field| standing::read(field, &found.fields).unwrap_or(&Json::Null);
        let as_sent = |it: &Field| sent_value(it, sent).unwrap_or_default();
        if fields.iter().all(|it| canonical::same(it, &as_sent(it), read(it))) {
            return Ok(Some(Applied::default()));
        }
        let before = drafted.get(BEFORE);
        let as_before = |before| fields.iter().all(|it| canonical::same(it, before, read(it)));
        if before.is_some_and(|before| !as_before(before)) {
            let mut applied = Applied::default();
            applied.losses = missing(order, &Shown::default());
            return Ok(Some(applied));
        }
        Ok(None)
    }
}

/// The member of an edit's payload that tells what its fields are, so that what stands can be
/// compared without the catalog.
pub(super) const KINDS: &str = "kinds";

/// The member of an edit's payload that tells what stands until a text is written again.
pub(super) const BEFORE: &str = "before";

/// What a field is, for [`KINDS`].
pub(super) fn kind_of(field: &Field) -> Json {
    serde_json::json!([field.kind, field.many])
}

fn field(id: &str, kind: &Json) -> Option<Field> {
    let (kind, many): (FieldKind, bool) = serde_json::from_value(kind.clone()).ok()?;
    let mut field = Field::new(FieldId::new(id), "", kind);
    field.many = many;
    Some(field)
}

/// The field of an issue under which a field of the catalog stands.
pub(super) fn written(id: &FieldId) -> &str {
    match id.as_str() {
        ORIGINAL_ESTIMATE | REMAINING_ESTIMATE => TIME_TRACKING,
        id => id,
    }
}

fn sent_value(field: &Field, fields: &Map<String, Json>) -> Option<Json> {
    let minutes = |part| {
        let text = fields.get(TIME_TRACKING)?.get(part)?.as_str()?;
        let minutes: u64 = text.strip_suffix('m')?.parse().ok()?;
        Some(Json::from(minutes * 60))
    };
    match field.id.as_str() {
        ORIGINAL_ESTIMATE => minutes("originalEstimate"),
        REMAINING_ESTIMATE => minutes("remainingEstimate"),
        id => fields.get(id).cloned(),
    }
}
