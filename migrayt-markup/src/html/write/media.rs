use migrayt_core::richtext::{Format, Media, MediaOrigin};

use super::Writer;
use crate::html::address::{Target, attachment, clean, scheme};
use crate::loss::{LossKind, Noting as _};

/// Endings of names of files that no browser shows in a page.
const FILES: &[&str] = &[
    "7z", "avi", "csv", "doc", "docm", "docx", "eml", "exe", "gz", "har", "htm", "html", "json",
    "key", "log", "md", "mov", "mp3", "mp4", "msg", "msi", "odp", "ods", "odt", "one", "pbix",
    "pdf", "ppt", "pptx", "rar", "rtf", "sql", "tar", "txt", "vsd", "vsdx", "wav", "webm", "xls",
    "xlsm", "xlsx", "xml", "yaml", "yml", "zip",
];

impl Writer {
    /// A medium on a line of its own.
    pub(super) fn figure(&mut self, media: &Media) {
        if media.caption.is_empty() {
            self.tags.open("p", &[]);
            self.media(media);
            self.tags.close("p");
            return;
        }
        self.tags.open("figure", &[("data-media", "captioned")]);
        self.media(media);
        self.tags.open("figcaption", &[]);
        self.line(&media.caption);
        self.tags.close("figcaption");
        self.tags.close("figure");
    }

    /// A picture, a file as a link, or its name where its bytes are not known to a browser.
    pub(super) fn media(&mut self, media: &Media) {
        let link = media.link.as_ref().map(|link| Target::of(link.as_str()));
        let link = if let Some(Target::Open(href)) = link { Some(href) } else { None };
        let source = source(media);
        let is_file = source.is_some() && is_file(media);
        if let Some(href) = link.as_deref().filter(|_| !is_file) {
            self.tags.open("a", &[("href", href)]);
        }
        let (width, height) = (side(media.width), side(media.height));
        let alt = media.alt.as_str();
        let mut attributes = Vec::new();
        attributes.extend(width.as_deref().map(|it| ("width", it)));
        attributes.extend(height.as_deref().map(|it| ("height", it)));
        if let Some(source) = source {
            attributes.push(("alt", alt));
            if is_file {
                attributes.extend([("data-media", "file"), ("href", &source)]);
                attributes.extend(link.as_deref().map(|it| ("data-link", it)));
                self.tags.element("a", &attributes, name(media));
            } else {
                attributes.push(("src", &source));
                self.tags.open("img", &attributes);
            }
        } else {
            self.absent(media, attributes);
        }
        if link.is_some() && !is_file {
            self.tags.close("a");
        }
    }

    /// The name of a medium that cannot be shown, with what the reader needs to know of it.
    fn absent<'a>(&mut self, media: &'a Media, mut attributes: Vec<(&'static str, &'a str)>) {
        attributes.push(("alt", media.alt.as_str()));
        let why = match &media.origin {
            MediaOrigin::Attachment(id) => {
                attributes.extend([("data-media", "attachment"), ("data-id", id.as_str())]);
                LossKind::ImagePending
            }
            MediaOrigin::Named(name) => {
                attributes.extend([("data-media", "named"), ("data-id", name.as_str())]);
                LossKind::ImagePending
            }
            MediaOrigin::Stored { id, collection } => {
                attributes.extend([("data-media", "stored"), ("data-id", id.as_str())]);
                attributes.push(("data-collection", collection));
                LossKind::ImagePending
            }
            MediaOrigin::External(address) => {
                let embedded = scheme(&clean(address.as_str())).as_deref() == Some("data");
                let why =
                    if embedded { LossKind::ImageEmbedded } else { LossKind::ImageUnreachable };
                self.note(why);
                self.tags.text(" ");
                self.tags.text(name(media));
                self.tags.text(" ");
                return;
            }
            _ => LossKind::ImagePending,
        };
        self.note(why);
        self.tags.element("span", &attributes, name(media));
    }
}

/// The address that a browser can ask: of an attachment, the one that it was read with.
fn source(media: &Media) -> Option<String> {
    let address = match &media.origin {
        MediaOrigin::External(address) => clean(address.as_str()),
        MediaOrigin::Attachment(id) => {
            let details = media.details.as_ref().filter(|it| it.format == Format::Html)?;
            let address = clean(details.raw.as_str());
            attachment(&address).filter(|(part, _)| part == id)?;
            address
        }
        _ => return None,
    };
    let address = if address.starts_with("//") { ["https:", &address].concat() } else { address };
    matches!(scheme(&address).as_deref(), Some("http" | "https")).then_some(address)
}

/// Whether its name is one of a file and not of a picture.
fn is_file(media: &Media) -> bool {
    let name = media.alt.as_str().trim().rsplit_once('.');
    name.is_some_and(|(_, ending)| FILES.contains(&ending.to_ascii_lowercase().as_str()))
}

/// What stands in a medium's place.
fn name(media: &Media) -> &str {
    let alt = media.alt.as_str();
    match &media.origin {
        _ if !alt.trim().is_empty() => alt,
        MediaOrigin::Named(name) if !name.as_str().trim().is_empty() => name.as_str(),
        _ => "attachment",
    }
}

fn side(pixels: Option<u32>) -> Option<String> {
    pixels.filter(|pixels| *pixels > 0).map(|pixels| pixels.to_string())
}
