use super::{Check, is_used, place};
use crate::compiled::link_type_named;

impl Check<'_> {
    pub(super) fn links(&mut self) {
        let (document, source) = (self.document, self.source);
        for (name, rule) in &document.links {
            let at = place("links", &[name]);
            if link_type_named(source, name).is_none() {
                self.note(&at, "the source has no such link type; the rule holds nothing", &[]);
            }
            if let Some(to) = rule.target()
                && link_type_named(self.target, to).is_none()
            {
                self.error(&at, "the target has no such link type", &[("link type", to)]);
            }
        }
        if !document.options.links {
            return;
        }
        for link_type in source.link_types.iter().filter(|one| is_used(one.used)) {
            let has = |name: &String| {
                link_type_named(source, name).is_some_and(|found| found.id == link_type.id)
            };
            if document.links.keys().any(has) {
                continue;
            }
            let at = place("links", &[link_type.id.as_str()]);
            match &document.options.default_link {
                Some(default) => {
                    let facts = [("link type", default.as_str())];
                    self.warning(&at, "the link type has no rule; the default is used", &facts);
                }
                None => self.warning(&at, "the link type has no rule; links are lost", &[]),
            }
        }
    }
}
