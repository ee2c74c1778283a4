use migrayt_core::item::Item;

use crate::conformance::breach::{Verdict, holds};

/// Both are the same item with the same parts.
pub(super) fn same_item(found: &Item, expected: &Item, sentence: &'static str) -> Verdict {
    let parts = [
        ("id", found.id == expected.id),
        ("revision", found.revision == expected.revision),
        ("type", found.type_id == expected.type_id),
        ("state", found.state == expected.state),
        ("title", found.title == expected.title),
        ("fields", found.fields == expected.fields),
        ("parent", found.parent == expected.parent),
        ("relations", found.relations == expected.relations),
        ("external links", found.external_links == expected.external_links),
        ("attachments", found.attachments == expected.attachments),
        ("created", found.created == expected.created),
        ("changed", found.changed == expected.changed),
        ("losses", found.losses == expected.losses),
        ("comments", same_comments(found, expected)),
    ];
    for (part, same) in parts {
        holds(same, sentence, || format!("another {part} of item {}", expected.id))?;
    }
    Ok(())
}

fn same_comments(found: &Item, expected: &Item) -> bool {
    found.comments.len() == expected.comments.len()
        && found.comments.iter().zip(&expected.comments).all(|(left, right)| {
            left.id == right.id
                && left.author == right.author
                && left.created == right.created
                && left.edited == right.edited
                && left.body == right.body
        })
}
