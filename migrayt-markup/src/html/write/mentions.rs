use migrayt_core::richtext::{ItemReference, Mention};

use super::Writer;
use super::line::one_line;
use crate::html::address::{Target, is_guid, work_item};
use crate::loss::{LossKind, Noting as _};

impl Writer {
    /// A person as Azure DevOps writes one; who is not one of its people is only named, so that
    /// no stranger is sent a message.
    pub(super) fn mention(&mut self, mention: &Mention) {
        let person = mention.person.as_str();
        let name = one_line(mention.name.as_str());
        let shown = ["@", if name.is_empty() { person } else { &name }].concat();
        if mention.resolved && is_guid(person) {
            let version = ["version:2.0,", person].concat();
            self.tags.element("a", &[("href", "#"), ("data-vss-mention", &version)], &shown);
        } else {
            self.note(LossKind::MentionAsText);
            self.tags.element("span", &[("data-mention", person)], &shown);
        }
    }

    pub(super) fn reference(&mut self, reference: &ItemReference) {
        let item = reference.item.as_str();
        let mut shown = one_line(reference.text.as_str());
        if shown.is_empty() {
            shown = ["#", item].concat();
        }
        let shown = shown.as_str();
        match reference.href.as_ref().map(|href| Target::of(href.as_str())) {
            Some(Target::Open(href)) if work_item(&href).as_ref() == Some(&reference.item) => {
                let attributes = [("href", href.as_str()), ("data-vss-mention", "version:1.0")];
                self.tags.element("a", &attributes, shown);
            }
            Some(Target::Open(href)) => {
                self.tags.element("a", &[("href", &href), ("data-item", item)], shown);
            }
            _ => {
                self.note(LossKind::ItemAsText);
                self.tags.element("span", &[("data-item", item)], shown);
            }
        }
    }
}
