use migrayt::verify::{Explanation, Files, VerifyOptions};
use migrayt_core::Content;
use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Context;
use super::progress::Teller;

/// What is compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verify {
    /// Only these items, by their ids in the source; all if it is left out.
    #[serde(default)]
    items: Vec<ItemId>,
    /// Compares files byte by byte, in place of by name and size.
    #[serde(default)]
    bytes: bool,
    /// Shows the values of both sides of the first differences. They are content.
    #[serde(default)]
    explain: bool,
}

/// How many differences are explained.
const EXPLAINED: usize = 100;

pub(super) async fn verify(context: &Context, asked: Verify) -> Result<Json> {
    let project = context.project().await?;
    let scan = project.last_scan()?;
    let files = if asked.bytes { Files::Digest } else { Files::Size };
    let options = VerifyOptions { files, only: asked.items.into_iter().collect() };
    let whole = options.only.is_empty();
    let teller = Teller::new(&context.work, "verifying");
    let migration = project.migration();
    let found = migration.verify(&scan, options, &|items| teller.done(items)).await;
    context.counted().requests(&project);
    let found = found?;
    let mut explanations = Vec::new();
    if asked.explain && !found.is_clean() {
        let mapper = migration.compile(project.mapping()?, &scan)?;
        let first = found.differences.get(..EXPLAINED).unwrap_or(&found.differences);
        explanations = migration.explain(mapper, &scan, first).await?;
    }
    // What was found of some items says nothing of the whole.
    if whole {
        project.write_report(Some(found.clone()), false).await?;
    }
    let explanations: Vec<_> = explanations.iter().map(shown).collect();
    Ok(json!({ "clean": found.is_clean(), "found": found, "explanations": explanations }))
}

fn shown(explanation: &Explanation) -> Json {
    let text = |value: &Option<Content<String>>| value.as_ref().map(|it| it.as_str().to_owned());
    let differences = explanation.differences.iter().map(|explained| {
        json!({
            "difference": explained.difference,
            "name": explained.name,
            "planned": text(&explained.planned),
            "stands": text(&explained.found),
        })
    });
    json!({
        "item": explanation.item,
        "target": explanation.target,
        "moved_on": explanation.moved_on,
        "differences": differences.collect::<Vec<_>>(),
    })
}
