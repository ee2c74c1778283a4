use migrayt_core::Content;
use migrayt_core::id::PersonId;
use migrayt_core::person::Person;
use serde_json::Value as Json;

/// A person as an identity object, or as `Name <unique name>` as old versions write them.
///
/// The id is the identity's GUID in lower case, which is also what mentions hold; where there is
/// none, its descriptor or its unique name.
pub(super) fn of(json: &Json) -> Option<Person> {
    if let Some(text) = json.as_str() {
        return of_text(text);
    }
    let text = |key| json.get(key).and_then(Json::as_str).filter(|text| !text.is_empty());
    let unique = text("uniqueName");
    let id = text("id").map(str::to_lowercase);
    let id = id.or_else(|| text("descriptor").or(unique).map(str::to_owned))?;
    Some(Person {
        id: PersonId::new(id),
        name: Content::text(text("displayName").or(unique).unwrap_or_default()),
        email: unique.filter(|name| name.contains('@')).map(Content::from),
        active: !json.get("inactive").and_then(Json::as_bool).unwrap_or(false),
    })
}

fn of_text(text: &str) -> Option<Person> {
    let text = text.trim();
    let pair = text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    let (name, unique) = pair.map_or((text, text), |(name, unique)| (name.trim(), unique.trim()));
    (!unique.is_empty()).then(|| Person {
        id: PersonId::new(unique),
        name: Content::text(name),
        email: unique.contains('@').then(|| Content::text(unique)),
        active: true,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn people_are_known_by_guid_else_by_what_there_is() {
        let person = of(&json!({
            "displayName": "Jamal Hartnett", "id": "D291B0C4-A05C-4EA6-8DF1-4B41D5F39EFF",
            "uniqueName": "jamal@fabrikam.example", "descriptor": "aad.x", "inactive": true
        }))
        .unwrap();
        assert_eq!(person.id.as_str(), "d291b0c4-a05c-4ea6-8df1-4b41d5f39eff");
        assert_eq!(person.name.as_str(), "Jamal Hartnett");
        assert_eq!(person.email.unwrap().as_str(), "jamal@fabrikam.example");
        assert!(!person.active);
        let service = of(&json!({"displayName": "Build", "uniqueName": "CORP\\build"})).unwrap();
        assert_eq!((service.id.as_str(), service.email), ("CORP\\build", None));
        assert_eq!(of(&json!({"displayName": "Nobody"})), None);
        assert_eq!(of(&json!(5)), None);
    }

    #[test]
    fn people_in_texts_are_read_too() {
        let person = of(&json!("Jamal <j@fabrikam.example>")).unwrap();
        assert_eq!((person.id.as_str(), person.name.as_str()), ("j@fabrikam.example", "Jamal"));
        assert_eq!(of(&json!("Jamal Hartnett")).unwrap().email, None);
        assert_eq!(of(&json!("")), None);
    }
}
