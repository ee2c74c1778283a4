use migrayt_core::richtext::Document;

use super::Writer;

/// How a page looks; it asks for nothing.
const STYLE: &str = "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em}\
    table{border-collapse:collapse}th,td{border:1px solid #999;padding:4px 8px}\
    pre{background:#f4f5f7;padding:8px;overflow:auto}img{max-width:100%;height:auto}\
    blockquote{border-left:2px solid #999;margin-left:0;padding-left:1em}";

/// What a browser may do in a page: show it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: http:; form-action 'none'";

/// A document as a whole page.
pub(in crate::html) fn page(document: &Document, title: &str) -> String {
    let mut writer = Writer::default();
    let tags = &mut writer.tags;
    tags.doctype();
    tags.open("html", &[]);
    tags.open("head", &[]);
    tags.open("meta", &[("charset", "utf-8")]);
    tags.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    tags.element("title", &[], title);
    // There is nothing to escape in it.
    tags.element("style", &[], STYLE);
    tags.close("head");
    tags.open("body", &[]);
    writer.blocks(&document.blocks);
    writer.tags.close("body");
    writer.tags.close("html");
    writer.tags.finish()
}
