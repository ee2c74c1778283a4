//! The step between reading and writing.

use migrayt_core::richtext::{Document, MediaOrigin, plain_text};
use migrayt_markup::resolve::{Table, TargetItem, resolve};
use migrayt_markup::{LossKind, html};
use proptest::prelude::*;

use crate::chance::config;
use crate::oracle::{letters, missing};
use crate::trees::document;

const ANN: &str = "0a1b2c3d-0000-4000-8000-00000000000f";
const BOB: &str = "0a1b2c3d-0000-4000-8000-0000000000ff";
const SHOT: &str = "0a1b2c3d-0000-4000-8000-0000000000aa";

fn table() -> Table {
    let mut table = Table::default();
    table.people.insert(ANN.into(), "5b10".into());
    table.attachments.insert(
        SHOT.into(),
        MediaOrigin::Stored { id: "media-1".into(), collection: String::new() },
    );
    let item = TargetItem {
        item: "SHOP-12".into(),
        text: "SHOP-12".into(),
        href: "https://x.atlassian.net/browse/SHOP-12".into(),
    };
    table.items.insert("17".to_owned(), item.clone());
    table.items.insert("OLD-3".to_owned(), item);
    table.addresses.push("https://dev.azure.com/f".to_owned());
    table
}

/// The text resolved and written, and what stayed unresolved.
fn resolved(html: &str) -> (String, Vec<String>) {
    let mut document = html::read(html).document;
    let losses = resolve(&mut document, &table());
    let losses = losses.iter().map(|loss| format!("{} {}", loss.kind.code(), loss.path));
    (html::write(&document).value, losses.collect())
}

const TARGET: &str = "href=\"https://x.atlassian.net/browse/SHOP-12\"";

#[test]
fn persons_are_the_targets_or_their_names() {
    let (text, losses) = resolved(&format!(
        "<ul><li><a data-vss-mention='version:2.0,{ANN}'>@Ann</a></li>\
         <li>a <a data-vss-mention='version:2.0,{BOB}'>@Bob</a></li></ul>"
    ));
    assert_eq!(text, "<ul><li><span data-mention=\"5b10\">@Ann</span></li><li>a @Bob</li></ul>");
    assert_eq!(losses, ["mention_as_text list[0]/item[1]/paragraph[0]"]);
}

#[test]
fn media_are_the_targets_or_their_names() {
    let image =
        |id| format!("<img alt=shot src='https://dev.azure.com/f/_apis/wit/attachments/{id}'>");
    let (text, losses) = resolved(&(image(SHOT) + "<p>a " + &image(BOB) + "</p>" + &image(ANN)));
    assert!(text.contains("data-media=\"stored\" data-id=\"media-1\""), "{text}");
    assert!(text.contains("<p>a shot</p><p>shot</p>"), "{text}");
    assert_eq!(losses, ["image_pending paragraph[1]", "image_pending media[2]"]);
}

#[test]
fn items_are_the_targets_by_number_key_or_address() {
    let link = |number: u32, words: &str| {
        format!("<a href='https://dev.azure.com/f/P/_workitems/edit/{number}'>{words}</a>")
    };
    let (text, losses) =
        resolved(&format!("<p>{} {}</p>", link(17, "#17"), link(17, "Bug 17: no")));
    assert_eq!(text.matches(TARGET).count(), 2, "{text}");
    assert!(text.contains(">SHOP-12<") && text.contains(">Bug 17: no<"), "{text}");
    assert_eq!(losses, [""; 0]);

    let (text, losses) = resolved(&link(18, "#18"));
    assert!(text.contains("/_workitems/edit/18") && text.contains(">#18<"), "{text}");
    assert_eq!(losses, ["item_as_text paragraph[0]"]);

    // Another organization's item 17 is another item.
    let (text, losses) =
        resolved("<a href='https://dev.azure.com/fx/P/_workitems/edit/17'>#17</a>");
    assert!(text.contains("dev.azure.com/fx/"), "{text}");
    assert_eq!(losses.len(), 1);
}

#[test]
fn items_are_found_in_words() {
    let (text, losses) = resolved("<p>#17, OLD-3 and #99: <b>OLD-3</b> <code>#17</code></p>");
    assert_eq!(text.matches(TARGET).count(), 3, "{text}");
    assert!(text.contains(" and #99: ") && text.contains("<code>#17</code>"), "{text}");
    assert_eq!(losses, [""; 0]);
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn words_stay_and_a_second_time_changes_nothing(tree in document()) {
        let mut document: Document = tree.clone();
        let losses = resolve(&mut document, &Table::default());
        let words = |document: &Document| {
            let words = plain_text(document);
            letters(&words.as_str().split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        };
        prop_assert_eq!(missing(&words(&tree), &words(&document)), [""; 0]);
        let once = document.clone();
        let more = resolve(&mut document, &Table::default());
        prop_assert!(once == document && more.is_empty());
        prop_assert!(losses.iter().all(|it| matches!(
            it.kind,
            LossKind::MentionAsText | LossKind::ItemAsText | LossKind::ImagePending
        )));
    }
}
