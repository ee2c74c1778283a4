use migrayt_core::Content;
use migrayt_core::id::PersonId;
use migrayt_core::person::Person;

/// What stands before the id in a mention's tag.
const MARK: &str = "data-vss-mention=\"";

/// The people that a text of HTML or Markdown mentions, each as often as it does. It is not parsed:
/// a scan looks at every text, and only ids are wanted.
pub(super) fn of(text: &str) -> Vec<Person> {
    let mut found = Vec::new();
    let ids = text.split("@<").skip(1).filter_map(|rest| Some(rest.split_once('>')?.0));
    found.extend(ids.filter(|id| is_guid(id)).map(|id| person(id, "")));
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(MARK) {
        let Some((value, after)) = after.split_once('"') else { break };
        rest = after;
        let id = value.rsplit(',').next().unwrap_or_default().trim();
        if !is_guid(id) {
            continue;
        }
        let shown = after.split_once('>').and_then(|(_, text)| text.split('<').next());
        let name = shown.unwrap_or_default().trim().trim_start_matches('@');
        found.push(person(id, name));
    }
    found
}

fn person(id: &str, name: &str) -> Person {
    Person {
        id: PersonId::new(id.to_lowercase()),
        name: Content::text(name),
        email: None,
        active: true,
    }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn people_are_found_by_their_ids() {
        let html = "<p>See <a href=\"#\" data-vss-mention=\"version:2.0,D3E8CE72-5a35-689e-b035-29cd59698d84\">\
                    @Swathi G</a>, <a data-vss-mention=\"version:1.0\">@x</a> and \
                    <a data-vss-mention=\"version:2.0,00000000-0000-0000-0000-000000000001\"></a></p>";
        let found: Vec<_> =
            of(html).into_iter().map(|it| (it.id.to_string(), it.name.into_inner())).collect();
        let expected = [
            ("d3e8ce72-5a35-689e-b035-29cd59698d84", "Swathi G"),
            ("00000000-0000-0000-0000-000000000001", ""),
        ];
        assert_eq!(found, expected.map(|(id, name)| (id.to_owned(), name.to_owned())));
        let markdown = of("Ask @<D3E8CE72-5A35-689E-B035-29CD59698D84>, @<you> or @<");
        assert_eq!(markdown.len(), 1);
        assert_eq!(markdown[0].id.as_str(), expected[0].0);
        assert!(of("data-vss-mention=\"").is_empty() && of("<p>@you</p>").is_empty());
    }
}
