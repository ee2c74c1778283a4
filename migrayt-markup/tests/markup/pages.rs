//! Pages of our own making that together hold everything: what a browser is shown when the
//! reference data is not at hand.

use std::collections::BTreeSet;

use migrayt_markup::{adf, html};

use crate::held;
use crate::oracle::{missing, of_html};
use crate::schema::assert_valid;

/// Each page with its name.
pub(crate) const PAGES: [(&str, &str); 8] = [
    ("code and quotes", include_str!("pages/code-and-quotes.html")),
    ("lists", include_str!("pages/lists.html")),
    ("marks", include_str!("pages/marks.html")),
    ("office mail", include_str!("pages/office-mail.html")),
    ("pictures", include_str!("pages/pictures.html")),
    ("tables", include_str!("pages/tables.html")),
    ("tasks and panels", include_str!("pages/tasks-and-panels.html")),
    ("work item", include_str!("pages/work-item.html")),
];

#[test]
fn the_pages_together_hold_everything() {
    let held: BTreeSet<&str> = PAGES.iter().flat_map(|(_, page)| held::of(page)).collect();
    let absent: Vec<&&str> = held::ALL.iter().filter(|what| !held.contains(**what)).collect();
    assert_eq!(absent, [&""; 0]);
    assert_eq!(held.len(), held::ALL.len());
}

#[test]
fn every_page_keeps_its_words_and_its_document_is_valid() {
    for (name, page) in PAGES {
        let tree = html::read(page).document;
        let written = html::write(&tree).value;
        let lost = missing(&of_html(page), &of_html(&written));
        assert!(lost.is_empty(), "{name}: {lost:?}");
        assert!(html::read(&written).document == tree, "{name}");
        assert_valid(&adf::write(&tree).value, name);
    }
}
