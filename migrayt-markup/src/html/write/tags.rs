/// HTML under construction: elements and texts, each escaped where it is put in.
#[derive(Debug, Default)]
pub(super) struct Tags(String);

/// The attributes of an element: names of ours, values of anyone.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Tags {
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    pub(super) fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element of one text.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.escaped(text);
    }

    pub(super) fn doctype(&mut self) {
        self.0.push_str("<!DOCTYPE html>");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    /// No text ends a tag or an attribute; a carriage return stays one, and a NUL, which HTML
    /// cannot hold, is left out.
    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\r', '\0']) {
            let (clean, tail) = rest.split_at(at);
            self.0.push_str(clean);
            let mut chars = tail.chars();
            self.0.push_str(match chars.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\r') => "&#13;",
                _ => "",
            });
            rest = chars.as_str();
        }
        self.0.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::Tags;

    #[test]
    fn nothing_in_a_text_ends_it() {
        let mut tags = Tags::default();
        tags.element("p", &[("title", "\"><script>")], "</p>&lt;\r\0");
        assert_eq!(
            tags.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;/p&gt;&amp;lt;&#13;</p>"
        );
    }
}
