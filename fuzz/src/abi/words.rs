//! Texts that an input need not spell out, and how it changes them.

use serde_json::Value as Json;

/// Options of engines.
pub(super) const OPTIONS: &[&str] = &[
    "",
    r#"{"threads":1}"#,
    r#"{"configuration":{"version":1,"source":{"kind":"host"},"target":{"kind":"host"},"protocol":{"scale":1000}},"ports":{"journal":"memory","vault":"memory"}}"#,
    r#"{"configuration":{"version":1,"source":{"kind":"host"},"target":{"kind":"host"},"protocol":{"scale":1000}},"ports":{"journal":"host","vault":"host","directory":"host"}}"#,
    r#"{"configuration":{"version":1,"source":{"kind":"host"},"target":{"kind":"host"},"protocol":{"scale":1000,"lease_s":1}},"ports":{"vault":"host"}}"#,
    r#"{"configuration":"version = 1\nsource.kind = 'host'\ntarget.kind = 'host'","ports":{"vault":"memory"}}"#,
    r#"{"configuration":{"version":1,"source":{"kind":"host"},"target":{"kind":"host"},"vault":{"key":"vault.key"}},"ports":{"directory":"host"}}"#,
    r#"{"configuration_file":"migrayt.toml"}"#,
];

/// Jobs, and what they take.
pub(super) const JOBS: &[&str] = &[
    r#"{"job":"tenant"}"#,
    r#"{"job":"metrics"}"#,
    r#"{"job":"convert","from":"html","to":"markdown","text":"<p>a <b>b</b></p>"}"#,
    r#"{"job":"convert","from":"wiki","to":"adf","text":"h1. a\n* b\n||c||"}"#,
    r#"{"job":"vault_put","name":"a"}"#,
    r#"{"job":"vault_rotate","name":"a"}"#,
    r#"{"job":"vault_check","name":"a"}"#,
    r#"{"job":"vault_names"}"#,
    r#"{"job":"vault_destroy","name":"a"}"#,
    r#"{"job":"log","level":"trace"}"#,
    r#"{"job":"check"}"#,
    r#"{"job":"scan"}"#,
    r#"{"job":"suggest","replace":true}"#,
    r#"{"job":"mapping_check","mapping":"version = 1"}"#,
    r#"{"job":"plan","sample":1}"#,
    r#"{"job":"plan"}"#,
    r#"{"job":"preview","item":"1"}"#,
    r#"{"job":"run","accept_refusals":true}"#,
    r#"{"job":"retry"}"#,
    r#"{"job":"verify","bytes":true,"explain":true}"#,
    r#"{"job":"report","titles":true}"#,
    r#"{"job":"ledger_show","item":"1"}"#,
    r#"{"job":"ledger_key","file":"key"}"#,
    r#"{"job":"ledger_export","file":"ledger","sign":"key"}"#,
    r#"{"job":"ledger_verify","file":"ledger"}"#,
    r#"{"job":"doubts"}"#,
    r#"{"job":"doubt_resolve","operation":"1/comment/1","decision":"absent"}"#,
    r#"{"job":"people"}"#,
    r#"{"job":"people_export","file":"people","all":true}"#,
    r#"{"job":"people_import","file":"people"}"#,
    r#"{"job":"sprints"}"#,
    r#"{"job":"conformance","suite":"source"}"#,
    r#"{"job":"conformance","suite":"target"}"#,
    r#"{"job":"conformance","suite":"journal"}"#,
    r#"{"job":"conformance","suite":"vault"}"#,
    r#"{"job":"connect","tracker":"jira"}"#,
];

/// Answers to questions.
pub(super) const ANSWERS: &[&str] = &[
    "",
    r#"{"ok":null}"#,
    r#"{"ok":"done"}"#,
    r#"{"ok":{"values":[null]}}"#,
    r#"{"ok":{"rows":[]}}"#,
    r#"{"ok":{"items":[],"last":true}}"#,
    r#"{"ok":{"results":[]}}"#,
    r#"{"error":{"kind":"NotFound"}}"#,
    r#"{"error":{"kind":"RateLimited","retry":{"after_ms":1},"effect":"unknown","code":"e-1"}}"#,
    r#"{"error":{"kind":"Unavailable","retry":"backoff"}}"#,
    r#"{"error":{"kind":"Cancelled","effect":"none"}}"#,
    r#"{"error":"words"}"#,
];

/// The text that a line has: its own; or, after `$` and a letter, one of these, which is changed as
/// what follows says.
pub(super) fn text(line: &[u8], known: &[&str]) -> Vec<u8> {
    let [b'$', number, change @ ..] = line else { return line.to_vec() };
    let text = known[usize::from(number.wrapping_sub(b'0')) % known.len()];
    match serde_json::from_str::<Json>(text) {
        Ok(mut value) if !change.is_empty() => bend(&mut value, change),
        _ => text.as_bytes().to_vec(),
    }
}

/// Puts something else in one place of a value: `change` is a letter for the place, counted from the
/// root, and what is put there. Without anything to put there, the text is cut off instead.
pub(super) fn bend(value: &mut Json, change: &[u8]) -> Vec<u8> {
    let [place, new @ ..] = change else { return value.to_string().into_bytes() };
    let mut place = usize::from(place.wrapping_sub(b'0'));
    if new.is_empty() {
        let mut text = value.to_string().into_bytes();
        text.truncate(text.len() * place / 256);
        return text;
    }
    let new = serde_json::from_slice(new)
        .unwrap_or_else(|_| Json::String(String::from_utf8_lossy(new).into_owned()));
    while place >= places(value) {
        place -= places(value);
    }
    put(value, &mut place, &new);
    value.to_string().into_bytes()
}

fn places(value: &Json) -> usize {
    1 + match value {
        Json::Array(values) => values.iter().map(places).sum(),
        Json::Object(members) => members.values().map(places).sum(),
        _ => 0_usize,
    }
}

fn put(value: &mut Json, place: &mut usize, new: &Json) -> bool {
    if *place == 0 {
        value.clone_from(new);
        return true;
    }
    *place -= 1;
    match value {
        Json::Array(values) => values.iter_mut().any(|it| put(it, place, new)),
        Json::Object(members) => members.values_mut().any(|it| put(it, place, new)),
        _ => false,
    }
}
