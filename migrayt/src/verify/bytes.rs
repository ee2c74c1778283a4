//! Files compared byte by byte, a piece at a time.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, future, stream};
use migrayt_core::digest::{Digest, DigestKey};
use migrayt_core::error::{ErrorKind, Result};
use migrayt_core::id::{ItemId, PartId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::port::{ByteStream, ReadPlan, ReadView, Source, Target};

/// How many files are read side by side, from both ends.
const WIDTH: usize = 4;

/// A file that stands: its item, its id in the source and its id in the target.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) item: ItemId,
    pub(super) source: PartId,
    pub(super) target: PartId,
}

/// What became of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bytes {
    /// The digests of the source's and the target's; none of one that the target shows and cannot
    /// give.
    Read { source: Digest, target: Option<Digest> },
    /// The source no longer has the file.
    Gone,
}

/// By item and the file's id in the source.
pub(super) type Compared = BTreeMap<(ItemId, PartId), Bytes>;

/// Reads files from both ends and takes their digests.
pub(super) async fn compare(
    source: &dyn Source,
    target: &dyn Target,
    key: &DigestKey,
    files: Vec<File>,
) -> Result<Compared> {
    if files.is_empty() {
        return Ok(Compared::new());
    }
    let mut items: Vec<ItemId> = files.iter().map(|file| file.item.clone()).collect();
    items.dedup();
    let mut known: BTreeMap<(ItemId, PartId), AttachmentRef> = BTreeMap::new();
    let mut pages = source.read(ReadPlan::items(items, ReadView::Full));
    while let Some(page) = pages.try_next().await? {
        for file in page.items.into_iter().flat_map(|item| item.attachments) {
            known.insert((file.item.clone(), file.id.clone()), file);
        }
    }
    drop(pages);
    stream::iter(files)
        .map(|file| {
            let at = (file.item, file.source);
            let original = known.get(&at).cloned();
            async move {
                let Some(original) = original else { return Ok((at, Bytes::Gone)) };
                let source = async { digest(source.open(&original).await?, key).await };
                let target = async { digest(target.open(&file.target).await?, key).await };
                let (source, target) = future::join(source, target).await;
                let (source, target) = (unless_missing(source)?, unless_missing(target)?);
                let read = |source| Bytes::Read { source, target };
                Ok((at, source.map_or(Bytes::Gone, read)))
            }
        })
        .buffer_unordered(WIDTH)
        .try_collect()
        .await
}

async fn digest(mut bytes: ByteStream, key: &DigestKey) -> Result<Digest> {
    let mut digesting = key.begin("file");
    while let Some(piece) = bytes.try_next().await? {
        digesting.update(&piece);
    }
    Ok(digesting.finish())
}

fn unless_missing(read: Result<Digest>) -> Result<Option<Digest>> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}
