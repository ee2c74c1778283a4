use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::plan::{Outline, PlanOperation, PlanRow, Refusal, RefusalKind, Stage};
use migrayt_core::port::Mapped;
use migrayt_core::run::LaneDraft;

/// The plan of one item: ids, digests and codes of what its drafts hold. The lane comes with how many
/// items the target places in a backlog at once.
pub(super) fn row(
    item: &Item,
    outline: &Outline,
    target_type: Option<TypeId>,
    mapped: Mapped,
    (lane, together): (Vec<LaneDraft>, u32),
) -> PlanRow {
    let level = Stage::level(outline.level);
    let place = outline.backlog.position.map(|position| Stage::rank(position, together));
    // Comments keep their order: once one waits for other items, those after it do too.
    let mut comments_wait = false;
    let mut operations: Vec<_> = lane
        .into_iter()
        .map(|LaneDraft { command, drafted, .. }| {
            let kind = command.key.kind;
            let mut waits = kind.needs_both_ends()
                || (kind != OperationKind::Create && !drafted.optional.is_empty());
            if kind == OperationKind::Comment {
                comments_wait |= waits;
                waits = comments_wait;
            }
            PlanOperation {
                stage: match place {
                    Some(place) if kind == OperationKind::Rank => place,
                    _ if waits => Stage::LINKS,
                    _ => level,
                },
                other: other(&item.id, &command),
                key: drafted.key,
                digests: drafted.digests,
                losses: drafted.losses,
                refusals: drafted.refusals,
            }
        })
        .collect();
    let mut refusals = mapped.refusals;
    if operations.is_empty() {
        if refusals.is_empty() {
            refusals.push(Refusal::of(RefusalKind::TypeUnmapped));
        }
        operations.push(PlanOperation {
            key: OperationKey::sole(item.id.clone(), OperationKind::Create),
            stage: level,
            other: None,
            digests: Vec::new(),
            losses: Vec::new(),
            refusals: Vec::new(),
        });
    }
    if let Some(create) = operations.first_mut() {
        create.losses.extend(mapped.losses);
        create.losses.extend(item.losses.iter().cloned());
        // Mapping and target may refuse for the same reason.
        for refusal in refusals {
            if !create.refusals.contains(&refusal) {
                create.refusals.push(refusal);
            }
        }
    }
    PlanRow {
        item: item.id.clone(),
        revision: item.revision,
        type_id: item.type_id.clone(),
        target_type,
        operations,
    }
}

/// The other item that an operation refers to: the far end of a link, the parent of a creation,
/// the item after which one is placed.
fn other(item: &ItemId, command: &Command) -> Option<ItemId> {
    match &command.action {
        Action::Link { other, .. } if &command.key.item == item => Some(other.clone()),
        Action::Link { .. } => Some(command.key.item.clone()),
        Action::Create(new) => new.parent.clone(),
        Action::Rank { after } => Some(after.clone()),
        _ => None,
    }
}
