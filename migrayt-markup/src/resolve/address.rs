use super::named::{Piece, pieces};

/// The number or key of the work item that an address shows: `.../_workitems/edit/17`,
/// `.../_workitems?id=17`, `vstfs:///WorkItemTracking/WorkItem/17`, `.../browse/SHOP-12`, or
/// `...?selectedIssue=SHOP-12`.
pub(super) fn item(href: &str) -> Option<String> {
    let lower = href.trim().to_ascii_lowercase();
    if let Some((_, rest)) = lower.split_once("/_workitems") {
        let places = ["/edit/", "?id=", "/?id=", "/edit?id="];
        return number(places.iter().find_map(|place| rest.strip_prefix(place))?);
    }
    if let Some(rest) = lower.strip_prefix("vstfs:///workitemtracking/workitem/") {
        return number(rest);
    }
    let (_, rest) = lower.split_once("/browse/").or_else(|| lower.split_once("selectedissue="))?;
    let key = rest.split(['/', '?', '#', '&']).next()?.to_ascii_uppercase();
    matches!(pieces(&key).as_slice(), [Piece::Item { shown, .. }] if *shown == key).then_some(key)
}

/// Whether words are only the name of an item.
pub(super) fn is_bare(text: &str, name: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix('#').unwrap_or(text);
    number.eq_ignore_ascii_case(name) || item(text).is_some_and(|it| it == name)
}

fn number(rest: &str) -> Option<String> {
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let end = rest.chars().nth(digits.len());
    let whole = end.is_none_or(|c| matches!(c, '/' | '?' | '#' | '&'));
    (whole && (1..=10).contains(&digits.len())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::{is_bare, item};

    #[test]
    fn addresses_of_both_trackers_name_an_item() {
        for (href, name) in [
            ("https://dev.azure.com/f/P/_workitems/edit/17/", Some("17")),
            ("https://f.visualstudio.com/P/_workitems?id=17&_a=edit", Some("17")),
            ("vstfs:///WorkItemTracking/WorkItem/17", Some("17")),
            ("https://f.atlassian.net/browse/SHOP-12?focusedId=3", Some("SHOP-12")),
            ("https://f.atlassian.net/jira/boards/3?selectedIssue=SHOP-12", Some("SHOP-12")),
            ("https://f.atlassian.net/browse/SHOP", None),
            ("https://a.example/_workitems/edit/17x", None),
            ("https://a.example/17", None),
        ] {
            assert_eq!(item(href).as_deref(), name, "{href}");
        }
    }

    #[test]
    fn only_a_name_is_bare() {
        assert!(is_bare("#17", "17") && is_bare("17", "17") && is_bare("shop-12", "SHOP-12"));
        assert!(is_bare("https://dev.azure.com/f/P/_workitems/edit/17", "17"));
        assert!(!is_bare("Bug 17: it breaks", "17") && !is_bare("#18", "17"));
    }
}
