use migrayt_core::Result;
use migrayt_core::catalog::LinkType;

use super::Proposer;
use crate::document::{Entry, LinkRule};
use crate::suggest::{About, Subject};

impl Proposer<'_> {
    pub(super) async fn links(&mut self) -> Result<()> {
        let (source, target) = (self.source, self.target);
        for link_type in source.link_types.iter().filter(|one| !hierarchy(one)) {
            let candidates = target.link_types.iter().filter(|one| !hierarchy(one));
            let candidates = candidates.map(Subject::from).collect();
            for answer in self.ask(About::Link, Subject::from(link_type), candidates).await? {
                let found =
                    target.link_types.iter().find(|one| one.id.as_str() == answer.candidate);
                let Some(found) = found else { continue };
                let to = target_name(&target.link_types, found);
                let rule = if answer.reversed { LinkRule::Reversed(to) } else { LinkRule::To(to) };
                let entry = Entry::Link { source: link_type.id.to_string(), rule };
                self.suggested(&answer, entry);
            }
        }
        Ok(())
    }
}

/// The name of a link type, or its id where the name is not its alone.
fn target_name(all: &[LinkType], link_type: &LinkType) -> String {
    if all.iter().filter(|one| one.name == link_type.name).count() > 1 {
        link_type.id.to_string()
    } else {
        link_type.name.clone()
    }
}

/// Whether links of the type are parents and children, which are no links here.
fn hierarchy(link_type: &LinkType) -> bool {
    link_type.id.as_str().starts_with("System.LinkTypes.Hierarchy")
}
