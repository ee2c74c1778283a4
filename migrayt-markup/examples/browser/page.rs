use migrayt_markup::{adf, html};

use crate::specimen::Specimen;

/// The page around the documents: nothing is fetched, and of all scripts only its own runs.
const HEAD: &str = include_str!("head.html");
const TAIL: &str = include_str!("tail.html");

/// A document as it came, as our HTML, and as our HTML after it was ADF.
#[derive(Debug)]
pub(crate) struct Triple {
    pub(crate) specimen: Specimen,
    html: String,
    by_adf: String,
}

impl Triple {
    /// Reads and writes a document.
    pub(crate) fn of(specimen: Specimen) -> Self {
        let tree = html::read(&specimen.html).document;
        let by_adf = adf::read(&adf::write(&tree).value).document;
        let (html, by_adf) = (html::write(&tree).value, html::write(&by_adf).value);
        Self { specimen, html, by_adf }
    }
}

/// The page with all documents.
pub(crate) fn page(triples: &[Triple]) -> String {
    let mut out = HEAD.to_owned();
    for triple in triples {
        let held: Vec<&str> = triple.specimen.held.iter().copied().collect();
        let (name, held) = (escaped(&triple.specimen.name), held.join(", "));
        out.extend(["<h2>", &name, "</h2><p>", &held, "</p><div class=\"row\">"]);
        let shown = [&triple.specimen.html, &triple.html, &triple.by_adf];
        for (label, html) in ["as it came", "our HTML", "our HTML by way of ADF"].iter().zip(shown)
        {
            out.push_str(&frame(label, html));
        }
        out.push_str("</div>\n");
    }
    out.push_str(TAIL);
    out
}

/// A document in a frame in which nothing runs.
fn frame(label: &str, html: &str) -> String {
    let html = escaped(html);
    format!(
        "<figure><figcaption>{label}</figcaption>\
         <iframe sandbox=\"allow-same-origin\" srcdoc=\"{html}\"></iframe></figure>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
