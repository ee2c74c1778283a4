use migrayt_core::operation::OperationKind;
use migrayt_core::port::TargetCapabilities;

use super::Check;
use crate::compiled::link_type_named;

impl Check<'_> {
    pub(super) fn options(&mut self) {
        let options = &self.document.options;
        let links = [
            ("options.default_link", options.default_link.as_deref()),
            ("options.parent_link", options.parent_link.as_deref()),
        ];
        for (at, name) in links {
            if let Some(name) = name.filter(|name| link_type_named(self.target, name).is_none()) {
                self.error(at, "the target has no such link type", &[("link type", name)]);
            }
        }
        if let Some(account) = options.placeholder.clone() {
            self.account("options.placeholder", &account);
        }
    }

    /// What the options want and the target cannot do.
    pub(super) fn abilities(&mut self, caps: &TargetCapabilities) {
        let options = &self.document.options;
        let wanted = [
            ("options.comments", options.comments, OperationKind::Comment),
            ("options.attachments", options.attachments, OperationKind::Attach),
            ("options.links", options.links, OperationKind::Link),
            ("options.external_links", options.external_links, OperationKind::RemoteLink),
        ];
        if options.ranks && self.source.ranks && !self.target.ranks {
            self.warning("options.ranks", "the target has no places in a backlog", &[]);
        }
        for (at, wanted, kind) in wanted {
            if wanted && !caps.takes(kind) {
                self.warning(at, "the target takes none", &[]);
            }
        }
        if !self.document.states.is_empty() && !caps.takes(OperationKind::Transition) {
            self.warning("states", "the target moves no items between states", &[]);
        }
    }
}
