use migrayt_core::Content;
use migrayt_core::Result;
use migrayt_core::id::PartId;
use migrayt_core::item::Comment;
use migrayt_core::port::MethodClass;

use super::answers::{Comments, RawComment};
use super::losses::Losses;
use super::{AzureDevOps, person, text, value};

/// Comments are still a preview.
const VERSION: &str = "7.1-preview.4";

/// How many comments one answer holds at most.
const PAGE: &str = "200";

impl AzureDevOps {
    /// The comments of an item, oldest first, as they are.
    pub(super) async fn comments(&self, item: u64) -> Result<Vec<RawComment>> {
        let id = item.to_string();
        let path = self.path(&["wit", "workItems", &id, "comments"]);
        let mut all = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let asked = token.clone();
            let mut call = crate::http::Call::get(MethodClass::Read, &path)
                .query("api-version", VERSION)
                .query("$top", PAGE)
                .query("order", "asc");
            if let Some(token) = token {
                call = call.query("continuationToken", token);
            }
            let page: Comments = self.client.json(call).await?;
            let found = page.comments.len();
            all.extend(page.comments.into_iter().filter(|comment| !comment.is_deleted));
            token = page.continuation_token.filter(|token| !token.is_empty() && found > 0);
            // A token that leads back to itself would never end.
            if token.is_none() || token == asked {
                break;
            }
        }
        // The order is asked for, but was added to the interface late.
        all.sort_by_key(|comment| comment.id);
        all.dedup_by_key(|comment| comment.id);
        Ok(all)
    }
}

/// A comment in the model.
pub(super) fn of(raw: RawComment, losses: &mut Losses) -> Comment {
    let words = Content::text(raw.text.unwrap_or_default());
    let name = format!("comment-{}", raw.id);
    let reading = text::read(&name, &words, raw.format.as_deref());
    losses.note_text(&reading.losses, None);
    let created = raw.created_date.as_deref().and_then(value::instant);
    let changed = raw.modified_date.as_deref().and_then(value::instant);
    let edited = raw.version.map_or(changed != created, |version| version > 1);
    Comment {
        id: PartId::new(raw.id.to_string()),
        author: raw.created_by.as_ref().and_then(person::of),
        created,
        edited: changed.filter(|_| edited),
        body: Content::new(reading.document),
    }
}
