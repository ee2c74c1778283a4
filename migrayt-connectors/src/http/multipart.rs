use std::fmt;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use migrayt_core::Content;
use migrayt_core::port::{Body, ByteStream, Ids};

/// A `multipart/form-data` body whose files are streamed.
///
/// Names are written as browsers write them (WHATWG): UTF-8, with quotation marks and line breaks
/// percent-encoded.
pub struct Multipart {
    boundary: String,
    pieces: Vec<ByteStream>,
    /// The length in bytes; `None` once a part of unknown length was added.
    length: Option<u64>,
}

impl Multipart {
    /// An empty form. The boundary is random, so that no file can hold it by design.
    pub fn new(ids: &dyn Ids) -> Self {
        Self {
            boundary: format!("migrayt-{:032x}", ids.fresh()),
            pieces: Vec::new(),
            length: Some(0),
        }
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &str, value: &Content<String>) -> Self {
        let head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
            self.boundary,
            quoted(name),
            value.as_str()
        );
        self.push(head);
        self
    }

    /// Adds a file. `length` is its size in bytes, where it is known; then the whole body's
    /// length is known too and sent beforehand.
    #[must_use]
    pub fn file(
        mut self,
        name: &str,
        file_name: &Content<String>,
        media_type: Option<&str>,
        bytes: ByteStream,
        length: Option<u64>,
    ) -> Self {
        // A media type comes from a remote and must not be able to end its line.
        let media_type = media_type
            .filter(|text| text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
            .unwrap_or("application/octet-stream");
        let head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
             Content-Type: {media_type}\r\n\r\n",
            self.boundary,
            quoted(name),
            quoted(file_name.as_str()),
        );
        self.push(head);
        self.pieces.push(bytes);
        self.length = self.length.zip(length).map(|(before, more)| before.saturating_add(more));
        self.push("\r\n".to_owned());
        self
    }

    /// Ends the form: the value of `Content-Type` and the body.
    pub fn finish(mut self) -> (String, Body) {
        let end = format!("--{}--\r\n", self.boundary);
        self.push(end);
        let media_type = format!("multipart/form-data; boundary={}", self.boundary);
        let pieces = stream::iter(self.pieces).flatten().boxed();
        (media_type, Body::Stream { pieces, length: self.length })
    }

    fn push(&mut self, text: String) {
        let more = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.length = self.length.map(|before| before.saturating_add(more));
        self.pieces.push(stream::once(async move { Ok(Bytes::from(text)) }).boxed());
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").field("length", &self.length).finish_non_exhaustive()
    }
}

fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
    use migrayt_core::Content;
    use migrayt_core::port::{Body, ByteStream, Ids};

    use super::Multipart;

    #[derive(Debug)]
    struct Fixed;

    impl Ids for Fixed {
        fn fresh(&self) -> u128 {
            7
        }
    }

    fn bytes(text: &'static str) -> ByteStream {
        stream::iter(text.as_bytes().chunks(3).map(|part| Ok(Bytes::from(part)))).boxed()
    }

    async fn render(form: Multipart) -> (String, String, Option<u64>) {
        let (media_type, body) = form.finish();
        let Body::Stream { pieces, length } = body else { panic!("a form is streamed") };
        let parts: Vec<Bytes> = pieces.try_collect().await.unwrap();
        (media_type, String::from_utf8(parts.concat()).unwrap(), length)
    }

    #[tokio::test]
    async fn a_form_is_what_a_browser_sends() {
        let form = Multipart::new(&Fixed).text("comment", &Content::text("hello")).file(
            "file",
            &Content::text("a\"b\r\nä.txt"),
            Some("text/plain"),
            bytes("0123456789"),
            Some(10),
        );
        let (media_type, text, length) = render(form).await;
        assert_eq!(
            media_type,
            "multipart/form-data; boundary=migrayt-00000000000000000000000000000007"
        );
        let boundary = "--migrayt-00000000000000000000000000000007";
        assert_eq!(
            text,
            format!(
                "{boundary}\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n\
                 {boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
                 filename=\"a%22b%0D%0Aä.txt\"\r\nContent-Type: text/plain\r\n\r\n0123456789\r\n\
                 {boundary}--\r\n"
            )
        );
        assert_eq!(length, Some(text.len() as u64));
    }

    #[tokio::test]
    async fn an_unknown_length_stays_unknown_and_a_media_type_cannot_break_its_line() {
        let form = Multipart::new(&Fixed).file(
            "file",
            &Content::text("a"),
            Some("text/plain\r\nX-Evil: 1"),
            bytes("x"),
            None,
        );
        let (_, text, length) = render(form).await;
        assert_eq!(length, None);
        assert!(text.contains("Content-Type: application/octet-stream\r\n\r\nx"), "{text}");
    }
}
