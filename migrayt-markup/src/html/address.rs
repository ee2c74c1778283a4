//! What addresses lead to.

use crate::scheme::Scheme;
use migrayt_core::id::{ItemId, PartId, PersonId};
use percent_encoding::percent_decode_str;

/// The longest address that is carried, in bytes: each piece of text in a link repeats it.
const LONGEST: usize = 8_192;

/// Where an `href` leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nowhere.
    Nothing,
    /// To an address that any tracker may hold.
    Open(String),
    /// To code.
    Unsafe,
    /// To something that only the source knows how to open, or to no end.
    Foreign,
}

impl Target {
    pub(crate) fn of(href: &str) -> Self {
        let href = clean(href);
        if href.is_empty() || href == "#" {
            return Self::Nothing;
        }
        if href.len() > LONGEST {
            return Self::Foreign;
        }
        if href.starts_with('#') {
            return Self::Open(href);
        }
        if href.starts_with("//") {
            return Self::Open(format!("https:{href}"));
        }
        match scheme(&href).as_deref().map(Scheme::of) {
            Some(Scheme::Open) => Self::Open(href),
            Some(Scheme::Code) => Self::Unsafe,
            _ => Self::Foreign,
        }
    }
}

/// The address as a browser reads it: without spaces at its ends, and without controls.
pub(super) fn clean(address: &str) -> String {
    let outer = |c: char| c <= ' ';
    let inner = |c: &char| !c.is_control();
    address.trim_matches(outer).chars().filter(inner).collect()
}

/// The address' scheme in lower case, if it has one.
pub(super) fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (begins && scheme.chars().all(goes_on)).then(|| scheme.to_ascii_lowercase())
}

/// The work item that an address shows: `.../_workitems/edit/17`, `.../_workitems?id=17` or
/// `vstfs:///WorkItemTracking/WorkItem/17`.
pub(crate) fn work_item(href: &str) -> Option<ItemId> {
    let href = clean(href).to_ascii_lowercase();
    let number = if let Some((_, rest)) = href.split_once("/_workitems") {
        rest.strip_prefix("/edit/")
            .or_else(|| rest.strip_prefix("?id="))
            .or_else(|| rest.strip_prefix("/?id="))
            .or_else(|| rest.strip_prefix("/edit?id="))?
    } else {
        href.strip_prefix("vstfs:///workitemtracking/workitem/")?
    };
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    let ends = number.strip_prefix(digits.as_str())?.chars().next();
    let whole = ends.is_none_or(|c| matches!(c, '/' | '?' | '#' | '&'));
    (whole && (1..=10).contains(&digits.len())).then(|| ItemId::new(digits))
}

/// The person of a mention, from `version:2.0,{guid}`.
pub(super) fn person(mention: &str) -> Option<PersonId> {
    let (_, id) = mention.split_once(',')?;
    let id = id.trim().trim_matches(['{', '}']);
    is_guid(id).then(|| PersonId::new(id.to_ascii_lowercase()))
}

/// The attachment that an address holds, with its file name: `.../_apis/wit/attachments/{guid}`
/// or `.../AttachFileHandler.ashx?FileNameGuid={guid}`.
pub(super) fn attachment(address: &str) -> Option<(PartId, String)> {
    let address = clean(address);
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    let lower = path.to_ascii_lowercase();
    let id = if let Some((_, rest)) = lower.split_once("/_apis/wit/attachments/") {
        rest.trim_end_matches('/').to_owned()
    } else if lower.ends_with("attachfilehandler.ashx") {
        parameter(query, "filenameguid")?.to_ascii_lowercase()
    } else {
        return None;
    };
    let name = parameter(query, "filename").unwrap_or_default();
    is_guid(&id).then(|| (PartId::new(id), name))
}

/// A parameter of a query, decoded; names in lower case.
fn parameter(query: &str, name: &str) -> Option<String> {
    let query = query.split('#').next().unwrap_or(query);
    let value = query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })?;
    let spaced = value.replace('+', " ");
    Some(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

/// Whether this is a GUID: 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_guid(text: &str) -> bool {
    let mut parts = text.split('-');
    let fits = |part: Option<&str>, len| {
        part.is_some_and(|it| it.len() == len && it.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    [8, 4, 4, 4, 12].into_iter().all(|len| fits(parts.next(), len)) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use migrayt_core::id::ItemId;

    use super::{Target, attachment, person, work_item};

    const GUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";

    #[test]
    fn links_are_told_apart() {
        assert_eq!(Target::of(" java\nscript:alert(1)"), Target::Unsafe);
        assert_eq!(Target::of("\u{1}JaVaScRiPt:x"), Target::Unsafe);
        assert_eq!(Target::of("data:text/html,x"), Target::Unsafe);
        assert_eq!(Target::of("../a?b=http://c"), Target::Foreign);
        assert_eq!(Target::of("onenote:x"), Target::Foreign);
        assert_eq!(Target::of("http://a.example/".repeat(1_000).as_str()), Target::Foreign);
        assert_eq!(Target::of("#"), Target::Nothing);
        assert_eq!(Target::of("//a.example/b"), Target::Open("https://a.example/b".to_owned()));
        assert_eq!(Target::of("mailto:a@b.example"), Target::Open("mailto:a@b.example".to_owned()));
    }

    #[test]
    fn work_items_are_found() {
        for href in [
            "https://dev.azure.com/fabrikam/Shop/_workitems/edit/17",
            "https://fabrikam.visualstudio.com/Shop/_workitems?id=17&_a=edit",
            "/fabrikam/Shop/_workitems/edit/17/",
            "vstfs:///WorkItemTracking/WorkItem/17",
        ] {
            assert_eq!(work_item(href), Some(ItemId::new("17")), "{href}");
        }
        for href in ["https://a.example/_workitems/edit/17x", "https://a.example/_workitems/recent"]
        {
            assert_eq!(work_item(href), None, "{href}");
        }
    }

    #[test]
    fn attachments_are_found() {
        let url =
            format!("https://dev.azure.com/f/p/_apis/wit/attachments/{GUID}?fileName=a%20b.png");
        let (id, name) = attachment(&url).expect("an attachment");
        assert_eq!((id.as_str(), name.as_str()), (GUID, "a b.png"));
        let url = format!(
            "https://f/WorkItemTracking/v1.0/AttachFileHandler.ashx?FileNameGuid={GUID}&FileName=c.png"
        );
        assert_eq!(attachment(&url).expect("an attachment").1, "c.png");
        assert_eq!(attachment("https://f/_apis/wit/attachments/17"), None);
    }

    #[test]
    fn persons_are_found() {
        assert_eq!(person(&format!("version:2.0,{{{GUID}}}")).expect("a person").as_str(), GUID);
        assert_eq!(person("version:1.0"), None);
    }
}
