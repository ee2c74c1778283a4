use std::collections::BTreeSet;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use migrayt_core::id::PartId;
use migrayt_core::item::AttachmentRef;
use migrayt_core::port::Source;
use migrayt_core::{Content, ErrorKind, Result};

use super::known::Known;
use super::read_all;
use crate::conformance::breach::{Verdict, holds, same};

pub(super) async fn comments_come_once_and_oldest_first(source: &dyn Source, _: &Known) -> Verdict {
    for item in read_all(source).await? {
        let ids: BTreeSet<_> = item.comments.iter().map(|comment| &comment.id).collect();
        same(&ids.len(), &item.comments.len(), "a comment comes once")?;
        let times: Vec<_> = item.comments.iter().filter_map(|comment| comment.created).collect();
        holds(times.is_sorted(), "comments come oldest first", || format!("item {}", item.id))?;
    }
    Ok(())
}

pub(super) async fn files_come_whole_and_again(source: &dyn Source, known: &Known) -> Verdict {
    let mut unseen: BTreeSet<&PartId> = known.files.keys().collect();
    for item in read_all(source).await? {
        let ids: BTreeSet<_> = item.attachments.iter().map(|file| &file.id).collect();
        same(&ids.len(), &item.attachments.len(), "a file is listed once")?;
        for file in &item.attachments {
            same(&file.item, &item.id, "a file belongs to its item")?;
            let bytes = download(source, file).await?;
            let length = u64::try_from(bytes.len()).ok();
            if file.size.is_some() {
                same(&length, &file.size, "a file has the size that is told")?;
            }
            if let Some(expected) = known.files.get(&file.id) {
                holds(bytes == *expected, "a file has the bytes that it has", || {
                    format!("file {} of item {}", file.id, item.id)
                })?;
            }
            unseen.remove(&file.id);
            let again = download(source, file).await?;
            holds(again == bytes, "a file can be opened again", || {
                format!("file {} of item {}", file.id, item.id)
            })?;
        }
    }
    same(&unseen, &BTreeSet::new(), "every known file is listed")
}

pub(super) async fn a_file_that_does_not_exist_is_not_found(
    source: &dyn Source,
    _: &Known,
) -> Verdict {
    let Some(item) = read_all(source).await?.into_iter().next() else { return Ok(()) };
    let missing = AttachmentRef {
        item: item.id,
        id: PartId::new("00000000-0000-4000-8000-0123456789ab"),
        name: Content::text("missing.bin"),
        size: None,
        media_type: None,
        created: None,
        note: None,
    };
    let expected = if source.capabilities().attachments {
        ErrorKind::NotFound
    } else {
        ErrorKind::Unsupported
    };
    let kind = download(source, &missing).await.err().map(|error| error.kind());
    same(&kind, &Some(expected), "a file that does not exist is not found")
}

pub(super) async fn relations_are_told_without_the_hierarchy(
    source: &dyn Source,
    _: &Known,
) -> Verdict {
    for item in read_all(source).await? {
        let mut once = BTreeSet::new();
        for relation in &item.relations {
            holds(once.insert(relation), "a link is told once", || {
                format!("{} of item {}", relation.link_type, item.id)
            })?;
            holds(relation.other != item.id, "no item is linked to itself", || {
                format!("item {}", item.id)
            })?;
        }
        holds(item.parent.as_ref() != Some(&item.id), "no item is its own parent", || {
            format!("item {}", item.id)
        })?;
    }
    Ok(())
}

pub(super) async fn what_is_not_declared_does_not_come(source: &dyn Source, _: &Known) -> Verdict {
    let can = source.capabilities();
    for item in read_all(source).await? {
        let so = (can.comments || item.comments.is_empty())
            && (can.attachments || item.attachments.is_empty())
            && (can.relations || item.relations.is_empty());
        holds(so, "a source tells only what its capabilities declare", || {
            format!("item {}", item.id)
        })?;
    }
    Ok(())
}

async fn download(source: &dyn Source, file: &AttachmentRef) -> Result<Bytes> {
    let pieces: Vec<Bytes> = source.open(file).await?.try_collect().await?;
    Ok(pieces.concat().into())
}
