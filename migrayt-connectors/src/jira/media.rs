//! Where the media service has the files of issues. Texts show a file by the service's id, which
//! is told only by the address to which a download is sent.

use std::collections::BTreeMap;

use migrayt_core::id::{ItemId, PartId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::{MethodClass, Order};
use migrayt_core::{Effect, ErrorKind, Result};

use super::answers::ServerInfo;
use super::payload::Shown;
use super::{Jira, get};

/// Statuses that tell another address.
const REDIRECTS: &[u16] = &[301, 302, 303, 307, 308];

impl Jira {
    /// What the placeholders of an order's texts stand for.
    pub(super) async fn shown_for(&self, order: &Order<'_>) -> Result<Shown> {
        let shown = async {
            let mut media = BTreeMap::new();
            for (file, attachment) in &order.known.files {
                if let Some(id) = self.media_of(attachment).await? {
                    media.insert(file.clone(), id);
                }
            }
            let refers = order.drafted.key.kind != OperationKind::Create
                && !order.drafted.optional.is_empty();
            let site = if refers { self.site().await?.to_owned() } else { String::new() };
            Ok(Shown { media, site })
        };
        // Only questions were asked so far.
        shown.await.map_err(|error: migrayt_core::Error| error.with_effect(Effect::None))
    }

    /// The media service's id of a file; none if the file is gone or the site does not tell.
    async fn media_of(&self, attachment: &PartId) -> Result<Option<String>> {
        let path = ["attachment", "content", attachment.as_str()];
        let call = get(MethodClass::Read, &path).also(REDIRECTS);
        match self.client.call(call).await {
            Ok(answer) => Ok(answer.header("location").and_then(media_in).map(str::to_owned)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The address that people open the site at, asked for once.
    pub(super) async fn site(&self) -> Result<&str> {
        let ask = || async {
            let call = get(MethodClass::Discover, &["serverInfo"]);
            let info: ServerInfo = self.client.json(call).await?;
            Ok(info.base_url.trim_end_matches('/').to_owned())
        };
        self.site.get_or_try_init(ask).await.map(String::as_str)
    }
}

/// The id in an address such as `https://api.media.atlassian.com/file/{id}/binary?token=...`.
fn media_in(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?;
    let (_, after) = path.split_once("/file/")?;
    let id = after.split('/').next()?;
    let is_id = id.len() == 36 && id.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    is_id.then_some(id)
}

/// What a text could not show, since it was not made.
pub(super) fn missing(order: &Order<'_>, shown: &Shown) -> Vec<Loss> {
    let drafted = order.drafted;
    let files = drafted.shows.iter().filter(|file| !shown.media.contains_key(*file)).count();
    let leads = |item: &&ItemId| order.known.item(item).is_some() && !shown.site.is_empty();
    let items = drafted.optional.iter().filter(|item| !leads(item)).count();
    [(LossKind::TextImage, files), (LossKind::TextReference, items)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| Loss {
            kind,
            field: None,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::media_in;

    #[test]
    fn the_id_stands_in_the_address() {
        let id = "0a1b2c3d-0000-4000-8000-00000000000f";
        let address = format!("https://api.media.atlassian.com/file/{id}/binary?token=x");
        assert_eq!(media_in(&address), Some(id));
        for address in ["/secure/attachment/10/a.png", "https://a.example/file/short/binary", ""] {
            assert_eq!(media_in(address), None, "{address}");
        }
    }
}
