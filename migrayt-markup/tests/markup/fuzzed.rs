//! What the fuzzers demand of every text, demanded of what broke it once and of each construct.

use migrayt_core::richtext::Format;

use self::demand::check;
use crate::shared_constructs::constructs;

#[path = "../../../fuzz/src/text.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets' own file, so that both demand the same")]
mod demand;

/// Texts as small as they can be that still broke it.
const FOUND: &[(Format, &str)] = &[
    // An emoji whose name stands in the place of its character.
    (
        Format::Adf,
        r#"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[
        {"type":"emoji","attrs":{"shortName":":warning:","text":":warning:"}}]}]}"#,
    ),
    // An emoji that shows other words than wiki markup's.
    (
        Format::Adf,
        r#"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[
        {"type":"emoji","attrs":{"shortName":":warning:","text":"careful"}}]}]}"#,
    ),
    // Words of which Jira shows a part as an address.
    (Format::Html, "mailto:a"),
    (Format::Html, "maILto:a"),
    // Addresses with signs that are escaped.
    (Format::Html, "<b>http://-"),
    (Format::Html, "<b>http://&"),
    (Format::Html, "<u>http://-"),
    (Format::Markdown, "*http://-*"),
    // A control character, which is not written, in an address and in what becomes an entity.
    (Format::Html, "<n style='color:rgb(3,3,3)'>http://v\u{1}\n_"),
    (Format::Wiki, "&n\u{3}bsp;"),
    // Control characters between what comes together as an emoji without them.
    (Format::Markdown, "PROJ-17:\u{0}\u{0}p"),
    (Format::Html, "x :\u{3})"),
    // A key in front of a sign.
    (Format::Wiki, "OY-8!"),
    (Format::Wiki, "OE-1?f"),
    (Format::Wiki, "OE-1*f"),
];

#[test]
fn what_broke_it_once_holds() {
    for (format, text) in FOUND {
        check(*format, text);
    }
}

#[test]
fn every_construct_holds_in_every_format() {
    for (_, tree) in constructs() {
        for format in [Format::Html, Format::Markdown, Format::Adf, Format::Wiki] {
            let text = migrayt_markup::write(format, &tree).unwrap().value;
            check(format, &text);
        }
    }
}
