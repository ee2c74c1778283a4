use super::source::{Source, Span};
use crate::scheme::Scheme;

/// The longest address that is carried, in bytes: each piece of text in a link repeats it.
const LONGEST: usize = 8_192;

/// Beginnings of addresses in a text, in any case once they begin with a small letter.
const BEGINNINGS: &[&str] = &["https://", "http://", "ftps://", "ftp://", "irc://", "mailto:"];

/// What follows of an address, and what may end it.
const INNER: &[u8] = b"_?!~^/\\#$%&'()*+,-.:;<=@";
const LAST: &[u8] = b"_~^/\\#$%&'()*+,-/:;<=@";
const NEVER_LAST: &[char] = &['.', ',', '>', ')', ']', ';', '}', '"', '\'', '!'];

/// Where a link may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To an address that any tracker may hold.
    Open(String),
    /// To code.
    Unsafe,
    /// To something that only the source opens; the same as no link, as far as it is concerned.
    Foreign,
    /// Nowhere: this is no address.
    Nothing,
}

/// Kinds of addresses that Jira takes for links, but other trackers do not open.
const FOREIGN: &[&str] = &[
    "gopher",
    "integrity",
    "smb",
    "dynamicsnav",
    "jamfselfservice",
    "skype",
    "callto",
    "facetime",
    "git",
    "irc",
    "irc6",
    "news",
    "nntp",
    "feed",
    "cvs",
    "svn",
    "mvn",
    "ssh",
    "scp",
    "sftp",
    "itms",
    "notes",
    "hipchat",
    "sourcetree",
    "urn",
    "xmpp",
    "telnet",
    "vnc",
    "rdp",
    "whatsapp",
    "slack",
    "sip",
    "sips",
    "magnet",
    "ftps",
];

impl Target {
    pub(super) fn of(address: &str) -> Self {
        let address: String = address.trim().chars().filter(|c| !c.is_control()).collect();
        if address.len() > LONGEST || address.starts_with('/') {
            return Self::Foreign;
        }
        if address.starts_with('#') && address.len() > 1 {
            return Self::Open(address);
        }
        let Some((scheme, rest)) = address.split_once(':') else { return Self::Nothing };
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" | "ftp" | "file" if !rest.starts_with("//") => Self::Nothing,
            scheme => match Scheme::of(scheme) {
                Scheme::Open => Self::Open(address),
                Scheme::Code => Self::Unsafe,
                Scheme::Other if FOREIGN.contains(&scheme) => Self::Foreign,
                Scheme::Other => Self::Nothing,
            },
        }
    }
}

/// A bare address in a text: what it shows begins behind `mailto:`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bare {
    pub(super) shown: Span,
    pub(super) end: usize,
}

/// The address that begins at a place.
pub(super) fn bare(source: &Source<'_>, at: usize, span: Span) -> Option<Bare> {
    let rest = source.text(span.from(at));
    let begins = |beginning: &&&str| {
        let head = rest.as_bytes().get(..beginning.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    let beginning = BEGINNINGS.iter().find(begins)?;
    let body = rest.get(beginning.len()..)?;
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || INNER.contains(byte);
    let length = body.bytes().take_while(|byte| inner(byte)).count();
    let body = body.get(..length)?;
    let last =
        |c: char| !(c.is_ascii_alphanumeric() || u8::try_from(c).is_ok_and(|b| LAST.contains(&b)));
    let body = body.trim_end_matches(last);
    if body.is_empty() {
        return None;
    }
    let body = body.trim_end_matches(NEVER_LAST);
    let end = at + beginning.len() + body.len();
    let shown = if *beginning == "mailto:" { at + beginning.len() } else { at };
    (!body.is_empty()).then_some(Bare { shown: Span::new(shown, end), end })
}

/// Whether a text begins as an address does.
pub(super) fn is_web(text: &str) -> bool {
    let text = text.get(..8.min(text.len())).unwrap_or_default().to_ascii_lowercase();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

/// An address without the backslashes in front of its characters.
pub(super) fn unescaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut escaped = false;
    for c in address.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            out.push(c);
            escaped = false;
        }
    }
    out
}

/// The end of an issue's key at a place, such as `PROJ-12`, that stands for itself.
pub(super) fn issue_key(source: &Source<'_>, at: usize, span: Span) -> Option<usize> {
    let apart =
        |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "()!.,/:;[]?'\"".contains(c));
    let rest = source.text(span.from(at)).as_bytes();
    let key = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
    let name = rest.iter().take(20).take_while(key).count();
    let digits = rest.iter().skip(name + 1).take(9).take_while(|it| it.is_ascii_digit()).count();
    let numbered = rest.get(name) == Some(&b'-') && rest.get(name + 1) != Some(&b'0');
    let end = at + name + 1 + digits;
    (name >= 2
        && digits > 0
        && numbered
        && apart(source.before(at, span))
        && apart(source.char(end, span)))
    .then_some(end)
}

/// The issue that an address shows: `https://site/browse/PROJ-12`.
pub(super) fn issue_of(address: &str) -> Option<&str> {
    if !is_web(address) {
        return None;
    }
    let (_, rest) = address.split_once("/browse/")?;
    let key = rest.get(..rest.find(['?', '#', '/']).unwrap_or(rest.len()))?;
    let source = Source::new(key);
    (issue_key(&source, 0, source.whole()) == Some(key.len())).then_some(key)
}
