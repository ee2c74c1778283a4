//! Pictures in texts: Azure DevOps keeps them as attachments that no relation names.

use std::collections::BTreeMap;

use migrayt_core::Content;
use migrayt_core::id::{ItemId, PartId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::richtext::{Document, Media, MediaOrigin, Piece};

/// Adds the attachments that a text shows, unless they are known.
pub(super) fn collect(
    document: &Document,
    item: &ItemId,
    known: &mut BTreeMap<PartId, AttachmentRef>,
) {
    document.visit(&mut |piece| {
        let Piece::Media(media) = piece else { return };
        let MediaOrigin::Attachment(id) = &media.origin else { return };
        known.entry(id.clone()).or_insert_with(|| AttachmentRef {
            item: item.clone(),
            id: id.clone(),
            name: name(media, id),
            size: None,
            media_type: None,
            created: None,
            note: None,
        });
    });
}

/// The picture's file name, where its text names one; else its id, as a picture.
fn name(media: &Media, id: &PartId) -> Content<String> {
    let alt = media.alt.as_str().trim();
    let is_file = alt.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty()
            && (1..=5).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if is_file && !alt.contains(['/', '\\']) {
        Content::text(alt)
    } else {
        Content::text(format!("{id}.png"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use migrayt_core::id::ItemId;
    use migrayt_markup::html;

    use super::collect;

    const URL: &str = "https://dev.azure.com/f/p/_apis/wit/attachments/";

    #[test]
    fn pictures_anywhere_in_a_text_are_attachments() {
        let guid = |n: u8| format!("0a1b2c3d-0000-4000-8000-0000000000{n:02}");
        let text = format!(
            "<p><img src=\"{URL}{}?fileName=image.png\"></p>\
             <table><tr><td><ul><li><img alt=\"a chart\" src=\"{URL}{}\"></li></ul></td></tr></table>\
             <p align=right>beside a text <img src=\"{URL}{}\"></p>\
             <img src=\"https://a.example/x.png\"><img src=\"{URL}{}?fileName=image.png\">",
            guid(1),
            guid(2),
            guid(3),
            guid(1),
        );
        let mut found = BTreeMap::new();
        collect(&html::read(&text).document, &ItemId::new("1"), &mut found);
        let names: Vec<_> =
            found.values().map(|file| (file.id.as_str(), file.name.as_str())).collect();
        assert_eq!(
            names,
            [
                (guid(1).as_str(), "image.png"),
                (guid(2).as_str(), format!("{}.png", guid(2)).as_str()),
                (guid(3).as_str(), format!("{}.png", guid(3)).as_str()),
            ]
        );
    }
}
