//! Files.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{MutexGuard, PoisonError};

use http::Method;
use migrayt_core::id::PartId;
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Applied, ByteStream, MethodClass, Order};
use migrayt_core::{Effect, Error, ErrorKind, Result};

use super::answers::Made;
use super::{Jira, get, in_english, issue_fact, payload, platform};
use crate::http::{Call, Multipart};

/// How many files are remembered: enough for the lanes that are under way.
const REMEMBERED: usize = 4096;

/// Which operation each of the files belongs to that this process sent last. Files have no
/// marker; this keeps two equal ones of one issue apart.
#[derive(Debug, Default)]
pub(super) struct Claims {
    by_file: BTreeMap<String, OperationKey>,
    order: VecDeque<String>,
}

impl Claims {
    pub(super) fn add(&mut self, file: &str, key: &OperationKey) {
        if self.by_file.insert(file.to_owned(), key.clone()).is_none() {
            self.order.push_back(file.to_owned());
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.by_file.remove(&oldest);
        }
    }

    /// Whether a file is known to belong to another operation.
    pub(super) fn is_others(&self, file: &str, key: &OperationKey) -> bool {
        self.by_file.get(file).is_some_and(|owner| owner != key)
    }
}

impl Jira {
    /// Streams a file to the issue. A file is sent once, since its bytes can be read only once.
    pub(super) async fn upload(
        &self,
        order: &Order<'_>,
        file: &AttachmentRef,
        bytes: ByteStream,
    ) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let form = Multipart::new(self.client.ids()).file(
            "file",
            &file.name,
            file.media_type.as_deref(),
            bytes,
            file.size,
        );
        let (media_type, body) = form.finish();
        let path = platform(&["issue", issue.id.as_str(), "attachments"]);
        let call = Call::new(Method::POST, MethodClass::Upload, &path).once(media_type, body);
        let call = in_english(call).header("x-atlassian-token", "no-check");
        let made: Result<Vec<Made>> = self.client.json(call).await;
        let made = made.map_err(|error| error.with("issue", issue_fact(issue)))?;
        let [one] = made.as_slice() else {
            return Err(Error::new(ErrorKind::DataCorrupt, "the answer does not name one file")
                .with_effect(Effect::Unknown)
                .with("issue", issue_fact(issue)));
        };
        let id = one.id.text();
        self.claims().add(&id, &order.drafted.key);
        Ok(Applied::part(PartId::new(id)))
    }

    /// The bytes of a file, given by the site itself rather than by the host that it would send a
    /// browser to.
    pub(super) async fn download(&self, file: &PartId) -> Result<ByteStream> {
        let call = get(MethodClass::Download, &["attachment", "content", file.as_str()])
            .query("redirect", "false");
        let opened = self.client.open(call).await;
        let (_, bytes) = opened.map_err(|error| error.with("attachment", file))?;
        Ok(bytes)
    }

    pub(super) fn claims(&self) -> MutexGuard<'_, Claims> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::id::ItemId;
    use migrayt_core::operation::{OperationKey, OperationKind};

    use super::{Claims, REMEMBERED};

    #[test]
    fn only_the_last_files_are_remembered() {
        let key = |part: &str| OperationKey::part(ItemId::new("1"), OperationKind::Attach, part);
        let mut claims = Claims::default();
        for number in 0..=REMEMBERED {
            claims.add(&number.to_string(), &key("a"));
            claims.add(&number.to_string(), &key("a"));
        }
        assert!(!claims.is_others("0", &key("b")), "the oldest is forgotten");
        assert!(claims.is_others("1", &key("b")));
        assert!(!claims.is_others("1", &key("a")), "it is its own");
        assert!(!claims.is_others("new", &key("b")));
    }
}
