use super::source::{Source, Span, word};

/// A macro: `{name}`, `{name:parameters}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Macro {
    /// A node of Atlassian Document Format, as JSON.
    Adf,
    Anchor,
    Code,
    Quote,
    Noformat,
    Panel,
    Color,
    /// A box of Confluence's that a panel stands for.
    Box,
    Expand,
    Status,
}

const NAMES: &[(&str, Macro)] = &[
    ("adf", Macro::Adf),
    ("anchor", Macro::Anchor),
    ("code", Macro::Code),
    ("quote", Macro::Quote),
    ("noformat", Macro::Noformat),
    ("panel", Macro::Panel),
    ("color", Macro::Color),
    ("info", Macro::Box),
    ("note", Macro::Box),
    ("tip", Macro::Box),
    ("warning", Macro::Box),
    ("expand", Macro::Expand),
    ("status", Macro::Status),
];

/// Macros that only Confluence carries out, known even without parameters.
const FOREIGN: &[&str] = &[
    "toc",
    "section",
    "column",
    "excerpt",
    "children",
    "include",
    "chart",
    "jiraissues",
    "csv",
    "cloak",
    "toggle-cloak",
    "deck",
    "card",
    "loremipsum",
    "rss",
    "gallery",
    "details",
    "tasklist",
];

impl Macro {
    /// The macro of a name, in whatever case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, kind)| *kind)
    }

    /// Whether it ends with `{name}`.
    fn is_paired(self) -> bool {
        !matches!(self, Self::Anchor | Self::Status)
    }

    /// Whether all between its ends is as it stands.
    pub(super) fn is_verbatim(self) -> bool {
        matches!(self, Self::Adf | Self::Code | Self::Noformat)
    }

    /// Whether it means nothing without its end; another one is then as good as ended at once.
    fn needs_end(self) -> bool {
        matches!(self, Self::Box | Self::Expand)
    }

    /// Whether it may stand between the symbols of a format.
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Self::Color | Self::Anchor | Self::Status)
    }
}

/// A macro at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    pub(super) kind: Macro,
    pub(super) name: &'a str,
    pub(super) parameters: &'a str,
    /// What is in it; of one that never ends, nothing.
    pub(super) inner: Span,
    pub(super) end: usize,
}

impl<'a> Call<'a> {
    /// The macro that begins at a place.
    pub(super) fn at(source: &Source<'a>, at: usize, span: Span) -> Option<Self> {
        let head = Head::at(source, at, span)?;
        let kind = Macro::named(head.name)?;
        let close = kind.is_paired().then(|| source.closer(head.name, head.end, span)).flatten();
        if kind.needs_end() && close.is_none() {
            return None;
        }
        let inner = Span::new(head.end, close.unwrap_or(head.end));
        let end = close.map_or(head.end, |close| close + head.name.len() + 2);
        Some(Self { kind, name: head.name, parameters: head.parameters, inner, end })
    }
}

/// The beginning of a macro that may not be known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    pub(super) name: &'a str,
    pub(super) parameters: &'a str,
    pub(super) end: usize,
}

impl<'a> Head<'a> {
    pub(super) fn at(source: &Source<'a>, at: usize, span: Span) -> Option<Self> {
        if source.byte(at, span) != Some(b'{') {
            return None;
        }
        let rest = source.text(span.from(at + 1));
        let name = word(rest);
        if name.is_empty() {
            return None;
        }
        let after = at + 1 + name.len();
        match source.byte(after, span) {
            Some(b'}') => Some(Self { name, parameters: "", end: after + 1 }),
            Some(b':') => {
                let rest = source.text(span.from(after + 1));
                let length = rest.find(['{', '\n', '}'])?;
                let parameters = rest.get(..length)?;
                let end = after + 1 + length;
                (source.byte(end, span) == Some(b'}')).then_some(Self {
                    name,
                    parameters,
                    end: end + 1,
                })
            }
            _ => None,
        }
    }

    /// Whether this is a macro, though not one that we know, and not just text in braces.
    pub(super) fn is_foreign(&self) -> bool {
        if self.parameters.is_empty() {
            return FOREIGN.contains(&self.name);
        }
        let begins = self.name.starts_with(|c: char| c.is_ascii_lowercase());
        let key = self.parameters.split('=').next().unwrap_or_default();
        let keyed = self.parameters.contains('=')
            && !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        begins && Macro::named(self.name).is_none() && (keyed || FOREIGN.contains(&self.name))
    }
}
