//! Inline images of texts.

use std::borrow::Cow;

use super::address;
use super::guid::is_guid;
use super::record::BASE;

const ROUTE: &str = "/_apis/wit/attachments/";

/// The text with the addresses of its inline images made relative to [`BASE`], and the images as
/// ids and file names.
pub(super) fn adopt(text: &str) -> (Cow<'_, str>, Vec<(String, String)>) {
    if !text.contains(ROUTE) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let (mut out, mut images) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ROUTE) {
        let id = after.get(..36).filter(|id| is_guid(id)).map(str::to_ascii_lowercase);
        let start = before.rfind("https://").max(before.rfind("http://"));
        // An address has no quotes, brackets or blanks between its scheme and its route.
        let start = start.filter(|start| {
            before.get(*start..).is_some_and(|host| !host.contains(['"', '\'', '<', '>', ' ', '(']))
        });
        match (id, start) {
            (Some(id), Some(start)) => {
                out.push_str(before.get(..start).unwrap_or_default());
                out.push_str(BASE);
                let tail = after.get(36..).unwrap_or_default();
                images.push((id, file_name(tail)));
            }
            _ => out.push_str(before),
        }
        out.push_str(ROUTE);
        rest = after;
    }
    out.push_str(rest);
    (Cow::Owned(out), images)
}

/// The file name in the query that follows an attachment's id.
fn file_name(tail: &str) -> String {
    let query = tail
        .strip_prefix('?')
        .and_then(|query| query.split(['"', '\'', '<', '>', ' ', ')']).next())
        .unwrap_or_default();
    query
        .split(['&', ';'])
        .find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            name.eq_ignore_ascii_case("fileName").then(|| address::decode(value))
        })
        .unwrap_or_else(|| "image.png".to_owned())
}

#[cfg(test)]
mod tests {
    use super::adopt;
    use crate::sim::azure_devops::record::BASE;

    #[test]
    fn addresses_of_images_become_relative() {
        let html = "<p>see</p><img src=\"https://dev.azure.com/org/p/_apis/wit/attachments/f8590db0-b12f-474e-ad0b-fc09aa93e983?fileName=a%20b.png\"> end";
        let (text, images) = adopt(html);
        assert_eq!(
            text,
            format!(
                "<p>see</p><img src=\"{BASE}/_apis/wit/attachments/f8590db0-b12f-474e-ad0b-fc09aa93e983?fileName=a%20b.png\"> end"
            )
        );
        assert_eq!(
            images,
            [("f8590db0-b12f-474e-ad0b-fc09aa93e983".to_owned(), "a b.png".to_owned())]
        );
    }

    #[test]
    fn a_text_without_images_stays_as_it_is() {
        assert_eq!(adopt("<p>http://example.org</p>").0, "<p>http://example.org</p>");
    }
}
