//! What keeps the calls off the network and inside their folder. The library is given what is
//! returned here, which is as the input has it in everything else.

use serde_json::{Map, Value as Json, json};

use super::folder::Folder;

/// The options of an engine whose every path is in the folder and whose ports are not trackers.
pub(super) fn options(text: &[u8], folder: &Folder) -> Vec<u8> {
    // What is no JSON here is none for the library either.
    let Ok(Json::Object(mut options)) = serde_json::from_slice(text) else { return text.to_vec() };
    options.insert("folder".to_owned(), json!(folder.path()));
    if options.contains_key("configuration_file") {
        options.insert("configuration_file".to_owned(), json!(folder.file("configuration")));
    }
    match options.get_mut("configuration") {
        Some(Json::String(text)) if reaches_out(text) => "version = 1".clone_into(text),
        Some(Json::Object(configuration)) => confine(configuration),
        _ => {}
    }
    Json::Object(options).to_string().into_bytes()
}

/// A job whose files are in the folder. Simulators open ports, and are left out.
pub(super) fn job(text: &[u8], folder: &Folder) -> Vec<u8> {
    let Ok(Json::Object(mut job)) = serde_json::from_slice(text) else { return text.to_vec() };
    if job.get("job").and_then(Json::as_str) == Some("simulate") {
        job.insert("job".to_owned(), json!("metrics"));
    }
    for key in ["file", "sign"] {
        if let Some(Json::String(path)) = job.get_mut(key) {
            *path = folder.file(path);
        }
    }
    Json::Object(job).to_string().into_bytes()
}

/// Whether a configuration's text may name a place outside.
fn reaches_out(text: &str) -> bool {
    let text = text.to_lowercase();
    let outside =
        ["azure", "jira", "oauth", "http", "network", "passphrase", "keyring", "/", "\\", ".."];
    outside.iter().any(|word| text.contains(word))
}

fn confine(configuration: &mut Map<String, Json>) {
    for key in ["oauth", "network"] {
        configuration.remove(key);
    }
    // A passphrase is slow on purpose.
    if configuration.contains_key("vault") {
        configuration.insert("vault".to_owned(), json!({ "key": "vault.key" }));
    }
    for value in configuration.values_mut() {
        confine_texts(value);
    }
}

fn confine_texts(value: &mut Json) {
    match value {
        Json::String(text) if reaches_out(text) => "host".clone_into(text),
        Json::Array(values) => values.iter_mut().for_each(confine_texts),
        Json::Object(members) => members.values_mut().for_each(confine_texts),
        _ => {}
    }
}
