//! Multipart forms.

use bytes::Bytes;
use percent_encoding::percent_decode_str;

/// One part of a form.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Name of the form's field.
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) bytes: Bytes,
}

/// The parts of a body, or nothing if it is not a whole form.
pub(super) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameter(parameters, "boundary")?;
    let delimiter = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut at = find(body, delimiter.as_bytes(), 0)? + delimiter.len();
    let next = format!("\r\n{delimiter}");
    while !body.get(at..)?.starts_with(b"--") {
        at = find(body, b"\r\n", at)? + 2;
        let end = find(body, next.as_bytes(), at)?;
        let headers_end = find(body, b"\r\n\r\n", at)?;
        if headers_end > end {
            return None;
        }
        let headers = std::str::from_utf8(body.get(at..headers_end)?).ok()?;
        parts.push(part(headers, body.slice(headers_end + 4..end))?);
        at = end + next.len();
    }
    Some(parts)
}

fn part(headers: &str, bytes: Bytes) -> Option<Part> {
    let header = |wanted: &str| {
        headers
            .split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition")?;
    let extended = parameter(disposition, "filename*")
        .and_then(|value| value.splitn(3, '\'').nth(2).map(str::to_owned))
        .map(|value| percent_decode_str(&value).decode_utf8_lossy().into_owned());
    Some(Part {
        name: parameter(disposition, "name")?,
        file_name: extended
            .or_else(|| parameter(disposition, "filename").map(|name| unescape(&name))),
        kind: header("content-type").map(str::to_owned),
        bytes,
    })
}

/// A parameter of a header, quoted or not.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t']);
        let end = rest.find(['=', ';'])?;
        let (name, tail) = rest.split_at_checked(end)?;
        let Some(tail) = tail.strip_prefix('=') else {
            rest = tail;
            continue;
        };
        let (value, after) = if let Some(quoted) = tail.strip_prefix('"') {
            read_quoted(quoted)?
        } else {
            let end = tail.find(';').unwrap_or(tail.len());
            let (value, after) = tail.split_at_checked(end)?;
            (value.trim().to_owned(), after)
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, text.get(at + 1..)?)),
            '\\' => match letters.next()?.1 {
                escaped @ ('"' | '\\') => value.push(escaped),
                other => value.extend(['\\', other]),
            },
            _ => value.push(letter),
        }
    }
    None
}

/// Undoes how browsers write quotes and line ends in names.
fn unescape(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let tail = bytes.get(from..)?;
    tail.windows(wanted.len()).position(|window| window == wanted).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=\"x y\"";

    fn read(body: &str) -> Option<Vec<Part>> {
        parts(KIND, &Bytes::copy_from_slice(body.as_bytes()))
    }

    #[test]
    fn two_files_and_bytes_that_look_like_a_boundary() {
        let parts = read(
            "--x y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"\r\n\
             Content-Type: text/plain\r\n\r\none\r\n--x not\r\n\r\n--x y\r\n\
             content-disposition: form-data; name=file; filename=\"c\"; \
             filename*=UTF-8''%C3%A9%22.bin\r\n\r\n\r\n--x y--\r\n",
        )
        .expect("a form");
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].file_name.as_deref(), Some("a \"b\".txt"));
        assert_eq!(parts[0].kind.as_deref(), Some("text/plain"));
        assert_eq!(parts[0].bytes, "one\r\n--x not\r\n");
        assert_eq!(parts[1].file_name.as_deref(), Some("é\".bin"));
        assert!(parts[1].bytes.is_empty());
    }

    #[test]
    fn a_form_that_breaks_off_is_none() {
        let whole =
            "--x y\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\none\r\n--x y--\r\n";
        assert!(read(whole).is_some());
        let end = whole.len() - "--\r\n".len();
        for cut in 0..end {
            assert!(read(&whole[..cut]).is_none(), "cut at {cut}");
        }
        assert!(parts("text/plain", &Bytes::from(whole)).is_none());
    }
}
