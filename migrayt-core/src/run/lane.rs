use crate::catalog::Catalog;
use crate::content::Content;
use crate::digest::DigestKey;
use crate::operation::{Action, Command, OperationKey, OperationKind};
use crate::port::{Drafted, MadeFile, Target};

/// A command of a lane with its draft.
#[derive(Debug)]
pub struct LaneDraft {
    /// What the mapping wants, or what follows from it.
    pub command: Command,
    /// What will be sent.
    pub drafted: Drafted,
    /// The bytes of a file that was made of a text for which the target has no room.
    pub made: Option<Content<Vec<u8>>>,
}

/// Drafts the commands of one lane. Behind the draft of a text that had to be moved into files
/// stand the operations that attach them. Pure, as [`Target::draft`] is.
pub fn draft_lane(
    target: &dyn Target,
    catalog: &Catalog,
    commands: Vec<Command>,
    key: &DigestKey,
) -> Vec<LaneDraft> {
    let drafts = target.draft(catalog, &commands, key);
    let mut lane = Vec::with_capacity(commands.len());
    for (command, mut drafted) in commands.into_iter().zip(drafts) {
        let files = std::mem::take(&mut drafted.made);
        let item = command.key.item.clone();
        lane.push(LaneDraft { command, drafted, made: None });
        for MadeFile { file, bytes } in files {
            let part = file.id.as_str();
            let name = OperationKey::part(item.clone(), OperationKind::Attach, part);
            let command = Command::new(name, Action::Attach(file));
            let drafts = target.draft(catalog, std::slice::from_ref(&command), key);
            lane.extend(drafts.into_iter().next().map(|drafted| LaneDraft {
                command,
                drafted,
                made: Some(bytes),
            }));
        }
    }
    lane
}
