use migrayt_core::content::Content;
use migrayt_core::plan::LossKind;
use migrayt_core::richtext::{Inline, Link, Marks, Mention};

use super::Compiled;
use crate::document::Mentions;

impl Compiled {
    /// What stands in the target for a mention of a person of the source, and what is lost by it.
    pub(super) fn mention(&self, mention: &Mention) -> (Inline, Option<LossKind>) {
        let named = |link: Option<Link>| {
            let marks = link.map_or_else(Marks::default, |link| Marks::default().linked(link));
            Inline::Text { text: name(mention), marks }
        };
        let account = self.people.own(&mention.person);
        match (self.document.options.mentions, account) {
            (Mentions::Notify, Some(account)) => {
                let person = account.clone();
                let mention = Mention { person, resolved: true, ..mention.clone() };
                (Inline::Mention(mention), None)
            }
            (Mentions::Silent, Some(account)) => {
                let profile = |profiles| Link::to(format!("{profiles}{account}"));
                let link = self.target.profiles.as_ref().map(profile);
                (named(link), Some(LossKind::TextMention))
            }
            (Mentions::Name, _) => (named(None), Some(LossKind::TextMention)),
            (_, None) => (named(None), Some(LossKind::MentionUnknown)),
        }
    }
}

/// The mention as words: the name, or the id where the source did not tell the name.
fn name(mention: &Mention) -> Content<String> {
    let name = Some(mention.name.as_str()).filter(|name| !name.trim().is_empty());
    Content::new(format!("@{}", name.unwrap_or(mention.person.as_str())))
}
