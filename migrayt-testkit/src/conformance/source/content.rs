use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use super::{pages, read_all};
use crate::conformance::breach::{Verdict, holds, same};

pub(super) async fn titles_come_letter_by_letter(source: &dyn Source, known: &Known) -> Verdict {
    for item in read_all(source).await? {
        let Some(title) = known.titles.get(&item.id) else { continue };
        let so = item.title.as_str() == title;
        holds(so, "a title comes letter by letter", || format!("item {}", item.id))?;
    }
    Ok(())
}

pub(super) async fn times_are_in_order(source: &dyn Source, _: &Known) -> Verdict {
    for item in read_all(source).await? {
        let made_first = |made, changed| match (made, changed) {
            (Some(made), Some(changed)) => made <= changed,
            _ => true,
        };
        let so = made_first(item.created, item.changed);
        holds(so, "nothing is changed before it is made", || format!("item {}", item.id))?;
        for comment in &item.comments {
            let so = made_first(comment.created, comment.edited);
            holds(so, "nothing is changed before it is made", || {
                format!("comment {} of item {}", comment.id, item.id)
            })?;
        }
    }
    Ok(())
}

pub(super) async fn nothing_that_is_shown_holds_content(
    source: &dyn Source,
    known: &Known,
) -> Verdict {
    let (pages, _) = pages(source, ReadPlan::all(ReadView::Full)).await;
    let shown = format!("{pages:?} {pages:#?} {source:?} {source:#?}");
    let mut titles = 0;
    for item in pages.iter().flat_map(|page| &page.items) {
        let title = item.title.as_str();
        // A short word proves nothing.
        if title.chars().count() < 6 {
            continue;
        }
        titles += 1;
        // What is shown in quotes has some letters escaped.
        let quoted = title.escape_debug().to_string();
        let inside = shown.contains(title) || shown.contains(&quoted);
        holds(!inside, "nothing that is shown holds content", || {
            format!("the title of item {}", item.id)
        })?;
    }
    let secret = known.secrets.iter().position(|secret| shown.contains(secret.as_str()));
    same(&secret, &None, "nothing that is shown holds a secret")?;
    holds(titles > 0 || pages.is_empty(), "items have titles", || format!("{titles} titles"))
}
