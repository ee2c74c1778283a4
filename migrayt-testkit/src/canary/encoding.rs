use std::fmt;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How a text may stand in a surface. Letters of either case are one throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// As it is, in UTF-8, in whatever escape that leaves letters alone.
    Plain,
    /// UTF-16 of either byte order.
    Utf16,
    /// Base64 of either alphabet, wherever the text begins.
    Base64,
    /// Every byte as `%6d`.
    Percent,
    /// Every byte as two hexadecimal digits.
    Hex,
    /// Every letter as `\u006d`.
    Json,
    /// Every letter as `&#109;` or `&#x6d;`.
    Html,
    /// Every byte as a number in a list, as bytes are shown by `Debug` and written as JSON.
    Numbers,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: &'static [Self] = &[
        Self::Plain,
        Self::Utf16,
        Self::Base64,
        Self::Percent,
        Self::Hex,
        Self::Json,
        Self::Html,
        Self::Numbers,
    ];

    /// The name in hits.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Utf16 => "utf16",
            Self::Base64 => "base64",
            Self::Percent => "percent",
            Self::Hex => "hex",
            Self::Json => "json",
            Self::Html => "html",
            Self::Numbers => "numbers",
        }
    }

    /// A text in every form of the encoding, whole and with other text around it: what a surface
    /// that leaks may hold.
    pub fn forms(self, text: &str) -> Vec<Vec<u8>> {
        let spread = |form: &dyn Fn(u8) -> String| text.bytes().map(form).collect::<String>();
        let texts = match self {
            Self::Plain => vec![text.to_owned(), text.to_uppercase()],
            Self::Utf16 => {
                let units = || format!("<{text}>").encode_utf16().collect::<Vec<_>>();
                let little = units().into_iter().flat_map(u16::to_le_bytes).collect();
                let big = units().into_iter().flat_map(u16::to_be_bytes).collect();
                return vec![little, big];
            }
            Self::Base64 => {
                let shifted = ["", "x", "xy"].map(|before| format!("{before}{text}, and more"));
                shifted.iter().map(|text| STANDARD.encode(text)).collect()
            }
            Self::Percent => {
                vec![spread(&|byte| format!("%{byte:02x}")), spread(&|byte| format!("%{byte:02X}"))]
            }
            Self::Hex => {
                vec![spread(&|byte| format!("{byte:02x}")), spread(&|byte| format!("{byte:02X}"))]
            }
            Self::Json => vec![
                spread(&|byte| format!("\\u{byte:04x}")),
                spread(&|byte| format!("\\u{byte:04X}")),
            ],
            Self::Html => {
                vec![spread(&|byte| format!("&#{byte};")), spread(&|byte| format!("&#x{byte:x};"))]
            }
            Self::Numbers => vec![
                format!("{:?}", text.as_bytes()),
                serde_json::to_string(text.as_bytes()).unwrap_or_default(),
            ],
        };
        texts.into_iter().map(String::into_bytes).collect()
    }

    /// What to look for, letters of either case being one.
    pub(super) fn needles(self, probe: &str) -> Vec<Vec<u8>> {
        let join = |between: &str, form: &dyn Fn(&mut String, u8)| {
            let mut needle = String::new();
            for byte in probe.bytes() {
                if !needle.is_empty() {
                    needle.push_str(between);
                }
                form(&mut needle, byte);
            }
            needle
        };
        let write = |to: &mut String, written: fmt::Arguments<'_>| {
            // Writing to a text cannot fail.
            let _ = to.write_fmt(written);
        };
        let texts = match self {
            Self::Plain => vec![probe.to_owned()],
            // Without the outer zeros both byte orders are the same.
            Self::Utf16 => vec![join("\0", &|to, byte| to.push(char::from(byte)))],
            Self::Base64 => (0..3).map(|before| inner_base64(probe, before)).collect(),
            Self::Percent => vec![join("", &|to, byte| write(to, format_args!("%{byte:02x}")))],
            Self::Hex => vec![join("", &|to, byte| write(to, format_args!("{byte:02x}")))],
            Self::Json => vec![join("", &|to, byte| write(to, format_args!("\\u{byte:04x}")))],
            Self::Html => vec![
                join("", &|to, byte| write(to, format_args!("&#{byte};"))),
                join("", &|to, byte| write(to, format_args!("&#x{byte:x};"))),
            ],
            Self::Numbers => [", ", ","]
                .map(|between| join(between, &|to, byte| write(to, format_args!("{byte}"))))
                .to_vec(),
        };
        texts.into_iter().map(String::into_bytes).collect()
    }
}

/// The letters of base64 that hold bits of the text alone, if so many bytes stand before it.
fn inner_base64(text: &str, before: usize) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(text.as_bytes());
    let first = (before * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    STANDARD.encode(&bytes).get(first..end).unwrap_or_default().to_owned()
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
