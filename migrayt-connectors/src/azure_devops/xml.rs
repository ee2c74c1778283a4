//! The small part of XML that test steps are written in: elements, attributes and text.

/// An element with what is in it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text directly in it, entities decoded.
    pub(super) text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// How deep elements may lie in one another.
const DEEPEST: usize = 64;

/// Reads a document with one root. `None` if it is not well-formed, or deeper than 64 elements.
pub(super) fn read(text: &str) -> Option<Element> {
    let mut rest = text.trim_start_matches('\u{feff}');
    // What is open, outermost first; the first holds the root.
    let mut open = vec![Element::default()];
    while !rest.is_empty() {
        let (words, tail) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        open.last_mut()?.text.push_str(&decoded(words));
        rest = tail;
        if let Some(tail) = rest.strip_prefix("<!--") {
            rest = tail.split_once("-->")?.1;
        } else if let Some(tail) = rest.strip_prefix("<![CDATA[") {
            let (words, tail) = tail.split_once("]]>")?;
            open.last_mut()?.text.push_str(words);
            rest = tail;
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest = rest.split_once('>')?.1;
        } else if let Some(tail) = rest.strip_prefix("</") {
            let (name, tail) = tail.split_once('>')?;
            let done = open.pop()?;
            if done.name != name.trim() {
                return None;
            }
            open.last_mut()?.children.push(done);
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix('<') {
            let (element, closed, tail) = start(tail)?;
            if closed {
                open.last_mut()?.children.push(element);
            } else {
                open.push(element);
            }
            rest = tail;
        }
        if open.len() > DEEPEST {
            return None;
        }
    }
    let mut outside = open.pop().filter(|_| open.is_empty())?;
    let single = outside.children.len() == 1 && outside.text.trim().is_empty();
    outside.children.pop().filter(|_| single)
}

/// The element whose start tag begins here, whether it is closed at once, and what follows.
fn start(text: &str) -> Option<(Element, bool, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
    let (name, mut rest) = text.split_at(end);
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    if name.is_empty() {
        return None;
    }
    loop {
        rest = rest.trim_start();
        if let Some(tail) = rest.strip_prefix('>') {
            return Some((element, false, tail));
        }
        if let Some(tail) = rest.strip_prefix("/>") {
            return Some((element, true, tail));
        }
        let (key, tail) = rest.split_once('=')?;
        let tail = tail.trim_start();
        let quote = tail.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, tail) = tail.get(1..)?.split_once(quote)?;
        element.attributes.push((key.trim().to_owned(), decoded(value)));
        rest = tail;
    }
}

/// Text with its entities decoded; an unknown entity stays as it is.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after.split_once(';').and_then(|(name, tail)| Some((entity(name)?, tail)));
        rest = if let Some((c, tail)) = found {
            out.push(c);
            tail
        } else {
            out.push('&');
            after
        };
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn elements_attributes_and_entities_are_read() {
        let root = read(
            "<?xml version=\"1.0\"?><!-- x --><steps id=\"0\" last='2'>\n <step id=\"1\"/>\
             <step a = \"&quot;&#65;&#x42;&unknown;\">x &lt;b&gt; &amp;amp;<![CDATA[<i>]]></step></steps>",
        )
        .unwrap();
        assert_eq!((root.name.as_str(), root.attribute("last")), ("steps", Some("2")));
        assert_eq!(root.children.len(), 2);
        assert_eq!(root.children[1].attribute("a"), Some("\"AB&unknown;"));
        assert_eq!(root.children[1].text, "x <b> &amp;<i>");
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for bad in [
            "", "words", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a x=1/>", "<a", "<a x=\"", "< >",
            "<a/>x",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(read(&"<a>".repeat(100_000)), None);
    }
}
