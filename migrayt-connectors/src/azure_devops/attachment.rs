use futures_util::stream::{self, StreamExt as _};
use migrayt_core::item::AttachmentRef;
use migrayt_core::port::{ByteStream, MethodClass};
use migrayt_core::{Error, ErrorKind, Result, Retry};

use super::AzureDevOps;

impl AzureDevOps {
    /// An attachment's bytes, exactly as many as the item says it has.
    pub(super) async fn download(&self, attachment: &AttachmentRef) -> Result<ByteStream> {
        let call = self
            .get(MethodClass::Download, &["wit", "attachments", attachment.id.as_str()])
            .query("fileName", attachment.name.as_str())
            .query("download", "true")
            .header("accept", "application/octet-stream");
        let (_, bytes) = self
            .client
            .open(call)
            .await
            .map_err(|error| error.with("attachment", &attachment.id))?;
        Ok(match attachment.size {
            Some(size) => exactly(bytes, size),
            None => bytes,
        })
    }
}

/// The same bytes, failing with `DataCorrupt` if there are fewer or more than `size`.
fn exactly(bytes: ByteStream, size: u64) -> ByteStream {
    stream::try_unfold((bytes, 0_u64), move |(mut bytes, before)| async move {
        match bytes.next().await.transpose()? {
            Some(piece) => {
                let after = before.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                if after > size {
                    Err(wrong(after, size))
                } else {
                    Ok(Some((piece, (bytes, after))))
                }
            }
            None if before < size => Err(wrong(before, size)),
            None => Ok(None),
        }
    })
    .boxed()
}

fn wrong(bytes: u64, size: u64) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the file is not as long as its item says")
        .with_retry(Retry::Backoff)
        .with("bytes", bytes)
        .with("size", size)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
    use migrayt_core::ErrorKind;

    use super::exactly;

    #[tokio::test]
    async fn a_file_has_exactly_its_size() {
        let read = async |size| {
            let pieces = ["ab", "c"].map(|piece| Ok(Bytes::from(piece)));
            exactly(stream::iter(pieces).boxed(), size).try_collect::<Vec<_>>().await
        };
        assert_eq!(read(3).await.unwrap().concat(), b"abc");
        for size in [2, 4] {
            assert_eq!(read(size).await.unwrap_err().kind(), ErrorKind::DataCorrupt, "{size}");
        }
    }
}
