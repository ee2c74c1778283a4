use tokio::io::{AsyncRead, AsyncReadExt as _};

/// One HTTP/1.1 message as it came over the line.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) bytes: Vec<u8>,
    /// Whether the line ended before the message did.
    pub(super) cut: bool,
}

/// Reads messages off a line; what came beyond one is kept for the next.
#[derive(Debug, Default)]
pub(super) struct Reader {
    rest: Vec<u8>,
}

impl Reader {
    /// The next message; `None` if the line ended before it began.
    pub(super) async fn next(&mut self, line: &mut (impl AsyncRead + Unpin)) -> Option<Message> {
        loop {
            if let Some(length) = length(&self.rest) {
                let rest = self.rest.split_off(length);
                let bytes = std::mem::replace(&mut self.rest, rest);
                return Some(Message { bytes, cut: false });
            }
            self.rest.reserve(16 << 10);
            match line.read_buf(&mut self.rest).await {
                Ok(count) if count > 0 => {}
                _ if self.rest.is_empty() => return None,
                _ => return Some(Message { bytes: std::mem::take(&mut self.rest), cut: true }),
            }
        }
    }
}

/// The length of the first message, once all of it is there. Bodies have a length or come in
/// chunks; neither side of ours sends any that ends with the line.
fn length(bytes: &[u8]) -> Option<usize> {
    let head = find(bytes, b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(bytes.get(..head)?).to_ascii_lowercase();
    let header = |name: &str| {
        text.lines().find_map(|line| Some(line.strip_prefix(name)?.trim_start_matches(':').trim()))
    };
    let whole = if header("transfer-encoding").is_some_and(|kind| kind.contains("chunked")) {
        chunks(bytes, head)?
    } else {
        let body: usize = header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        head + body
    };
    (bytes.len() >= whole).then_some(whole)
}

/// Where the chunks of a body end that begins there.
fn chunks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        let line = find(rest, b"\r\n")?;
        let size = String::from_utf8_lossy(rest.get(..line)?);
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        at += line + 2 + size + 2;
        if size == 0 {
            return Some(at);
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_message_ends_with_its_body() {
        let get = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        assert_eq!(length(get), Some(get.len()));
        assert_eq!(length(&get[..10]), None);
        let post = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET";
        assert_eq!(length(post), Some(post.len() - 3));
        assert_eq!(length(&post[..post.len() - 4]), None);
        let chunked =
            b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET";
        assert_eq!(length(chunked), Some(chunked.len() - 3));
        assert_eq!(length(&chunked[..chunked.len() - 5]), None);
    }
}
