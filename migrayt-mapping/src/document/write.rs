use std::collections::BTreeMap;
use std::fmt::Write as _;

use migrayt_core::{Error, ErrorKind, Result};
use serde::Serialize;

use super::{Entry, MappingDocument, Suggested};

impl MappingDocument {
    /// The document as TOML: tables and entries in a fixed order, with comments that say where a
    /// rule comes from. Suggestions that are not accepted stand beside the rules as comments;
    /// removing the first `#` of such a line accepts it.
    ///
    /// # Errors
    /// `Unexpected` if the text, read again, does not say the same.
    pub fn to_toml(&self) -> Result<String> {
        let text = self.written();
        let again = Self::parse(&text)?;
        if again.fingerprint() == self.fingerprint() && again.review == self.review {
            Ok(text)
        } else {
            Err(Error::new(ErrorKind::Unexpected, "the mapping cannot be written"))
        }
    }

    fn written(&self) -> String {
        let mut out = Writer { document: self, text: String::from(HEAD) };
        let _ = writeln!(out.text, "version = {}", u32::from(self.version));
        out.options();
        out.table("types", &self.types, |entry| match entry {
            Entry::Type { source, rule } => Some((source, value(rule))),
            _ => None,
        });
        for of in self.groups(
            |entry| match entry {
                Entry::State { of, .. } => Some(of),
                _ => None,
            },
            &self.states,
        ) {
            let name = format!("states.{}", key(of));
            out.table(
                &name,
                self.states.get(of).unwrap_or(&BTreeMap::new()),
                |entry| match entry {
                    Entry::State { of: group, source, rule } if group == of => {
                        Some((source, value(rule)))
                    }
                    _ => None,
                },
            );
        }
        out.table("fields", &self.fields, |entry| match entry {
            Entry::Field { source, rule } => Some((source, value(rule))),
            _ => None,
        });
        for (of, rules) in &self.fields_of {
            out.table(&format!("fields_of.{}", key(of)), rules, |_| None);
        }
        for of in self.groups(
            |entry| match entry {
                Entry::Value { of, .. } => Some(of),
                _ => None,
            },
            &self.values,
        ) {
            let name = format!("values.{}", key(of));
            out.table(
                &name,
                self.values.get(of).unwrap_or(&BTreeMap::new()),
                |entry| match entry {
                    Entry::Value { of: group, source, rule } if group == of => {
                        Some((source, value(rule)))
                    }
                    _ => None,
                },
            );
        }
        out.table("defaults", &self.defaults, |_| None);
        out.table("people", &self.people, |entry| match entry {
            Entry::Person { source, rule } => Some((source, value(rule))),
            _ => None,
        });
        out.people_rules();
        out.table("links", &self.links, |entry| match entry {
            Entry::Link { source, rule } => Some((source, value(rule))),
            _ => None,
        });
        out.table("areas", &self.areas, |entry| match entry {
            Entry::Area { source, rule } => Some((source, value(rule))),
            _ => None,
        });
        out.table("iterations", &self.iterations, |entry| match entry {
            Entry::Iteration { source, rule } => Some((source, value(rule))),
            _ => None,
        });
        out.review();
        out.text
    }

    /// The names of a table's groups, those that only have suggestions included.
    fn groups<'a, R>(
        &'a self,
        of: impl Fn(&'a Entry) -> Option<&'a String>,
        rules: &'a BTreeMap<String, R>,
    ) -> Vec<&'a String> {
        let mut groups: Vec<_> = rules.keys().collect();
        groups.extend(self.review.suggestions.iter().filter_map(|suggested| of(&suggested.entry)));
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// What stands above everything.
const HEAD: &str = "\
# The mapping: how each entry of the source's catalog is carried to the target.
# Comments change nothing. Rules marked with a percentage were suggested; review them.
";

struct Writer<'a> {
    document: &'a MappingDocument,
    text: String,
}

impl<'a> Writer<'a> {
    fn options(&mut self) {
        self.text.push_str("\n[options]\n");
        let Ok(toml::Value::Table(options)) = toml::Value::try_from(&self.document.options) else {
            return;
        };
        for (name, value) in &options {
            let _ = writeln!(self.text, "# {}", option_words(name));
            let _ = writeln!(self.text, "{} = {}", key(name), inline(value));
        }
    }

    fn people_rules(&mut self) {
        let rules = &self.document.people_rules;
        self.text.push_str(
            "\n# How people are matched beyond that: domains that changed, such as\n\
             # { \"old.example\" = \"new.example\" }, and equal letters before the @.\n\
             [people_rules]\n",
        );
        let _ = writeln!(self.text, "domains = {}", value(&rules.domains));
        let _ = writeln!(self.text, "same_local_part = {}", rules.same_local_part);
    }

    /// Writes a table, if it has rules or suggestions.
    fn table<R: Serialize>(
        &mut self,
        name: &str,
        rules: &BTreeMap<String, R>,
        of: impl Fn(&'a Entry) -> Option<(&'a String, String)>,
    ) {
        let mut suggestions: BTreeMap<&str, Vec<(String, &Suggested)>> = BTreeMap::new();
        for suggested in &self.document.review.suggestions {
            if let Some((source, rule)) = of(&suggested.entry) {
                suggestions.entry(source).or_default().push((rule, suggested));
            }
        }
        if rules.is_empty() && suggestions.is_empty() {
            return;
        }
        let words = table_words(name.split('.').next().unwrap_or_default());
        let _ = write!(self.text, "\n# {words}\n[{name}]\n");
        let mut sources: Vec<&str> = rules.keys().map(String::as_str).collect();
        sources.extend(suggestions.keys());
        sources.sort_unstable();
        sources.dedup();
        for source in sources {
            let stands = rules.get(source).map(value);
            let offers = suggestions.get(source).map(Vec::as_slice).unwrap_or_default();
            if let Some(rule) = &stands {
                let _ = write!(self.text, "{} = {rule}", key(source));
                if let Some((_, offer)) = offers.iter().find(|(offered, _)| offered == rule) {
                    let _ = write!(self.text, " # {}", why(offer));
                }
                self.text.push('\n');
            }
            for (rule, offer) in offers.iter().filter(|(rule, _)| Some(rule) != stands.as_ref()) {
                let _ = writeln!(self.text, "# {} = {rule} # {}", key(source), why(offer));
            }
        }
    }

    fn review(&mut self) {
        if self.document.review.is_empty() {
            return;
        }
        self.text
            .push_str("\n# What was suggested. It decides nothing.\n[review]\nsuggestions = [\n");
        for suggested in &self.document.review.suggestions {
            let _ = writeln!(self.text, "  {},", value(suggested));
        }
        self.text.push_str("]\n");
    }
}

fn why(suggested: &Suggested) -> String {
    format!("{}: {}", suggested.confidence, suggested.reason.words())
}

/// A value on one line.
fn value<T: Serialize>(value: &T) -> String {
    toml::Value::try_from(value).map_or_else(|_| String::new(), |value| inline(&value))
}

fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Array(list) => {
            format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        toml::Value::Table(table) => {
            let pairs: Vec<_> = table
                .iter()
                .map(|(name, value)| format!("{} = {}", key(name), inline(value)))
                .collect();
            if pairs.is_empty() { "{}".into() } else { format!("{{ {} }}", pairs.join(", ")) }
        }
        other => other.to_string(),
    }
}

/// A key, quoted where it must be.
pub(crate) fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !name.is_empty() && name.bytes().all(bare) { name.into() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn table_words(name: &str) -> &'static str {
    match name {
        "types" => "Source type: { to = \"type\" }, { by_parent = { below, alone } } or \"leave\".",
        "states" => "Source state: { to = \"state\" } or \"leave\", which keeps the first state.",
        "fields" | "fields_of" => {
            "Source field: { copy | copy_if_empty | day | hours = \"field\" }, \"description\",\n\
             # { section = \"heading\" }, \"note\", \"labels\", { label = \"prefix\" }, \"area\", \
             \"iteration\" or \"leave\"."
        }
        "values" => "Source value = target value.",
        "defaults" => "Target field = value for items that have none.",
        "people" => {
            "Source account id: { account = \"target account id\" }, \"placeholder\" or \"leave\".\n\
             # Addresses do not belong here: `migrayt people import` takes them from a table."
        }
        "links" => "Source link type: { to = \"type\" }, { reversed = \"type\" } or \"leave\".",
        _ => "Source node: { to = \"name\" }, { label = \"label\" }, \"parent\" or \"leave\".",
    }
}

fn option_words(name: &str) -> &'static str {
    match name {
        "comments" => "Whether comments are carried.",
        "attachments" => "Whether files are carried.",
        "links" => "Whether links between items are carried.",
        "external_links" => "Whether links to pages, commits and builds are carried.",
        "ranks" => "Whether items get their place in the source's backlog.",
        "origin_note" => "\"write\" ends the description with author and times; or \"leave\".",
        "other_fields" => "Fields without a rule: \"note\" keeps them as text; or \"leave\".",
        "mentions" => {
            "\"silent\" names people and leads to their page; \"notify\" mentions them; or \"name\"."
        }
        "labels" => "Labels of every item; {organization}, {project} and {id} are filled in.",
        "label_space" => "What stands for white space in labels; \"\" keeps it.",
        "default_link" => "The link type for links whose type has no rule.",
        "parent_link" => "The link for parents that the target's hierarchy cannot hold.",
        "placeholder" => "The account that stands for people who have none in the target.",
        "inactive_people" => {
            "Closed accounts: \"keep\" where the target takes them; or \"replace\"."
        }
        _ => "The offset from UTC at which the rule day tells days apart.",
    }
}
