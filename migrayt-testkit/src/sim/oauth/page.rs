//! What a browser shows.

use super::person::Person;

/// Asks for consent: a form for each person who may accept, and one to decline. The forms go to the
/// address that asked.
pub(super) fn consent(app: &str, scopes: &[String], people: &[Person], query: &str) -> String {
    let action = escape(&format!("?{query}"));
    let scopes = scopes.iter().map(|scope| format!("<li>{}</li>", escape(scope)));
    let people = people.iter().map(|person| {
        format!(
            "<form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"account\" \
             value=\"{}\"><button name=\"decision\" value=\"accept\">Accept as {}</button></form>",
            escape(&person.account),
            escape(&person.name),
        )
    });
    let (scopes, people): (Vec<_>, Vec<_>) = (scopes.collect(), people.collect());
    let (scopes, people) = (scopes.concat(), people.concat());
    let app = escape(app);
    page(
        "Consent",
        &format!(
            "<h1>{app} asks for access</h1><ul>{scopes}</ul>{people}<form method=\"post\" action=\"{action}\"><button name=\"decision\" value=\"decline\">Decline</button></form>"
        ),
    )
}

/// Says why nobody is asked and nobody is sent back.
pub(super) fn stopped(text: &str) -> String {
    page("Refused", &format!("<h1>The request was refused</h1><p>{}</p>", escape(text)))
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><main>{body}</main></body></html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::consent;
    use crate::sim::oauth::Person;

    #[test]
    fn what_others_wrote_stays_text() {
        let page = consent("<b>", &["\"s\"".to_owned()], &[Person::new("1", "A & B")], "a=1&b=2");
        for part in ["&lt;b&gt; asks", "&quot;s&quot;", "A &amp; B", "action=\"?a=1&amp;b=2\""] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("<b>"));
    }
}
