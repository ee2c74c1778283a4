use migrayt::core::Result;
use migrayt::core::id::ItemId;
use migrayt::core::plan::{Loss, Refusal};
use migrayt::core::run::LaneDraft;
use migrayt::project::Project;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::Output;

/// Shows what would be sent for one item.
pub(crate) async fn show(project: &Project, item: &str, output: Output) -> Result<Exit> {
    let scan = project.last_scan()?;
    let migration = project.migration();
    let mapper = migration.compile(project.mapping()?, &scan)?;
    let preview = migration.preview(mapper, &scan, &ItemId::new(item)).await?;
    for draft in &preview.lane {
        for line in lines(draft) {
            output.say(&line);
        }
    }
    for line in lost(&preview.mapped.losses).into_iter().chain(refused(&preview.mapped.refusals)) {
        output.say(&line);
    }
    let operations: Vec<Value> = preview.lane.iter().map(shown).collect();
    output.json(&json!({ "item": item, "operations": operations }));
    Ok(Exit::Clean)
}

fn shown(draft: &LaneDraft) -> Value {
    let drafted = &draft.drafted;
    json!({
        "operation": drafted.key.to_string(),
        "payload": drafted.payload.expose(),
        "lengths": drafted.lengths,
        "losses": drafted.losses,
        "refusals": drafted.refusals,
    })
}

/// An operation's name, what is lost and refused, and its payload.
fn lines(draft: &LaneDraft) -> Vec<String> {
    let drafted = &draft.drafted;
    let mut lines = vec![format!("\n{}", drafted.key)];
    for measure in &drafted.lengths {
        lines.push(format!(
            "  length: {} {} of at most {}",
            measure.field, measure.length, measure.limit
        ));
    }
    lines.extend(lost(&drafted.losses));
    lines.extend(refused(&drafted.refusals));
    let payload = serde_json::to_string_pretty(drafted.payload.expose()).unwrap_or_default();
    lines.extend(payload.lines().map(|line| format!("  {line}")));
    lines
}

fn lost(losses: &[Loss]) -> Vec<String> {
    let line = |loss: &Loss| {
        let field = loss.field.as_ref().map(|field| format!(" Field {field}.")).unwrap_or_default();
        let times = if loss.count > 1 { format!(" {} times.", loss.count) } else { String::new() };
        format!("  lost: {}{field}{times}", loss.kind.words())
    };
    losses.iter().map(line).collect()
}

fn refused(refusals: &[Refusal]) -> Vec<String> {
    let line = |refusal: &Refusal| {
        let field = refusal.field.as_ref();
        let field = field.map(|field| format!(" Field {field}.")).unwrap_or_default();
        format!("  refused: {}{field}", refusal.kind.words())
    };
    refusals.iter().map(line).collect()
}
