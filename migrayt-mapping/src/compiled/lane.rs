use migrayt_core::content::Content;
use migrayt_core::id::FieldId;
use migrayt_core::item::{AttachmentRef, Comment, ExternalLink, Item};
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::plan::{Loss, LossKind};

use super::Compiled;
use super::writing::Writing;
use crate::attribution::Attribution;
use crate::tally::Tally;

impl Compiled {
    /// The item's files, in the source's order.
    pub(super) fn attachments(&self, item: &Item, tally: &mut Tally) -> Vec<Command> {
        if !self.document.options.attachments {
            left(tally, "attachments", item.attachments.len());
            return Vec::new();
        }
        let command = |file: &AttachmentRef| {
            let key = OperationKey::part(item.id.clone(), OperationKind::Attach, file.id.as_str());
            let mut command = Command::new(key, Action::Attach(file.clone()));
            if file.note.is_some() {
                command.losses.push(Loss::of(LossKind::NoteDropped));
            }
            command
        };
        item.attachments.iter().map(command).collect()
    }

    /// The item's comments, oldest first, each with a line that says who wrote it and when.
    pub(super) fn comments(
        &self,
        writing: Writing<'_>,
        item: &Item,
        tally: &mut Tally,
    ) -> Vec<Command> {
        if !self.document.options.comments {
            left(tally, "comments", item.comments.len());
            return Vec::new();
        }
        item.comments.iter().map(|comment| self.comment(writing, item, comment)).collect()
    }

    /// The item's links to pages, in the source's order. Addresses that no browser opens stand in
    /// the description instead.
    pub(super) fn remote_links(&self, item: &Item, tally: &mut Tally) -> Vec<Command> {
        if !self.document.options.external_links {
            left(tally, "external_links", item.external_links.len());
            return Vec::new();
        }
        let mut commands: Vec<Command> = Vec::new();
        for link in item.external_links.iter().filter(|link| opens(link)) {
            let command = self.remote_link(item, link);
            if commands.iter().any(|other| other.key == command.key) {
                // The address is there already; what was written beside it the second time is not.
                tally.of(LossKind::NoteDropped);
            } else {
                commands.push(command);
            }
        }
        commands
    }

    fn comment(&self, writing: Writing<'_>, item: &Item, comment: &Comment) -> Command {
        let mut tally = Tally::default();
        let mut document = writing.write(comment.body.expose(), None, &mut tally);
        let author = comment.author.as_ref().map(|author| author.name.as_str());
        let line = Attribution::new(self.system, author, comment.created, comment.edited);
        document.blocks.insert(0, line.block());
        let key = OperationKey::part(item.id.clone(), OperationKind::Comment, comment.id.as_str());
        let action = Action::Comment {
            source: comment.id.clone(),
            body: Content::new(document),
            created: comment.created,
        };
        tally.count(LossKind::AuthorInText, None, u32::from(comment.author.is_some()));
        tally.count(LossKind::TimeInText, None, u32::from(comment.created.is_some()));
        Command { losses: tally.into_losses(), ..Command::new(key, action) }
    }

    /// The address is named by a digest: keys rest in the journal, and an address is content.
    fn remote_link(&self, item: &Item, link: &ExternalLink) -> Command {
        let digest = self.key.digest("external_link", link.url.as_str().as_bytes());
        let key =
            OperationKey::part(item.id.clone(), OperationKind::RemoteLink, digest.to_string());
        let title = link.title.as_ref().filter(|title| !title.as_str().trim().is_empty());
        let action = Action::RemoteLink {
            global_id: format!("migrayt:{}:{digest}", item.id),
            url: link.url.clone(),
            title: title.unwrap_or(&link.url).clone(),
        };
        Command::new(key, action)
    }
}

/// Whether a browser opens the link's address.
pub(super) fn opens(link: &ExternalLink) -> bool {
    let scheme = link.url.as_str().split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    })
}

/// Names what the options leave behind.
fn left(tally: &mut Tally, what: &str, count: usize) {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    tally.count(LossKind::FieldUnmapped, Some(FieldId::new(what)), count);
}
