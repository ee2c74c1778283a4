use migrayt_core::ErrorKind;
use migrayt_core::port::PlanStore;

use super::sample::{FINGERPRINT, Planned, family, plan_id, put};
use crate::conformance::breach::{Verdict, fails, same};

pub(super) async fn a_plan_is_made_in_order<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    let item = Planned::new("1", 0);
    let unknown = "a plan that was not begun does not exist";
    fails(journal.put_outlines(&plan, &[]).await, ErrorKind::NotFound, unknown)?;
    fails(journal.seal_outline(&plan).await, ErrorKind::NotFound, unknown)?;
    fails(journal.outlines(&plan, &[]).await, ErrorKind::NotFound, unknown)?;
    fails(journal.outline_page(&plan, None, 9).await, ErrorKind::NotFound, unknown)?;
    fails(journal.put_plan_rows(&plan, &[]).await, ErrorKind::NotFound, unknown)?;
    fails(journal.seal_plan(&plan).await, ErrorKind::NotFound, unknown)?;
    fails(journal.plan_page(&plan, None, 9).await, ErrorKind::NotFound, unknown)?;
    fails(journal.plan_account(&plan).await, ErrorKind::NotFound, unknown)?;
    same(&journal.newest_plan().await?, &None, "there is no newest plan before one is sealed")?;

    let order = "a plan is made in this order";
    journal.begin_plan(&plan, FINGERPRINT).await?;
    let rows = [item.row.clone()];
    fails(journal.put_plan_rows(&plan, &rows).await, ErrorKind::Misuse, order)?;
    fails(journal.seal_plan(&plan).await, ErrorKind::Misuse, order)?;
    fails(journal.outline_page(&plan, None, 9).await, ErrorKind::Misuse, order)?;
    journal.put_outlines(&plan, std::slice::from_ref(&item.outline)).await?;
    let sealed = journal.seal_outline(&plan).await?;
    let outlines = [Planned::new("2", 0).outline];
    fails(journal.put_outlines(&plan, &outlines).await, ErrorKind::Misuse, order)?;
    let twice = "sealing what is sealed says the same again";
    same(&journal.seal_outline(&plan).await?, &sealed, twice)?;
    let stranger = [Planned::new("2", 0).row];
    let outline = "rows are of items that have an outline";
    fails(journal.put_plan_rows(&plan, &stranger).await, ErrorKind::Misuse, outline)?;
    journal.put_plan_rows(&plan, &rows).await?;
    same(&journal.newest_plan().await?, &None, "a plan is no newest plan before it is sealed")?;
    let summary = journal.seal_plan(&plan).await?;
    same(&journal.seal_plan(&plan).await?, &summary, twice)
}

pub(super) async fn an_unsealed_plan_is_forgotten<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    let sentence = "beginning forgets a plan of that id that was not sealed";
    let [first, second] = [Planned::new("1", 0), Planned::new("2", 0)];
    journal.begin_plan(&plan, "0000").await?;
    let both = [first.outline.clone(), second.outline.clone()];
    journal.put_outlines(&plan, &both).await?;
    journal.seal_outline(&plan).await?;
    journal.put_plan_rows(&plan, &[first.row.clone(), second.row.clone()]).await?;

    journal.begin_plan(&plan, FINGERPRINT).await?;
    journal.put_outlines(&plan, std::slice::from_ref(&second.outline)).await?;
    same(&journal.outlines(&plan, &[first.outline.item]).await?.len(), &0, sentence)?;
    same(&journal.seal_outline(&plan).await?.items, &1, sentence)?;
    same(&journal.plan_page(&plan, None, 9).await?.len(), &0, sentence)?;
    journal.put_plan_rows(&plan, &[second.row]).await?;
    same(&journal.seal_plan(&plan).await?.operations, &1, sentence)?;
    let fingerprint = journal.newest_plan().await?.map(|(_, fingerprint, _)| fingerprint);
    same(&fingerprint, &Some(FINGERPRINT.into()), sentence)
}

pub(super) async fn another_unsealed_plan_stays<J: PlanStore>(journal: &J) -> Verdict {
    let sentence = "beginning leaves other plans that are not sealed as they are";
    let (one, other) = (plan_id(1), plan_id(2));
    let item = Planned::new("1", 0);
    journal.begin_plan(&one, "0000").await?;
    journal.put_outlines(&one, std::slice::from_ref(&item.outline)).await?;
    put(journal, &other, &family()).await?;
    same(&journal.seal_outline(&one).await?.items, &1, sentence)?;
    journal.put_plan_rows(&one, std::slice::from_ref(&item.row)).await?;
    journal.begin_plan(&plan_id(3), FINGERPRINT).await?;
    same(&journal.plan_page(&one, None, 9).await?.len(), &1, sentence)?;
    same(&journal.seal_plan(&one).await?.operations, &1, sentence)
}

pub(super) async fn a_sealed_plan_never_changes<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    let sentence = "a sealed plan never changes";
    put(journal, &plan, &family()).await?;
    let before = journal.plan_page(&plan, None, 9).await?;
    let fresh = Planned::new("9", 0);
    let again = journal.begin_plan(&plan, FINGERPRINT).await;
    fails(again, ErrorKind::Conflict, "a plan of that id was sealed")?;
    let outlines = [fresh.outline];
    fails(journal.put_outlines(&plan, &outlines).await, ErrorKind::Conflict, sentence)?;
    fails(journal.put_plan_rows(&plan, &[fresh.row]).await, ErrorKind::Conflict, sentence)?;
    same(&journal.plan_page(&plan, None, 9).await?, &before, sentence)
}

pub(super) async fn the_newest_plan_is_the_one_sealed_last<J: PlanStore>(journal: &J) -> Verdict {
    let sentence = "the newest sealed plan with its mapping's fingerprint";
    journal.begin_plan(&plan_id(9), "aaaa").await?;
    put(journal, &plan_id(5), &family()).await?;
    let summary = put(journal, &plan_id(3), &[Planned::new("1", 0)]).await?;
    let newest = Some((plan_id(3), FINGERPRINT.to_owned(), summary));
    same(&journal.newest_plan().await?, &newest, sentence)?;

    journal.seal_outline(&plan_id(9)).await?;
    let summary = journal.seal_plan(&plan_id(9)).await?;
    let newest = Some((plan_id(9), "aaaa".to_owned(), summary));
    same(&journal.newest_plan().await?, &newest, sentence)
}

pub(super) async fn plans_are_kept_apart<J: PlanStore>(journal: &J) -> Verdict {
    let sentence = "a plan has its own outlines and rows";
    let same_item = Planned::new("1", 0)
        .losing(migrayt_core::plan::Loss::of(migrayt_core::plan::LossKind::Shortened));
    put(journal, &plan_id(1), std::slice::from_ref(&same_item)).await?;
    put(journal, &plan_id(2), &family()).await?;
    same(&journal.outline_page(&plan_id(1), None, 9).await?.len(), &1, sentence)?;
    let rows: Vec<_> = journal.plan_page(&plan_id(1), None, 9).await?;
    same(&rows.into_iter().map(|(_, row)| row).collect(), &vec![same_item.row], sentence)?;
    same(&journal.plan_account(&plan_id(2)).await?.losses.len(), &0, sentence)
}
