/// Names of languages in wiki markup, and what they are called elsewhere.
const ALIASES: &[(&str, &str)] = &[
    ("js", "javascript"),
    ("c#", "csharp"),
    ("cpp", "c++"),
    ("objc", "objective-c"),
    ("visualbasic", "vbnet"),
    ("sh", "shell"),
];

/// The language of code; Java if none is named.
pub(super) fn read(name: Option<&str>) -> Option<String> {
    let Some(name) = name else { return Some("java".to_owned()) };
    let name = name.trim().to_ascii_lowercase();
    if name == "none" {
        return None;
    }
    let alias = ALIASES.iter().find(|(wiki, _)| *wiki == name);
    Some(alias.map_or(name, |(_, other)| (*other).to_owned()))
}

/// The name of a language in wiki markup; nothing for one that cannot be named in it.
pub(super) fn write(language: &str) -> Option<String> {
    let language = language.trim().to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(_, other)| *other == language);
    let name = alias.map_or(language, |(wiki, _)| (*wiki).to_owned());
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '|' | '{' | '}' | '=' | '"' | ':');
    (!name.is_empty() && name != "none" && name.chars().all(plain)).then_some(name)
}
